import { describe, expect, it } from "vitest";
import { headRow, isTotal, nearest, pastedGrid, readUnitNumbers } from "./table";

const units = [
  { id: "xxgc", name: "信息工程学院" },
  { id: "jd", name: "机电工程学院（东校区）" },
  { id: "jwc", name: "教务处" },
  { id: "tsg", name: "图书馆" },
];
const all = units.map((unit) => unit.id);
const read = (text: string, chosen = all, from = 0, column?: number) => readUnitNumbers(pastedGrid(text), units, chosen, from, "参加人数", column);
const got = (text: string, chosen = all, from = 0) =>
  Object.fromEntries(read(text, chosen, from).rows.filter((row) => row.kind === "number" || (row.kind === "blank" && row.unit)).map((row) => [row.unit, row.number]));
const kinds = (text: string, chosen = all) => read(text, chosen).rows.map((row) => row.kind);

describe("a pasted table", () => {
  it("has the cells that were copied, blank ones too", () => {
    expect(pastedGrid("\r\n12\r\n\r\n7\r\n")).toEqual([[""], ["12"], [""], ["7"]]);
    expect(pastedGrid('甲\t"一\n二"\t"说""好"""\n\t\t乙')).toEqual([["甲", "一\n二", '说"好"'], ["", "", "乙"]]);
    expect(pastedGrid('5" 管\t2')).toEqual([['5" 管', "2"]]);
  });
  it("keeps a blank first cell blank and shifts nobody", () => {
    expect(got("\r\n12\r\n7\r\n9\r\n")).toEqual({ xxgc: "", jd: "12", jwc: "7", tsg: "9" });
    expect(got("12\r\n\r\n7", all, 1)).toEqual({ jd: "12", jwc: "", tsg: "7" });
  });
  it("gives each unit its own number, whatever the order of the rows", () => {
    expect(got("图书馆\t9\n信息工程学院\t12\n")).toEqual({ tsg: "9", xxgc: "12" });
    expect(got("JWC\t７\n机电工程学院(东校区)\t1,200\n")).toEqual({ jwc: "7", jd: "1200" });
    expect(got("12\t信息工程学院\n\t图书馆")).toEqual({ xxgc: "12", tsg: "" });
  });
  it("knows heads, sequences and totals, named or not", () => {
    const sheet = "2026 年培训情况\t\t\n序号\t单位\t参加人数\n1\t教务处\t7\n2\t图 书 馆\t9\n\t合 计\t16\n";
    expect(kinds(sheet)).toEqual(["head", "head", "number", "number", "total"]);
    expect(got(sheet)).toEqual({ jwc: "7", tsg: "9" });
    expect(kinds("人数\n1\n2\n3\n4\n10\n")).toEqual(["head", "number", "number", "number", "number", "total"]);
    expect(kinds("1\n2\n3\n4\n5\n")).toEqual(["number", "number", "number", "number", "beyond"]);
    expect(read("教务处\t7\n总计\t8").total).toEqual({ written: "8", sum: "7" });
    expect(["小计（人）", "全校合计：", "Total"].every((word) => isTotal(["", word]))).toBe(true);
    expect(isTotal(["审计处"])).toBe(false);
  });
  it("takes nothing it is not sure of", () => {
    const wrong = read("教务科\t7\n图书馆\t约 9\n信息工程学院\t3\n信息工程学院\t4\n后勤处\t1\n", ["jwc", "tsg", "xxgc"]);
    expect(wrong.rows.map((row) => row.kind)).toEqual(["unknown", "wrong", "number", "twice", "unknown"]);
    expect(wrong.rows[0]!.near.map((unit) => unit.name)).toEqual(["教务处"]);
    expect(kinds("机电工程学院（东校区）\t7\n教务处\t1", ["jwc"])).toEqual(["other", "number"]);
    expect(kinds("甲\t7\n乙\t8")).toEqual(["unknown", "unknown"]);
  });
  it("knows its head though the first unit is unknown", () => {
    const read1 = read("序号\t单位\t参加人数\n1\t教务科\t７\n2\t图书馆\t9\n");
    expect(read1).toMatchObject({ column: 2, rows: [{ kind: "head" }, { kind: "unknown", number: "7" }, { kind: "number", number: "9" }] });
  });
  it("asks which column where several could be meant", () => {
    const two = "单位\t上半年\t下半年\n教务处\t7\t8\n图书馆\t9\t10\n";
    expect(read(two)).toMatchObject({ column: -1, columns: [{ at: 1, title: "上半年" }, { at: 2, title: "下半年" }] });
    expect(read(two, all, 0, 2).rows[1]).toMatchObject({ unit: "jwc", number: "8" });
    expect(read("单位\t参加人数（人）\t学时\n教务处\t7\t8\n图书馆\t9\t8\n")).toMatchObject({ column: 1 });
  });
});

describe("titles and names", () => {
  it("are found below a table's own title", () => {
    expect(headRow([["填报表"], ["单位 代码*", "类别（必填）"], ["a", "b"]], (title) => ["单位代码", "类别"].includes(title))).toBe(1);
    expect(headRow([["a", "b"]], () => false)).toBe(-1);
  });
  it("are told from near ones", () => {
    expect(nearest("信息工程学", units).map((unit) => unit.id)).toEqual(["xxgc"]);
    expect(nearest("信息工程系", units).map((unit) => unit.id)).toEqual(["xxgc"]);
    expect(nearest("保卫处", [{ name: "财务科" }])).toEqual([]);
  });
});
