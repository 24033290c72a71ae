import type { RecordKind } from "@/api/policies";
import type { FieldValues, RecordRow } from "@/api/records";
import { instantOf, nowMinute } from "@/parts/schoolTime";
import { typedNumber } from "@/parts/typed";
import { byDay, type Field } from "./kinds";

/** A record as somebody types it. */
export interface RecordForm {
  units: string[];
  all: boolean;
  /** `2026-04-02T10:00`; empty: now, whenever it is sent. */
  at: string;
  values: Record<string, string | boolean>;
  /** Numbers that differ between units: field → unit → as typed. */
  differing: Record<string, Record<string, string>>;
  reason: string;
}

export const emptyForm = (): RecordForm => ({
  units: [],
  all: false,
  at: "",
  values: {},
  differing: {},
  reason: "",
});

/** A record as it is, to be corrected. */
export function formOf(kind: RecordKind, row: RecordRow): RecordForm {
  const form = { ...emptyForm(), units: [...row.units], at: row.at.slice(0, 16) };
  for (const field of kind.fields) {
    const value = row.fields[field.id] as unknown;
    if (value === undefined) continue;
    if (typeof value === "object") {
      const numbers = Object.entries(value as object).map(([unit, number]) => [unit, String(number)]);
      form.differing[field.id] = Object.fromEntries(numbers);
    } else {
      form.values[field.id] = typeof value === "boolean" ? value : String(value);
    }
  }
  return form;
}

export function instantOfForm(kind: RecordKind, form: RecordForm): string {
  const at = form.at || nowMinute();
  return instantOf(byDay(kind) ? `${at.slice(0, 10)}T00:00` : at);
}

/** Fields as conditions of the policy compare them. */
export function written(kind: RecordKind, form: RecordForm): Record<string, string> {
  return Object.fromEntries(
    kind.fields.map((field) => [
      field.id,
      field.type === "boolean"
        ? String(form.values[field.id] === true)
        : String(form.values[field.id] ?? "").trim(),
    ]),
  );
}

export type Wrong = "required" | "number" | "whole" | "each";

function numberOf(field: Field, typed: string): number | Wrong {
  const plain = typedNumber(typed);
  if (plain === undefined) return "number";
  const number = Number(plain);
  return field.type === "integer" && !Number.isInteger(number) ? "whole" : number;
}

/** What units are given to do, or lose points by, has a name. */
export const mustHave = (kind: RecordKind, field: Field) =>
  field.required || (field.title && (kind.duties.length > 0 || kind.indicators.length > 0 || kind.veto));

/** The fields as the API takes them, and which of them cannot be read. */
export function fieldsOf(kind: RecordKind, form: RecordForm, units: string[], kept: FieldValues = {}) {
  const known = new Set(kind.fields.map((field) => field.id));
  // What the policy does not declare stays as it was.
  const fields: FieldValues = Object.fromEntries(Object.entries(kept).filter(([id]) => !known.has(id)));
  const wrong: Record<string, Wrong> = {};
  for (const field of kind.fields) {
    const differing = form.differing[field.id];
    const typed = form.values[field.id];
    if (differing) {
      const numbers: Record<string, number> = {};
      for (const unit of units) {
        const number = numberOf(field, (differing[unit] ?? "").trim());
        if (typeof number === "string") wrong[field.id] = "each";
        else numbers[unit] = number;
      }
      fields[field.id] = numbers;
    } else if (field.type === "boolean") {
      if (typed === true) fields[field.id] = true;
    } else {
      const text = String(typed ?? "").trim();
      if (text === "") {
        if (mustHave(kind, field)) wrong[field.id] = "required";
        continue;
      }
      const isNumber = field.type === "integer" || field.type === "number";
      const value = isNumber ? numberOf(field, text) : text;
      if (isNumber && typeof value === "string") wrong[field.id] = value as Wrong;
      else fields[field.id] = value;
    }
  }
  return { fields, wrong };
}

/** Fields that the regulation demands here and that are blank. */
export function expectedBlank(kind: RecordKind, form: RecordForm): Field[] {
  const now = written(kind, form);
  return kind.fields.filter(
    (field) =>
      field.expected &&
      !now[field.id] &&
      field.expected_when.every((one) => one.values.includes(now[one.field] ?? "")),
  );
}
