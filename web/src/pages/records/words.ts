import type { Policy, RecordKind } from "@/api/policies";
import type { Duty } from "./kinds";

/** “漏洞整改” */
export const indicatorDuty = (duty: Duty) => `“${duty.name}”`;

/** A field's value as people read it. `yes` and `no`: the words for a boolean. */
export function valueText(
  kind: RecordKind | undefined,
  field: string,
  value: unknown,
  words: { yes: string; no: string; record: (id: string) => string },
): string {
  const known = kind?.fields.find((one) => one.id === field);
  if (typeof value === "boolean") return value ? words.yes : words.no;
  if (known?.type === "choice") return known.choices.find((one) => one.id === value)?.name ?? String(value);
  if (known?.type === "record") return words.record(String(value));
  return String(value);
}

export const fieldName = (kind: RecordKind | undefined, field: string) =>
  kind?.fields.find((one) => one.id === field)?.name ?? field;

export const kindOfPolicy = (policy: Policy | undefined, kind: string) =>
  policy?.kinds.find((one) => one.id === kind);
