import type { SheetRead } from "@/parts/spreadsheets";
import { headRow } from "@/parts/table";
import { alike } from "@/parts/typed";
import { sheetIds, type Column, type Say, type SheetId } from "./columns";
import { cellText, titleIs } from "./cells";

/** Which sheet of a file is which, and what is said of the others. */
export interface Sheets {
  taken: Partial<Record<SheetId, SheetRead>>;
  /** Two that could be meant; nothing is taken then. */
  unsure: { id: SheetId; names: string[] }[];
  told: { name: string; what: string }[];
}

/** 岗位（2026）, 2026年岗位表, 单位名单 → 岗位, 单位. */
const core = (name: string) =>
  alike(name).replace(/[([【].*?[)\]】]/g, "").replace(/[\d._\-年度月日版]+|信息|名单|汇总|一览|导入|情况|[表页]$/g, "");
const isBlank = (sheet: SheetRead) => sheet.rows.every((row) => row.every((cell) => cellText(cell, "text") === ""));

/** The kind of sheet that its heads make it. */
function byHeads(sheet: SheetRead, columns: Record<SheetId, Column[]>): SheetId | undefined {
  const known = sheetIds.map((id) => {
    const rows = sheet.rows.map((row) => row.map((cell) => cellText(cell, "text")));
    const at = headRow(rows, (title) => columns[id].some((column) => titleIs(column, title)));
    const has = (column: Column) => at >= 0 && rows[at]!.some((cell) => titleIs(column, cell));
    return { id, all: columns[id].filter((column) => column.required).every(has), count: columns[id].filter(has).length };
  });
  return known.filter((one) => one.all).sort((a, b) => b.count - a.count)[0]?.id;
}

export function chooseSheets(read: SheetRead[], columns: Record<SheetId, Column[]>, say: Say): Sheets {
  const sheets: Sheets = { taken: {}, unsure: [], told: [] };
  const namesOf = (id: string) => [say(`firstDay.sheet.${id}`, "zh"), say(`firstDay.sheet.${id}`, "en")].map(alike);
  const tell = (sheet: SheetRead, what: string, named: Record<string, string> = {}) =>
    sheets.told.push({ name: sheet.name, what: say(`firstDay.told.${what}`, undefined, { sheet: sheet.name, ...named }) });
  const own = new Set([...namesOf("notes"), ...namesOf("values")]);
  const kindOf = (sheet: SheetRead) => sheetIds.find((id) => namesOf(id).some((name) => core(name) === core(sheet.name))) ?? byHeads(sheet, columns);
  const left = read.filter((sheet) => !own.has(alike(sheet.name)) && !isBlank(sheet));
  const hidden = left.filter((sheet) => sheet.marks?.hidden);
  const shown = left.filter((sheet) => !sheet.marks?.hidden);
  for (const sheet of hidden) tell(sheet, "hiddenSheet");
  for (const id of sheetIds) {
    const title = say(`firstDay.sheet.${id}`);
    const exact = shown.filter((sheet) => namesOf(id).includes(alike(sheet.name)));
    const near = shown.filter((sheet) => !exact.includes(sheet) && kindOf(sheet) === id);
    const candidates = exact.length ? exact : near;
    if (candidates.length > 1) sheets.unsure.push({ id, names: candidates.map((sheet) => sheet.name) });
    else if (candidates[0]) {
      sheets.taken[id] = candidates[0];
      if (!exact.length) tell(candidates[0], "sheetTakenAs", { title });
      else for (const sheet of near) tell(sheet, "sheetBeside", { title });
    }
  }
  for (const sheet of shown) if (!kindOf(sheet)) tell(sheet, "unknownSheet");
  return sheets;
}
