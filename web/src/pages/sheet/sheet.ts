import type { Policy } from "@/api/policies";
import type { RecordRow } from "@/api/records";
import type { Obligation, SheetLine, UnitSheet } from "@/api/sheets";
import { atOffsetOf, instantText } from "@/format";

/** `…T00:00:00` of a day reads 24:00 of the day before. */
export function endText(instant: string): string {
  if (!/T00:00:00(\.0+)?(?=[+-Z])/.test(instant)) return instantText(instant);
  return `${atOffsetOf(instant, Date.parse(instant) - 1).slice(0, 10)} 24:00`;
}

export interface AspectLines {
  id: string;
  name: string;
  points: number;
  score: number;
  lost: number;
  at_risk: number;
  lines: SheetLine[];
}

/** The sheet's lines under the policy's aspects. */
export function byAspect(policy: Policy, sheet: UnitSheet): AspectLines[] {
  return policy.aspects.map((aspect) => {
    const ids = new Set(aspect.indicators.map((one) => one.id));
    const lines = sheet.lines.filter((line) => ids.has(line.indicator));
    const sum = (pick: (line: SheetLine) => number) => lines.reduce((total, line) => total + pick(line), 0);
    return {
      id: aspect.id, name: aspect.name, points: aspect.points, lines,
      score: sum((line) => line.score), lost: sum((line) => line.lost), at_risk: sum((line) => line.at_risk),
    };
  });
}

export interface Happening {
  /** `2026-04-08`. */
  date: string;
  lost: boolean;
}

/** Days on which something happened to the unit's score. */
export function happenings(sheet: UnitSheet | undefined, tasks: Obligation[], records: RecordRow[]): Happening[] {
  const days = new Map<string, boolean>();
  const put = (instant: string | null | undefined, lost: boolean, before = 0) => {
    if (!instant) return;
    const date = atOffsetOf(instant, Date.parse(instant) - before).slice(0, 10);
    days.set(date, lost || (days.get(date) ?? false));
  };
  for (const record of records) put(record.at, false);
  for (const task of tasks) for (const one of task.submissions) put(one.at, false);
  for (const line of sheet?.lines ?? []) {
    for (const { cause } of line.deductions) {
      put(records.find((one) => one.id === cause.record)?.at, true);
      const keys = cause.obligation ? [cause.obligation] : (cause.obligations ?? []);
      for (const key of keys) put(sheet?.obligations.find((one) => one.key === key)?.due, true, 1);
    }
  }
  return [...days].map(([date, lost]) => ({ date, lost })).sort((a, b) => a.date.localeCompare(b.date));
}

/** The number of the entry that froze: `2026/1541`. */
export function entryOf(frozen: { id: string }): number {
  return Number(frozen.id.split("/")[1]);
}
