import { columnLetter, type CellRead, type SheetRead } from "@/parts/spreadsheets";
import { sheetIds, type Column, type Say, type SheetId } from "./columns";

/** What stands in a filled file, as texts; kept in this tab until it is written. */
export interface ReadSheet {
  /** As the file calls it. */
  name: string;
  /** Where each column stands: `C`; absent where the file lacks it. */
  letters: Record<string, string>;
  headRow: number;
  rows: { row: number; cells: Record<string, string> }[];
}
/** Something wrong (or, of a warning, left out) in one cell. */
export interface Fault {
  sheet: SheetId;
  /** 0: the sheet as a whole. */
  row: number;
  /** Id of the column; empty: the row. */
  column: string;
  letter: string;
  content: string;
  what: string;
  todo: string;
}
export interface Reading {
  file: string;
  sheets: Partial<Record<SheetId, ReadSheet>>;
  /** Of the file's form; the rest is the server's to say. */
  faults: Fault[];
  warnings: Fault[];
}

/** `２０２６／1／5`, `2026年1月5日` and the like are all the same day. */
function plainDate(text: string): string {
  const found = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/.exec(text) ?? /^(\d{4})(\d\d)(\d\d)$/.exec(text);
  return found ? `${found[1]}-${found[2]!.padStart(2, "0")}-${found[3]!.padStart(2, "0")}` : text;
}

export function cellText(cell: CellRead | undefined, form: Column["form"]): string {
  if (cell === null || cell === undefined) return "";
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? "" : cell.toISOString().slice(0, 10);
  const text = String(cell).replace(/\s+/g, " ").trim();
  if (form === "text" || form === "choice") return text;
  const plain = text.normalize("NFKC");
  return form === "date" ? plainDate(plain) : plain;
}

/** For comparing: `类 别（必填）*` is 类别. */
export const alike = (text: string) => text.normalize("NFKC").replace(/\s+/g, "").toLowerCase();
const bare = (title: CellRead | undefined) => alike(cellText(title, "text")).replace(/[*(].*$/, "");
const titleIs = (column: Column, title: string) => title !== "" && column.titles.some((one) => bare(one) === title);

/** The row that names the columns: the first one, or one of the next where a title stands above. */
function headOf(rows: CellRead[][], columns: Column[]): number {
  const known = (row: CellRead[]) => row.filter((cell) => columns.some((column) => titleIs(column, bare(cell)))).length;
  const at = rows.slice(0, 6).findIndex((row) => known(row) >= 2);
  return at < 0 ? 0 : at;
}

export function readSheets(file: string, read: SheetRead[], columns: Record<SheetId, Column[]>, say: Say): Reading {
  const reading: Reading = { file, sheets: {}, faults: [], warnings: [] };
  for (const id of sheetIds) {
    const names = [say(`firstDay.sheet.${id}`, "zh"), say(`firstDay.sheet.${id}`, "en").toLowerCase()];
    const sheet = read.find((one) => names.includes(one.name.trim().toLowerCase()));
    if (sheet) takeSheet(reading, id, sheet, columns[id], say);
  }
  return reading;
}

function takeSheet(reading: Reading, id: SheetId, sheet: SheetRead, columns: Column[], say: Say): void {
  const at = headOf(sheet.rows, columns);
  const head = sheet.rows[at] ?? [];
  const taken: ReadSheet = { name: sheet.name, letters: {}, headRow: at + 1, rows: [] };
  const places = new Map<number, Column>();
  const about = (list: Fault[], place: number, what: string, todo: string, title: string) =>
    list.push({ sheet: id, row: at + 1, column: "", letter: place < 0 ? "" : columnLetter(place), content: title,
      what: say(`firstDay.fault.${what}`, undefined, { column: title }), todo: todo && say(`firstDay.fault.${todo}`) });
  head.forEach((cell, place) => {
    const title = cellText(cell, "text");
    if (!title) return;
    const column = columns.find((one) => titleIs(one, bare(cell)));
    if (!column) return void about(reading.warnings, place, "unknown", "", title);
    if (taken.letters[column.id]) return void about(reading.faults, place, "twice", "twiceDo", title);
    taken.letters[column.id] = columnLetter(place);
    places.set(place, column);
  });
  sheet.rows.slice(at + 1).forEach((row, below) => {
    const cells: Record<string, string> = {};
    for (const [place, column] of places) {
      const text = cellText(row[place], column.form);
      if (text) cells[column.id] = text;
    }
    if (Object.keys(cells).length) taken.rows.push({ row: at + 2 + below, cells });
  });
  if (taken.rows.length) {
    for (const column of columns) {
      if (column.required && !taken.letters[column.id]) about(reading.faults, -1, "noColumn", "noColumnDo", column.title);
    }
  }
  reading.sheets[id] = taken;
}
