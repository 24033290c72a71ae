import { describe, expect, it } from "vitest";
import type { Policy } from "@/api/policies";
import type { CellRead } from "@/parts/spreadsheets";
import { firstDay } from "@/texts/firstDay";
import { columnsOf, type Say } from "./columns";
import { readSheets } from "./reading";
import { faultAt, requestOf, withoutUnreadable } from "./request";

const say: Say = (key, language = "zh", named = {}) => {
  const found = key.split(".").reduce<unknown>((node, part) => (node as Record<string, unknown>)[part], { firstDay });
  return ((found as string[])[language === "zh" ? 0 : 1] ?? "").replace(/\{(\w+)\}/g, (_whole, name: string) => named[name] ?? "");
};
const policy = {
  unit_kinds: [{ id: "administrative", name: "党政管理部门" }, { id: "teaching", name: "教学单位" }],
  unit_fields: [{ id: "headcount", name: "在职人数", counts: "" }, { id: "info_admins", name: "信息管理员", counts: "info_admin" }],
  posts: [{ id: "secretary", name: "党委（党总支）书记" }, { id: "contact", name: "网络安全信息员" }],
} as unknown as Policy;
const columns = columnsOf(policy, say);
const unitHead = ["单位代码", "单位名称", "类别", "在职人数"];
const postHead = ["单位代码", "岗位", "姓名", "账号", "电话", "邮箱", "任职日期"];
const read = (units: CellRead[][], posts: CellRead[][] = []) =>
  readSheets("a.xlsx", [{ name: "单位", rows: units }, { name: "岗位", rows: posts }], columns, say);
const asked = (units: CellRead[][], posts: CellRead[][] = []) => requestOf(read(units, posts), columns, new Map());

describe("a filled spreadsheet", () => {
  it("has no column for a field that is counted from posts", () => {
    expect(columns.units.map((column) => column.title)).toEqual(["单位代码", "单位名称", "类别", "设立日期", "在职人数"]);
  });
  it("names kinds and posts as people do", () => {
    const { units, posts } = asked([unitHead, ["xxgc", "信息工程学院", "教学单位", 86]],
      [postHead, ["xxgc", "党委(党总支)书记", "张明", "zm", "", "", "2026-01-05"]]);
    expect(units[0]).toEqual({ id: "xxgc", name: "信息工程学院", kind: "teaching", fields: { headcount: 86 } });
    expect(posts[0]).toMatchObject({ unit: "xxgc", post: "secretary", name: "张明", login: "zm", from: "2026-01-05" });
  });
  it("names a unit by its code or by its name", () => {
    const { posts } = asked([unitHead, ["xxgc", "信息工程学院", "教学单位"]],
      [postHead, ["信息工程学院", "网络安全信息员", null, null, null, null, "2026-01-05"]]);
    expect(posts[0]).toMatchObject({ unit: "xxgc", post: "contact", login: "" });
  });
  it("takes days as Excel and as people write them", () => {
    const days = [new Date(Date.UTC(2026, 0, 5)), "2026/1/5", "2026年1月5日", "２０２６．１．５", "20260105", 20260105];
    const { posts } = asked([unitHead], [postHead, ...days.map((day) => ["xxgc", "网络安全信息员", null, null, null, null, day])]);
    expect(new Set(posts.map((post) => post["from"]))).toEqual(new Set(["2026-01-05"]));
  });
  it("keeps what the server is to judge as it was typed", () => {
    const { units } = asked([unitHead, ["xxgc", "信息工程学院", "学院", "86人"]]);
    expect(units[0]).toMatchObject({ kind: "学院", fields: { headcount: "86人" } });
  });
  it("skips blank rows and knows each row's own number", () => {
    const reading = read([["填报表"], unitHead, [null], ["xxgc", "信息工程学院", "教学单位"], [], ["jd", "机电学院", "教学单位"]]);
    expect(reading.sheets.units?.rows.map((row) => row.row)).toEqual([4, 6]);
  });
  it("says which column is missing, twice there, or unknown", () => {
    const reading = read([["单位代码", "单位名称", "单位名称", "备注"], ["xxgc", "信息工程学院", "", "x"]]);
    expect(reading.faults.map((fault) => fault.what)).toEqual(["“单位名称”这一栏出现了两次", "缺少“类别”这一栏"]);
    expect(reading.warnings.map((warning) => `${warning.letter}${warning.row} ${warning.what}`)).toEqual(["D1 不认识“备注”这一栏，没有读取"]);
  });
});

describe("what the server says of it", () => {
  const reading = read([unitHead, ["", "信息工程学院", "学院", "86人"], ["jd", "机电学院", "教学单位", 70]]);
  const at = (pointer: string) => faultAt({ pointer, message: "", english: "" }, "不对", reading, columns, say);
  it("stands at its cell", () => {
    expect(at("/units/0/fields/headcount")).toMatchObject({ sheet: "units", row: 2, letter: "D", content: "86人" });
    expect(at("/units/1/kind")).toMatchObject({ row: 3, letter: "C", content: "教学单位" });
  });
  it("stands at its row where it names no column, and nowhere where it names no row", () => {
    expect(at("/units/1")).toMatchObject({ row: 3, letter: "", column: "" });
    expect(at("/units")).toBeUndefined();
  });
  it("is asked for again without what could not be read", () => {
    const request = requestOf(reading, columns, new Map());
    const errors = ["/units/0/id", "/units/0/fields/headcount"].map((pointer) => ({ pointer, message: "", english: "" }));
    expect(withoutUnreadable(request, errors)?.units[0]).toMatchObject({ id: "-", kind: "学院", fields: {} });
    expect(withoutUnreadable(request, [{ pointer: "/units/0/kind", message: "", english: "" }])).toBeUndefined();
  });
});
