import type { CellRead } from "@/parts/spreadsheets";
import { bareTitle } from "@/parts/table";
import { daySerial, readDay, typedLine, typedName, typedNumber, typedWord } from "@/parts/typed";
import type { Column } from "./columns";

/** A cell as it is understood; what is not stays as it was typed, for the server to say so. */
export function cellText(cell: CellRead | undefined, form: Column["form"], from1904 = false): string {
  if (cell === null || cell === undefined) return "";
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? "" : cell.toISOString().slice(0, 10);
  if (form === "date" && typeof cell === "number") return readDay(String(cell)) ?? daySerial(cell, from1904) ?? String(cell);
  const text = String(cell);
  switch (form) {
    case "date":
      return readDay(text) ?? typedWord(text);
    case "number":
      return typedNumber(text) ?? typedWord(text);
    case "person":
      return typedName(text);
    case "word":
      return typedWord(text);
    default:
      return typedLine(text).replace(/\s+/g, " ");
  }
}

export const titleIs = (column: Column, title: string) =>
  bareTitle(title) !== "" && column.titles.some((one) => bareTitle(one) === bareTitle(title));
