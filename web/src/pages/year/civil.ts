/** Civil dates `YYYY-MM-DD`, reckoned without any time zone. */
const DAY = 86_400_000;
export const dayNumber = (date: string) => Date.parse(`${date.slice(0, 10)}T00:00:00Z`) / DAY;
export const dateOf = (day: number) => new Date(day * DAY).toISOString().slice(0, 10);
export const shortDate = (date: string) => date.slice(5, 10);

/** The days of a month, with the blanks before the first: weeks begin on Monday. */
export function monthDays(year: number, month: number): { blanks: number; days: string[] } {
  const first = dayNumber(`${year}-${String(month).padStart(2, "0")}-01`);
  const count = new Date(Date.UTC(year, month, 0)).getUTCDate();
  // Day 0, 1970-01-01, was a Thursday.
  const blanks = (first + 3) % 7;
  return { blanks, days: Array.from({ length: count }, (_, i) => dateOf(first + i)) };
}
export const isWeekend = (date: string) => (dayNumber(date) + 3) % 7 >= 5;

/** `10-01 — 10-07` of days in a row, one text per run. */
export function runs(days: string[]): string[] {
  const out: { from: string; to: string }[] = [];
  for (const day of [...days].sort()) {
    const last = out[out.length - 1];
    if (last && dayNumber(day) === dayNumber(last.to) + 1) last.to = day;
    else out.push({ from: day, to: day });
  }
  return out.map(({ from, to }) => (from === to ? shortDate(from) : `${shortDate(from)} — ${shortDate(to)}`));
}

/** A due instant that only comes as one: 00:00 of a day is 24:00 of the one before. */
export function dueInstant(instant: string | undefined): string | null {
  if (!instant) return null;
  const time = instant.slice(11, 19);
  if (time === "00:00:00") return `${dateOf(dayNumber(instant) - 1)} 24:00`;
  return `${instant.slice(0, 10)} ${time.endsWith(":00") ? time.slice(0, 5) : time}`;
}
