/**
 * What stands in an XLSX beside its cells' values and decides whether these may be taken: hidden
 * sheets, rows and columns, merged cells, formulas without a value, errors. Read off the markup's
 * tags; the values are the library's business (spreadsheets.ts).
 */
export interface Place {
  /** From 1 and from 0, as CellRead[][] has them: row 1 is rows[0]. */
  row: number;
  column: number;
}
export interface Merge {
  from: Place;
  to: Place;
}
export interface SheetMarks {
  hidden: boolean;
  hiddenRows: Set<number>;
  hiddenColumns: Set<number>;
  merges: Merge[];
  /** Formulas that were saved without their value. */
  unreckoned: Place[];
  /** `#N/A`, `#REF!`. */
  errors: (Place & { error: string })[];
}
export interface WorkbookMarks {
  /** Days are counted from 1904. */
  from1904: boolean;
  /** By the sheet's name. */
  sheets: Map<string, SheetMarks>;
}

/** `B12` → row 12, column 1. */
export function placeOf(reference: string): Place {
  const [, letters = "A", row = "1"] = /^\$?([A-Z]+)\$?(\d+)$/i.exec(reference) ?? [];
  const column = [...letters.toUpperCase()].reduce((so, letter) => so * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  return { row: Number(row), column };
}

const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const plain = (text: string) =>
  text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (whole, hex: string, decimal: string, name: string) =>
    hex || decimal ? String.fromCodePoint(hex ? Number.parseInt(hex, 16) : Number(decimal)) : (entities[name] ?? whole));
function attributes(tag: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, name, one, other] of tag.matchAll(/([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    found[name!.replace(/^.*:/, "")] = plain(one ?? other ?? "");
  }
  return found;
}
const isTrue = (value: string | undefined) => value === "1" || value === "true" || value === "on";
const tags = (xml: string, name: string) => [...xml.matchAll(new RegExp(`<(?:\\w+:)?${name}(\\s[^>]*?)?/?>`, "g"))].map(([, rest]) => attributes(rest ?? ""));

export function readWorkbookMarks(read: (path: string) => string | undefined): WorkbookMarks {
  const workbook = read("xl/workbook.xml") ?? "";
  const targets = new Map(tags(read("xl/_rels/workbook.xml.rels") ?? "", "Relationship").map((one) => [one["Id"], one["Target"] ?? ""]));
  const sheets = new Map<string, SheetMarks>();
  for (const sheet of tags(workbook, "sheet")) {
    const target = targets.get(sheet["id"]) ?? "";
    const path = target.startsWith("/") ? target.slice(1) : `xl/${target}`;
    sheets.set(sheet["name"] ?? "", { ...marksOf(read(path) ?? ""), hidden: (sheet["state"] ?? "visible") !== "visible" });
  }
  return { from1904: tags(workbook, "workbookPr").some((one) => isTrue(one["date1904"])), sheets };
}

function marksOf(xml: string): Omit<SheetMarks, "hidden"> {
  const marks = { hiddenRows: new Set<number>(), hiddenColumns: new Set<number>(), merges: [] as Merge[], unreckoned: [] as Place[],
    errors: [] as SheetMarks["errors"] };
  let last = 0;
  for (const row of tags(xml, "row")) {
    last = Number(row["r"] ?? last + 1);
    if (isTrue(row["hidden"]) || Number(row["ht"] ?? 1) === 0) marks.hiddenRows.add(last);
  }
  for (const column of tags(xml, "col")) {
    if (!isTrue(column["hidden"]) && Number(column["width"] ?? 1) !== 0) continue;
    const most = Math.min(Number(column["max"]), 200);
    for (let at = Number(column["min"]); at <= most; at += 1) marks.hiddenColumns.add(at - 1);
  }
  for (const merge of tags(xml, "mergeCell")) {
    const [from, to] = (merge["ref"] ?? "").split(":");
    if (from && to) marks.merges.push({ from: placeOf(from), to: placeOf(to) });
  }
  for (const [, rest, inner] of xml.matchAll(/<(?:\w+:)?c(\s[^>]*[^/>])?>([\s\S]*?)<\/(?:\w+:)?c>/g)) {
    const cell = attributes(rest ?? "");
    const value = /<(?:\w+:)?v(?:\s[^>]*)?>([\s\S]*?)<\/(?:\w+:)?v>/.exec(inner!);
    const has = !!value?.[1] || (cell["t"] === "str" && /<(?:\w+:)?v[\s/>]/.test(inner!));
    if (cell["t"] === "e") marks.errors.push({ ...placeOf(cell["r"] ?? ""), error: plain(value?.[1] ?? "") });
    else if (/<(?:\w+:)?f[\s/>]/.test(inner!) && !has) marks.unreckoned.push(placeOf(cell["r"] ?? ""));
  }
  return marks;
}
