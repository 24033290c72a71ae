import { atOffsetOf } from "@/format";
import { schoolOffset, serverNow } from "@/api/serverClock";

/** The server's clock as `2026-04-02T10:00`. */
export function nowMinute(): string {
  return atOffsetOf(schoolOffset(), serverNow()).slice(0, 16);
}
/** `2026-04-02T10:00` → an instant of the API. */
export function instantOf(minute: string): string {
  return `${minute.slice(0, 16)}:00${schoolOffset()}`;
}
/** 24:00 of a date: 00:00 of the next. What is no date stays, for the server to say so. */
export function endOfDay(date: string): string {
  const begin = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(begin)) return date;
  const next = new Date(begin + 86_400_000).toISOString().slice(0, 10);
  return `${next}T00:00:00${schoolOffset()}`;
}
/** `2026-04-02`, so many days after the server's today. */
export function dateIn(days: number): string {
  return atOffsetOf(schoolOffset(), serverNow() + days * 86_400_000).slice(0, 10);
}
/** Any instant, in ms or as text, also one in UTC (bodies of the ledger), in school time. */
export function inSchoolTime(instant: string | number): string {
  return atOffsetOf(schoolOffset(), typeof instant === "number" ? instant : Date.parse(instant));
}
