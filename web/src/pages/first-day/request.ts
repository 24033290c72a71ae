import type { FieldError } from "@/api/client";
import type { Column, Say, SheetId } from "./columns";
import { nearest } from "@/parts/table";
import { alike } from "@/parts/typed";
import type { Fault, Reading } from "./reading";

/** Members as the file has them, right or wrong: the server judges them. */
export type Row = Record<string, unknown> & { fields?: Record<string, unknown> };
export interface Request {
  units: Row[];
  posts: Row[];
}

const chosen = (column: Column | undefined, text: string) =>
  column?.choices.find((one) => alike(one.name) === alike(text) || one.id === text)?.id ?? text;

/** `codeOf`: units that are there already, by name. */
export function requestOf(reading: Reading, columns: Record<SheetId, Column[]>, codeOf: Map<string, string>): Request {
  const of = (sheet: SheetId, id: string) => columns[sheet].find((one) => one.id === id);
  const rows = (sheet: SheetId) => reading.sheets[sheet]?.rows ?? [];
  const codes = new Map([...codeOf].map(([name, id]) => [alike(name), id]));
  for (const { cells } of rows("units")) {
    if (cells["id"] && cells["name"]) codes.set(alike(cells["name"]), cells["id"]);
  }
  const byCode = new Map([...codes.values()].map((id) => [alike(id), id]));
  const number = (text: string) => (/^-?\d{1,12}(\.\d+)?$/.test(text) ? Number(text) : text);
  return {
    units: rows("units").map(({ cells }) => {
      const fields: Record<string, unknown> = {};
      for (const [id, text] of Object.entries(cells)) {
        if (id.startsWith("fields/")) fields[id.slice(7)] = number(text);
      }
      return {
        id: cells["id"] ?? "",
        name: cells["name"] ?? "",
        kind: chosen(of("units", "kind"), cells["kind"] ?? ""),
        ...(cells["from"] ? { from: cells["from"] } : {}),
        fields,
      };
    }),
    posts: rows("posts").map(({ cells }) => {
      const unit = cells["unit"] ?? "";
      return {
        unit: codes.get(alike(unit)) ?? byCode.get(alike(unit)) ?? unit,
        post: chosen(of("posts", "post"), cells["post"] ?? ""),
        login: cells["login"] ?? "",
        name: cells["name"] ?? "",
        phone: cells["phone"] ?? "",
        mail: cells["mail"] ?? "",
        from: cells["from"] ?? "",
      };
    }),
  };
}

const POINTER = /^\/(units|posts)\/(\d+)(?:\/(.+))?$/;

/** `/units/3/kind` → the cell; undefined: it concerns the file as a whole. */
export function faultAt(error: FieldError, what: string, reading: Reading, columns: Record<SheetId, Column[]>,
  say: Say, units: { name: string }[] = []): Fault | undefined {
  const found = POINTER.exec(error.pointer);
  const sheet = found?.[1] as SheetId | undefined;
  const row = sheet && reading.sheets[sheet]?.rows[Number(found?.[2])];
  if (!sheet || !row) return undefined;
  const column = columns[sheet].find((one) => one.id === found?.[3]);
  const content = column ? (row.cells[column.id] ?? "") : "";
  const named = [...(reading.sheets.units?.rows ?? []).map(({ cells }) => ({ name: cells["name"] ?? "" })), ...units];
  const near = content && (column?.choices.length || column?.id === "unit") ? nearest(content, column.choices.length ? column.choices : named) : [];
  const todo = say(column?.advice ?? "firstDay.advice.row");
  return {
    sheet,
    row: row.row,
    column: column?.id ?? "",
    letter: column ? (reading.sheets[sheet]?.letters[column.id] ?? "") : "",
    content,
    what,
    todo: near.length ? say("firstDay.fault.near", undefined, { todo, names: near.map((one) => one.name).join("、") }) : todo,
  };
}

/** Members that may not be blank in either list; `name` may be, of a post. */
const labelsOf: Record<SheetId, string[]> = { units: ["id", "name", "kind"], posts: ["unit", "post"] };

/**
 * The server says first what it cannot read at all (a day that is none, a text for a number), and
 * what does not fit only of requests that can be read. So that people hear both at once, what could
 * not be read is put aside and the rest asked about again. Undefined: all was read already.
 */
export function withoutUnreadable(request: Request, errors: FieldError[]): Request | undefined {
  const copy = JSON.parse(JSON.stringify(request)) as Request;
  let aside = 0;
  for (const { pointer } of errors) {
    const [, sheet, at, member] = POINTER.exec(pointer) ?? [];
    const row = sheet && copy[sheet as SheetId][Number(at)];
    if (!row || !member) continue;
    const labels = labelsOf[sheet as SheetId];
    const field = member.startsWith("fields/") ? member.slice(7) : "";
    if (field && !Number.isInteger(row.fields?.[field])) delete row.fields![field];
    else if (member === "from" && !/^\d{4}-\d\d-\d\d$/.test(String(row["from"] ?? ""))) {
      if (sheet === "units") delete row["from"];
      else row["from"] = "2000-01-01";
    } else if (member === "from" && !isDay(String(row["from"]))) row["from"] = "2000-01-01";
    else if (labels.includes(member) && (row[member] === "" || String(row[member]).length > 200)) row[member] = "-";
    else continue;
    aside += 1;
  }
  return aside ? copy : undefined;
}

function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text;
}
