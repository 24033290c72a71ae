import type { CellObject } from "write-excel-file/universal";
import { makeSpreadsheet, type SheetWritten } from "@/parts/spreadsheets";
import { sheetIds, type Column, type Say, type SheetId } from "./columns";

/** Rows that are ready to be typed into: texts stay texts (a login may begin with 0). */
const READY_ROWS: Record<SheetId, number> = { units: 120, posts: 600 };
const dark = "#d3e4e8";
const light = "#f1f1ed";

function head(column: Column): CellObject {
  return { value: column.title, type: String, fontWeight: "bold", backgroundColor: column.required ? dark : light, height: 22,
    alignVertical: "center", borderColor: "#c9c6bc", borderStyle: "thin" };
}
function blank(column: Column): CellObject {
  if (column.form === "date") return { type: Date, format: "yyyy-mm-dd" } as CellObject;
  if (column.form === "number") return { type: Number, format: "0" } as CellObject;
  return { type: String, format: "@" } as CellObject;
}

/** The workbook to be filled in: 单位, 岗位, 说明, and the lists its cells are chosen from. */
export function makeTemplate(columns: Record<SheetId, Column[]>, say: Say): Promise<Blob> {
  const values = say("firstDay.sheet.values");
  const choosers = sheetIds.flatMap((sheet) =>
    columns[sheet].flatMap((column, at) => (column.choices.length ? [{ sheet, at, column }] : [])));
  const sheets = sheetIds.map((sheet): SheetWritten => ({
    name: say(`firstDay.sheet.${sheet}`),
    rows: [
      columns[sheet].map(head),
      ...Array.from({ length: READY_ROWS[sheet] }, () => columns[sheet].map(blank)),
    ],
    widths: columns[sheet].map((column) => column.width),
    sticky: 1,
    lists: choosers
      .map((one, place) => ({ ...one, letter: String.fromCharCode(65 + place) }))
      .filter((one) => one.sheet === sheet)
      .map((one) => ({
        column: one.at + 1,
        range: `'${values}'!$${one.letter}$2:$${one.letter}$${one.column.choices.length + 1}`,
      })),
  }));
  const longest = Math.max(0, ...choosers.map((one) => one.column.choices.length));
  return makeSpreadsheet([
    ...sheets,
    notes(columns, say),
    {
      name: values,
      rows: [
        choosers.map((one) => head(one.column)),
        ...Array.from({ length: longest }, (_, row) => choosers.map((one) => one.column.choices[row]?.name ?? null)),
      ],
      widths: choosers.map(() => 28),
    },
  ]);
}

function notes(columns: Record<SheetId, Column[]>, say: Say): SheetWritten {
  const bold = (value: string): CellObject => ({ value, type: String, fontWeight: "bold" });
  const wrap = (value: string): CellObject => ({ value, type: String, wrap: true, alignVertical: "top" });
  return {
    name: say("firstDay.sheet.notes"),
    widths: [10, 18, 12, 62, 24],
    rows: [
      [{ ...bold(say("firstDay.notes.title")), fontSize: 14 }],
      ...["one", "two", "three", "four"].map((line) => [say(`firstDay.notes.${line}`)]),
      [],
      ["sheet", "column", "need", "how", "example"].map((one) => ({
        ...bold(say(`firstDay.notes.columns.${one}`)), backgroundColor: light })),
      ...sheetIds.flatMap((sheet) =>
        columns[sheet].map((column) => [
          wrap(say(`firstDay.sheet.${sheet}`)),
          wrap(column.title),
          wrap(say(column.required ? "firstDay.notes.required" : "firstDay.notes.optional")),
          wrap(how(column, say)),
          wrap(column.example),
        ])),
    ],
  };
}

function how(column: Column, say: Say): string {
  const choices = column.choices.map((one) => one.name).join("、");
  return choices ? `${say(column.advice)}：${choices}` : say(column.advice);
}
