import { describe, expect, it } from "vitest";
import type { Policy } from "@/api/policies";
import type { CellRead } from "@/parts/spreadsheets";
import { firstDay } from "@/texts/firstDay";
import { columnsOf, type Say } from "./columns";
import type { SheetMarks } from "@/parts/workbook";
import { readSheets, type Reading } from "./reading";
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
    expect(reading.warnings.map((warning) => `${warning.where} ${warning.what}`)).toEqual(["单位 D1 不认识“备注”这一栏，没有读取"]);
  });
});

describe("a spreadsheet as offices keep it", () => {
  const none: SheetMarks = { hidden: false, hiddenRows: new Set(), hiddenColumns: new Set(), merges: [], unreckoned: [], errors: [] };
  const posts = (rows: CellRead[][], marks: Partial<SheetMarks> = {}, name = "岗位") =>
    readSheets("a.xlsx", [{ name, rows: [postHead, ...rows], marks: { ...none, ...marks } }], columns, say);
  const person = (name: string, login: string, unit: CellRead = "xxgc"): CellRead[] => [unit, "网络安全信息员", name, login, "", "", "2026-01-05"];
  const told = (reading: Reading) => reading.warnings.map((one) => `${one.where}: ${one.what}`.trim());
  const faults = (reading: Reading) => reading.faults.map((one) => `${one.letter}${one.row} ${one.what}`);

  it("makes no account for somebody in a hidden row", () => {
    const reading = posts([person("张明", "zm"), person("李走", "lz"), person("王走", "wz"), person("陈在", "cz")], { hiddenRows: new Set([3, 4]) });
    expect(reading.sheets.posts?.rows.map((one) => one.cells["login"])).toEqual(["zm", "cz"]);
    expect(told(reading)).toEqual([expect.stringContaining("第 3–4 行（共 2 行）是隐藏的或被筛选掉了，没有读取（如：xxgc 网络安全信息员 李走 lz）")]);
  });
  it("takes no hidden column and no hidden sheet", () => {
    const column = posts([person("张明", "zm")], { hiddenColumns: new Set([3]) });
    expect(column.sheets.posts?.rows[0]?.cells).not.toHaveProperty("login");
    expect(told(column)).toEqual(["岗位 D1: “账号”这一栏是隐藏的，没有读取；要导入请先取消隐藏"]);
    expect(faults(posts([person("张明", "zm")], { hiddenColumns: new Set([1]) }))).toEqual(["1 缺少“岗位”这一栏"]);
    const sheet = posts([person("张明", "zm")], { hidden: true });
    expect(sheet.sheets.posts).toBeUndefined();
    expect(told(sheet)).toEqual([expect.stringContaining("表“岗位”是隐藏的，没有读取")]);
  });
  it("knows a sheet by a name like its own or by its heads, and says so", () => {
    for (const name of ["岗位（2026）", "2026年岗位表", "岗位名单", "Sheet1"]) {
      const reading = posts([person("张明", "zm")], {}, name);
      expect(reading.sheets.posts?.rows).toHaveLength(1);
      expect(told(reading)).toEqual([`${name}: 表“${name}”当作“岗位”读取`]);
    }
  });
  it("ignores no sheet in silence", () => {
    const rows = [postHead, person("张明", "zm")];
    const two = readSheets("a.xlsx", [{ name: "岗位（2025）", rows }, { name: "岗位（2026）", rows }], columns, say);
    expect(two.sheets).toEqual({});
    expect(two.faults).toMatchObject([{ sheet: "posts", row: 0, content: "岗位（2025）、岗位（2026）" }]);
    const beside = readSheets("a.xlsx", [{ name: "岗位", rows }, { name: "岗位（旧）", rows }, { name: "通讯录", rows: [["张明", "8107"]] }, { name: "说明", rows: [["填写说明"]] }], columns, say);
    expect(told(beside)).toEqual(["岗位（旧）: 表“岗位（旧）”没有读取：已读取“岗位”", expect.stringContaining("表“通讯录”没有读取")]);
  });
  it("reads a merged cell for each of its rows, but no merged number", () => {
    const at = (row: number, column: number) => ({ row, column });
    const reading = posts([person("张明", "zm"), person("李红", "lh", null), person("王刚", "wg", "jd")], { merges: [{ from: at(2, 0), to: at(3, 0) }] });
    expect(reading.sheets.posts?.rows.map((one) => one.cells["unit"])).toEqual(["xxgc", "xxgc", "jd"]);
    expect(told(reading)).toEqual(["岗位 A2:A3: 合并单元格，各行都按“xxgc”读取"]);
    const number = readSheets("a.xlsx", [{ name: "单位", rows: [unitHead, ["a", "甲", "教学单位", 86], ["b", "乙", "教学单位", null]],
      marks: { ...none, merges: [{ from: at(2, 3), to: at(3, 3) }] } }], columns, say);
    expect(faults(number)).toEqual(["D2 D2:D3 是合并单元格，不知道每一行各是多少"]);
    expect(faults(posts([person("张明", "zm")], { merges: [{ from: at(2, 2), to: at(2, 3) }] }))).toEqual(["C2 C2:D2 是跨栏的合并单元格，不知道是哪一栏的内容"]);
  });
  it("names the cell of a formula without its value, or with an error", () => {
    const reading = posts([person("张明", "")], { unreckoned: [{ row: 2, column: 3 }], errors: [{ row: 2, column: 2, error: "#N/A" }] });
    expect(faults(reading)).toEqual(["D2 这里是公式，文件里没有存下它的值", "C2 公式出错（#N/A）"]);
  });
  it("leaves totals and heads that come again out, and says so", () => {
    const reading = read([unitHead, ["xxgc", "信息工程学院", "教学单位", 86], unitHead, ["jd", "机电学院", "教学单位", 70], [null, "合 计", null, 156]]);
    expect(reading.sheets.units?.rows.map((one) => one.row)).toEqual([2, 4]);
    expect(told(reading)).toEqual(["单位 3: 又是一行表头，没有读取", "单位 5: 合计行，没有读取：合 计 156"]);
  });
  it("suggests what an unknown column or value may have meant", () => {
    const reading = readSheets("a.xlsx", [{ name: "岗位", rows: [["单位代码", "岗位", "任职日期", "联系电话"], ["信息工程系", "信息员", "2026-01-05", "1"]] },
      { name: "单位", rows: [unitHead, ["xxgc", "信息工程学院", "教学单位", 86]] }], columns, say);
    expect(told(reading)).toEqual([expect.stringContaining("不认识“联系电话”这一栏，没有读取；如果就是“电话”，请把表头改成“电话”")]);
    const at = (pointer: string) => faultAt({ pointer, message: "", english: "" }, "不对", reading, columns, say)?.todo;
    expect(at("/posts/0/unit")).toContain("是不是“信息工程学院”？");
    expect(at("/posts/0/post")).toContain("是不是“网络安全信息员”？");
  });
  it("takes what people type for what it says", () => {
    const reading = posts([["ＸＸＧＣ", "网络安全信息员", "张　明\u200b", "ｚｍ", "\u202d８６３３ ００００\u202c", "zm＠a.cn", "2026年1月5日（周一）"]]);
    expect(reading.sheets.posts?.rows[0]?.cells).toMatchObject({ name: "张明", login: "zm", phone: "8633 0000", mail: "zm@a.cn", from: "2026-01-05" });
    const units = new Map([["信息工程学院", "xxgc"]]);
    expect(requestOf(reading, columns, units).posts[0]).toMatchObject({ unit: "xxgc" });
  });
  it("takes a day's number for its day, and no day for another", () => {
    const days = (from1904: boolean, day: CellRead) =>
      readSheets("a.xlsx", [{ name: "岗位", rows: [postHead, [...person("张明", "zm").slice(0, 6), day]], from1904 }], columns, say).sheets.posts?.rows[0]?.cells["from"];
    expect([days(false, 46_027), days(true, 44_565), days(false, new Date(Date.UTC(2026, 0, 5)))]).toEqual(Array(3).fill("2026-01-05"));
    expect([days(false, "26.1.5"), days(false, "1月5日"), days(false, "46027")]).toEqual(["26.1.5", "1月5日", "46027"]);
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
