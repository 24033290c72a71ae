import { columnLetter, type CellRead, type SheetRead } from "@/parts/spreadsheets";
import { bareTitle, headRow, isTotal, nearest } from "@/parts/table";
import type { Place } from "@/parts/workbook";
import { cellText, titleIs } from "./cells";
import { sheetIds, type Column, type Say, type SheetId } from "./columns";
import { chooseSheets } from "./sheets";

/** What stands in a filled file, as texts; kept in this tab until it is written. */
export interface ReadSheet {
  /** As the file calls it. */
  name: string;
  /** Where each column stands: `C`; absent where the file lacks it. */
  letters: Record<string, string>;
  headRow: number;
  rows: { row: number; cells: Record<string, string> }[];
}
/** Something wrong in one cell. */
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
/** Something left out, or taken for what it does not say: it is told before anything is written. */
export interface Told {
  /** `岗位 B2`. */
  where: string;
  what: string;
}
export interface Reading {
  file: string;
  sheets: Partial<Record<SheetId, ReadSheet>>;
  /** Of the file's form; the rest is the server's to say. */
  faults: Fault[];
  warnings: Told[];
}

export function readSheets(file: string, read: SheetRead[], columns: Record<SheetId, Column[]>, say: Say): Reading {
  const reading: Reading = { file, sheets: {}, faults: [], warnings: [] };
  const chosen = chooseSheets(read, columns, say);
  reading.warnings.push(...chosen.told.map(({ name, what }) => ({ where: name, what })));
  for (const { id, names } of chosen.unsure) {
    reading.faults.push({ sheet: id, row: 0, column: "", letter: "", content: names.join("、"),
      what: say("firstDay.fault.unsure"), todo: say("firstDay.fault.unsureDo", undefined, { title: say(`firstDay.sheet.${id}`) }) });
  }
  for (const id of sheetIds) {
    const sheet = chosen.taken[id];
    if (sheet) reading.sheets[id] = new SheetReader(reading, id, sheet, columns[id], say).take();
  }
  return reading;
}

/** `2、5–7` of rows in order. */
function rowsText(rows: number[]): string {
  const runs: [number, number][] = [];
  for (const row of rows) {
    const last = runs[runs.length - 1];
    if (last && last[1] === row - 1) last[1] = row;
    else runs.push([row, row]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join("、");
}

/** One sheet: its head, then its rows; what hides, merges or was not reckoned is told or refused. */
class SheetReader {
  private readonly taken: ReadSheet;
  private readonly places = new Map<number, Column>();
  private readonly rows: CellRead[][];

  constructor(private readonly reading: Reading, private readonly id: SheetId, private readonly sheet: SheetRead,
    private readonly columns: Column[], private readonly say: Say) {
    this.rows = sheet.rows.map((row) => [...row]);
    const texts = sheet.rows.map((row) => row.map((cell) => cellText(cell, "text")));
    this.taken = { name: sheet.name, letters: {}, headRow: Math.max(0, headRow(texts, (title) => columns.some((one) => titleIs(one, title)))) + 1, rows: [] };
  }

  take(): ReadSheet {
    this.readHead();
    this.spreadMerges();
    this.refuseUnreckoned();
    this.readRows();
    if (this.taken.rows.length) {
      for (const column of this.columns) {
        if (column.required && !this.taken.letters[column.id]) this.fault(this.taken.headRow, undefined, "noColumn", { column: column.title }, "");
      }
    }
    return this.taken;
  }

  private tell(where: string, what: string, named: Record<string, string> = {}): void {
    this.reading.warnings.push({ where: `${this.sheet.name} ${where}`.trim(), what: this.say(`firstDay.told.${what}`, undefined, named) });
  }
  private fault(row: number, place: number | undefined, what: string, named: Record<string, string>, content: string): void {
    const column = place === undefined || row === this.taken.headRow ? undefined : this.places.get(place);
    this.reading.faults.push({ sheet: this.id, row, column: column?.id ?? "", letter: place === undefined ? "" : columnLetter(place), content,
      what: this.say(`firstDay.fault.${what}`, undefined, named), todo: this.say(`firstDay.fault.${what}Do`, undefined, named) });
  }

  private readHead(): void {
    const at = this.taken.headRow;
    (this.rows[at - 1] ?? []).forEach((cell, place) => {
      const title = cellText(cell, "text");
      if (!title) return;
      const column = this.columns.find((one) => titleIs(one, title));
      const where = `${columnLetter(place)}${at}`;
      if (!column) {
        const near = nearest(bareTitle(title), this.columns.filter((one) => one.titles.every((name) => !this.hasTitle(name))).map((one) => ({ ...one, name: one.title })), 1)[0];
        this.tell(where, near ? "unknownNear" : "unknown", { column: title, near: near?.title ?? "" });
      } else if (this.sheet.marks?.hiddenColumns.has(place)) this.tell(where, "hiddenColumn", { column: title });
      else if (this.taken.letters[column.id]) this.fault(at, place, "twice", { column: title }, title);
      else {
        this.taken.letters[column.id] = columnLetter(place);
        this.places.set(place, column);
      }
    });
  }
  private hasTitle(title: string): boolean {
    return (this.rows[this.taken.headRow - 1] ?? []).some((cell) => bareTitle(cellText(cell, "text")) === bareTitle(title));
  }

  private isHidden = (row: number) => this.sheet.marks?.hiddenRows.has(row) ?? false;
  private isBody = ({ row }: Place) => row > this.taken.headRow && !this.isHidden(row);
  private contentOf = (row: number) =>
    [...this.places].map(([place, column]) => cellText(this.rows[row - 1]?.[place], column.form, this.sheet.from1904));

  /** A cell merged downwards says the same of each of its rows, unless it is a number. */
  private spreadMerges(): void {
    for (const { from, to } of this.sheet.marks?.merges ?? []) {
      const column = this.places.get(from.column);
      const value = this.rows[from.row - 1]?.[from.column];
      const range = `${columnLetter(from.column)}${from.row}:${columnLetter(to.column)}${to.row}`;
      const content = cellText(value, "text");
      if (!this.isBody({ row: to.row, column: 0 }) || from.row <= this.taken.headRow || !content) continue;
      if (from.column !== to.column) {
        const touched = [...this.places.keys()].filter((place) => place >= from.column && place <= to.column);
        if (touched.length > 1 && !isTotal([content])) this.fault(from.row, touched[0], "mergedAcross", { range }, content);
      } else if (column?.form === "number") this.fault(from.row, from.column, "merged", { range }, content);
      else if (column) {
        for (let row = from.row + 1; row <= to.row; row += 1) {
          while (this.rows.length < row) this.rows.push([]);
          this.rows[row - 1]![from.column] = value ?? null;
        }
        this.tell(range, "merged", { value: cellText(value, column.form, this.sheet.from1904) });
      }
    }
  }

  private refuseUnreckoned(): void {
    const marks = this.sheet.marks;
    if (!marks) return;
    for (const place of marks.unreckoned) {
      if (this.isBody(place) && this.places.has(place.column)) this.fault(place.row, place.column, "unreckoned", {}, "");
    }
    for (const { error, ...place } of marks.errors) {
      if (!this.isBody(place) || !this.places.has(place.column)) continue;
      this.fault(place.row, place.column, "formulaError", { error }, error);
      if (this.rows[place.row - 1]) this.rows[place.row - 1]![place.column] = null;
    }
  }

  private readRows(): void {
    const hidden: number[] = [];
    this.rows.slice(this.taken.headRow).forEach((_, below) => {
      const row = this.taken.headRow + 1 + below;
      const contents = this.contentOf(row);
      if (contents.every((text) => text === "")) return;
      if (this.isHidden(row)) return void hidden.push(row);
      if (isTotal(contents)) return this.tell(`${row}`, "totalRow", { content: contents.filter(Boolean).join(" ") });
      const titles = (this.rows[row - 1] ?? []).filter((cell) => this.columns.some((column) => titleIs(column, cellText(cell, "text"))));
      if (titles.length >= 2) return this.tell(`${row}`, "headAgain");
      const filled = [...this.places.values()].map((column, at) => [column.id, contents[at]!] as const).filter(([, text]) => text !== "");
      this.taken.rows.push({ row, cells: Object.fromEntries(filled) });
    });
    if (!hidden.length) return;
    const first = this.contentOf(hidden[0]!).filter(Boolean).slice(0, 4).join(" ");
    this.tell("", "hiddenRows", { rows: rowsText(hidden), n: String(hidden.length), content: first });
  }
}
