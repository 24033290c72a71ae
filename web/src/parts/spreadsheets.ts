import type { CellObject } from "write-excel-file/universal";
import { readWorkbookMarks, type SheetMarks } from "./workbook";

/**
 * Spreadsheets (XLSX) in and out, in this browser: docs/decisions/0006. The libraries are fetched
 * with the first use, and are named in this file only.
 */
export type CellRead = string | number | boolean | Date | null;
export interface SheetRead {
  name: string;
  /** As they stand in the file: the first row is row 1. */
  rows: CellRead[][];
  /** Absent of a sheet that did not come from a file. */
  marks?: SheetMarks;
  /** Its numbers of days begin in 1904. */
  from1904?: boolean;
}

export type SpreadsheetFault = "tooLarge" | "old" | "other" | "inflates" | "broken";
/** Why a file was not read; nothing of it was kept. */
export class NotASpreadsheet extends Error {
  constructor(readonly fault: SpreadsheetFault) {
    super(fault);
  }
}

export const FILE_BYTES_MAX = 5 * 1024 * 1024;
const INFLATED_BYTES_MAX = 64 * 1024 * 1024;
const ENTRIES_MAX = 2000;
const beginsWith = (bytes: Uint8Array, mark: number[]) => mark.every((byte, at) => bytes[at] === byte);

export async function readSpreadsheet(file: File): Promise<SheetRead[]> {
  if (file.size > FILE_BYTES_MAX) throw new NotASpreadsheet("tooLarge");
  const bytes = new Uint8Array(await file.arrayBuffer());
  // XLS of old, and XLSX with a password, are compound files of OLE.
  if (beginsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) throw new NotASpreadsheet("old");
  if (!beginsWith(bytes, [0x50, 0x4b, 0x03, 0x04])) throw new NotASpreadsheet("other");
  const [{ default: read }, { unzipSync }] = await Promise.all([import("read-excel-file/universal"), import("fflate")]);
  let inflated = 0;
  let entries = 0;
  try {
    // The directory alone is read here: nothing is inflated before its size is known.
    unzipSync(bytes, {
      filter: (entry) => {
        inflated += entry.originalSize;
        entries += 1;
        return false;
      },
    });
  } catch {
    throw new NotASpreadsheet("broken");
  }
  if (inflated > INFLATED_BYTES_MAX || entries > ENTRIES_MAX) throw new NotASpreadsheet("inflates");
  try {
    const texts = unzipSync(bytes, { filter: (entry) => /\.(xml|rels)$/.test(entry.name) });
    const decoder = new TextDecoder();
    const { from1904, sheets } = readWorkbookMarks((path) => texts[path] && decoder.decode(texts[path]));
    // The library knows "1" alone for yes.
    const late = from1904 && !/date1904\s*=\s*["']1["']/.test(decoder.decode(texts["xl/workbook.xml"]));
    return (await read(bytes.buffer)).map((sheet) => ({
      name: sheet.sheet,
      rows: late ? (sheet.data as CellRead[][]).map((row) => row.map(later)) : (sheet.data as CellRead[][]),
      marks: sheets.get(sheet.sheet),
      from1904,
    }));
  } catch {
    throw new NotASpreadsheet("broken");
  }
}

const DAYS_TO_1904 = 1462;
const later = (cell: CellRead) => (cell instanceof Date ? new Date(cell.getTime() + DAYS_TO_1904 * 86_400_000) : cell);

export interface SheetWritten {
  name: string;
  rows: (CellObject | string | null)[][];
  widths: number[];
  /** Rows that stay when the sheet is scrolled. */
  sticky?: number;
  /** Columns (from 1) whose cells, from row 2 on, are chosen from a range. */
  lists?: { column: number; range: string }[];
}

/** `A`, `B`, …, `AA` of a column from 0. */
export function columnLetter(at: number): string {
  return (at >= 26 ? columnLetter(Math.floor(at / 26) - 1) : "") + String.fromCharCode(65 + (at % 26));
}

const LIST_ROWS = 2000;
function listMarkup(lists: NonNullable<SheetWritten["lists"]>): string {
  const one = ({ column, range }: { column: number; range: string }) => {
    const letter = columnLetter(column - 1);
    return `<dataValidation type="list" allowBlank="1" showErrorMessage="1" errorStyle="warning" sqref="${letter}2:${letter}${LIST_ROWS}"><formula1>${range}</formula1></dataValidation>`;
  };
  return `<dataValidations count="${lists.length}">${lists.map(one).join("")}</dataValidations>`;
}

export async function makeSpreadsheet(sheets: SheetWritten[]): Promise<Blob> {
  const { default: write } = await import("write-excel-file/universal");
  const lists = {
    files: {
      transform: {
        "xl/worksheets/sheet{id}.xml": {
          // Right behind the cells: the format demands an order of elements.
          transform: (xml: string, _options: unknown, { sheetIndex }: { sheetIndex: number }) => {
            const own = sheets[sheetIndex]?.lists;
            return own?.length ? xml.replace("</sheetData>", `</sheetData>${listMarkup(own)}`) : xml;
          },
        },
      },
    },
  };
  return write(
    sheets.map((sheet) => ({
      sheet: sheet.name,
      data: sheet.rows,
      columns: sheet.widths.map((width) => ({ width })),
      stickyRowsCount: sheet.sticky ?? 0,
    })),
    { features: [lists], fontSize: 11 },
  ).toBlob();
}
