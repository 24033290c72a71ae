import { alike, typedNumber, typedWord } from "./typed";

/**
 * The one reader of tables that come from elsewhere: pasted out of a spreadsheet, or read from a
 * file. A blank cell stays blank and shifts nothing; heads and totals are known for what they are;
 * a unit is known by its name or code, never by the place of its row.
 */
export type Grid = string[][];

/** What a spreadsheet puts on the clipboard: tabs, line ends, quotes around cells with breaks. */
export function pastedGrid(text: string): Grid {
  const grid: Grid = [[]];
  // The line end behind the last row begins no other.
  const whole = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  const cell = /"((?:[^"]|"")*)"(?=\t|\n|$)|[^\t\n]*/y;
  for (let at = 0; at <= whole.length; ) {
    cell.lastIndex = at;
    const found = cell.exec(whole)!;
    grid[grid.length - 1]!.push(found[1] === undefined ? found[0] : found[1].replace(/""/g, '"'));
    at += found[0].length;
    if (whole[at] === "\n") grid.push([]);
    at += 1;
  }
  return grid;
}

/** For comparing titles: `类 别（必填）*` is 类别. */
export const bareTitle = (title: string) => alike(title).replace(/[*(:].*$/, "");

/** The row that names the columns: the first one, or one of the next where a title stands above. -1: none. */
export function headRow(rows: string[][], isTitle: (title: string) => boolean): number {
  return rows.slice(0, 6).findIndex((row) => row.filter((cell) => bareTitle(cell) !== "" && isTitle(bareTitle(cell))).length >= 2);
}

/** 合计, 全校总计：, 小计（人） … as a row's first words. */
export const isTotal = (cells: string[]) =>
  /^(全校|全院|本校|本院)?(合计|总计|小计|共计|累计|总和|平均|total|subtotal|sum)/.test(alike(cells.find((cell) => cell.trim() !== "") ?? ""));

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}
/** Those that may have been meant, the nearest first. */
export function nearest<T extends { name: string }>(written: string, known: T[], most = 3): T[] {
  const word = alike(written);
  if (!word) return [];
  const far = (one: T) => {
    const name = alike(one.name);
    return name.includes(word) || word.includes(name) ? Math.abs(name.length - word.length) / 100 : distance(word, name);
  };
  return known
    .map((one) => ({ one, far: far(one) }))
    .filter((found) => found.far <= Math.max(1, Math.floor(word.length * 0.4)))
    .sort((a, b) => a.far - b.far)
    .slice(0, most)
    .map((found) => found.one);
}

interface Named {
  id: string;
  name: string;
}
/** Of a row: what it is, and so what becomes of it. */
export type RowKind = "number" | "blank" | "head" | "total" | "unknown" | "other" | "twice" | "wrong" | "beyond";
export interface NumberRow {
  /** From 1, as pasted. */
  row: number;
  cells: string[];
  kind: RowKind;
  unit: string;
  number: string;
  /** Units that may have been meant. */
  near: Named[];
}
export interface UnitNumbers {
  rows: NumberRow[];
  /** One column of numbers alone: downwards from where it was pasted. */
  byPlace: boolean;
  /** Columns that could be the numbers; more than one: somebody chooses. */
  columns: { at: number; title: string }[];
  /** -1: not chosen yet. */
  column: number;
  /** 合计 as written and as it comes out, where they differ. */
  total?: { written: string; sum: string };
}

const cellOf = (row: string[], at: number) => typedWord(row[at] ?? "");
const blankRow = (row: string[]) => row.every((cell) => cell.trim() === "");
const isSequence = (cells: string[]) => cells.length > 1 && cells.every((cell, at) => Number(cell) === Number(cells[0]) + at) && Number(cells[0]) <= 1;

/**
 * Who gets which number. `chosen`: the units that may get one, in the order they are shown; `from`:
 * that of them where a column without names begins; `column`: somebody's choice.
 */
export function readUnitNumbers(grid: Grid, known: Named[], chosen: string[], from: number, title: string, column?: number): UnitNumbers {
  const byName = new Map(known.flatMap((unit) => [[alike(unit.id), unit] as const, [alike(unit.name), unit] as const]));
  const unitOf = (text: string | undefined) => byName.get(alike(text ?? ""));
  const width = Math.max(...grid.map((row) => row.length));
  const places = Array.from({ length: width }, (_, at) => at);
  const matches = places.map((at) => (width > 1 ? grid.filter((row) => unitOf(row[at])).length : 0));
  const texts = (at: number) => grid.filter((row) => row[at]?.trim() && typedNumber(row[at]!) === undefined).length;
  const best = Math.max(...matches);
  // Names that nobody knows are names all the same: nothing goes by place then.
  const named = best > 0 ? matches.indexOf(best) : places.find((at) => width > 1 && texts(at) > grid.length / 2);
  const byPlace = named === undefined;
  // What stands above the first number and the first unit is a head.
  const first = Math.max(0, grid.findIndex((row) => row.some((cell) => typedNumber(cell) !== undefined) || (!byPlace && !!unitOf(row[named]))));
  const above = grid.slice(0, first);
  const titleOf = (at: number) => above.map((row) => (row[at] ?? "").trim()).filter(Boolean).pop() ?? "";
  const numeric = places.filter((at) => at !== named && matches[at]! < Math.max(1, best) && grid.slice(first).some((row) => typedNumber(row[at] ?? "") !== undefined));
  const counted = numeric.filter((at) => !/^(序号|编号|行号|no\.?|#)$/.test(bareTitle(titleOf(at))));
  const free = counted.filter((at) => !isSequence(grid.slice(first).filter((row) => !isTotal(row) && !blankRow(row)).map((row) => cellOf(row, at))));
  const columns = (free.length ? free : counted).map((at) => ({ at, title: titleOf(at) }));
  const meant = columns.filter((one) => bareTitle(one.title) === bareTitle(title));
  const at = column ?? (meant.length === 1 ? meant[0]!.at : columns.length === 1 ? columns[0]!.at : columns.length ? -1 : (places.find((one) => one !== named) ?? 0));

  const taken = new Set<string>();
  let place = from;
  const rows = grid.map((cells, n): NumberRow => {
    const text = cellOf(cells, at);
    const number = typedNumber(text);
    const made = (kind: RowKind, unit = "", near: Named[] = []): NumberRow => ({ row: n + 1, cells, kind, unit, number: number ?? "", near });
    if (byPlace) {
      if (n < first && !blankRow(cells)) return made("head");
      if (isTotal(cells)) return made("total");
      const unit = chosen[place++];
      if (unit === undefined) return made(number !== undefined ? "beyond" : "blank");
      return made(number !== undefined ? "number" : text ? "wrong" : "blank", unit);
    }
    const unit = unitOf(cells[named]);
    if (!unit) {
      if (isTotal(cells)) return made("total");
      if (blankRow(cells)) return made("blank");
      if (number === undefined && (n < first || (best === 0 && n === 0))) return made("head");
      return made("unknown", "", nearest(cells[named] ?? "", known.filter((one) => chosen.includes(one.id))));
    }
    if (!chosen.includes(unit.id)) return made("other", unit.id);
    if (taken.has(unit.id)) return made("twice", unit.id);
    taken.add(unit.id);
    return made(number !== undefined ? "number" : text ? "wrong" : "blank", unit.id);
  });
  return { rows, byPlace, columns, column: at, ...totalOf(rows) };
}

/** A number behind the last unit that is the sum of those above is a total, though nothing says so. */
function totalOf(rows: NumberRow[]): Pick<UnitNumbers, "total"> {
  const sum = rows.filter((row) => row.kind === "number").reduce((so, row) => so + Number(row.number), 0);
  const beyond = rows.filter((row) => row.kind === "beyond");
  if (beyond.length === 1 && Number(beyond[0]!.number) === sum) beyond[0]!.kind = "total";
  const totals = rows.filter((row) => row.kind === "total" && row.number);
  const said = totals[totals.length - 1];
  return said && Math.abs(Number(said.number) - sum) > 1e-9 ? { total: { written: said.number, sum: String(Math.round(sum * 1000) / 1000) } } : {};
}
