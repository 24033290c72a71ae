import { i18n } from "./i18n";

/** School time as the API writes it: `2026-04-08T10:00:00.0+08:00` → its own civil parts. */
export function civil(instant: string): { date: string; time: string } {
  return { date: instant.slice(0, 10), time: instant.slice(11, 16) };
}

/** `2026-04-08 10:00`. */
export function instantText(instant: string | null | undefined): string {
  if (!instant) return "—";
  const { date, time } = civil(instant);
  return `${date} ${time}`;
}

/** `2026-04-08` → 周三, Wed. */
export function weekdayText(date: string): string {
  const language = i18n.global.locale.value === "en" ? "en" : "zh-CN";
  return new Intl.DateTimeFormat(language, { weekday: "short", timeZone: "UTC" }).format(new Date(`${date}T00:00:00Z`));
}

/** An instant in ms as civil parts in the offset that `like` (an instant of the API) has. */
export function atOffsetOf(like: string, ms: number): string {
  const offset = /([+-])(\d\d):(\d\d)$/.exec(like);
  const minutes = offset ? (offset[1] === "-" ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3])) : 0;
  const shifted = new Date(ms + minutes * 60_000).toISOString().slice(0, -1);
  return shifted + (offset ? offset[0] : "Z");
}

/** Points as they are: at most three decimals, no trailing zeros. */
export function pointsText(points: number): string {
  return String(Math.round(points * 1000) / 1000);
}

/** A band of totals: one on the edge of two belongs to the upper one. */
export function bandText(band: { from: number; to: number }, most: number): string {
  const { t } = i18n.global as unknown as { t: (key: string, named: object) => string };
  const edges = { from: pointsText(band.from), to: pointsText(band.to) };
  return t(band.to === most ? "common.band.top" : "common.band.below", edges);
}

export function bytesText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  if (bytes < 1024 ** 3) return `${(bytes / 1024 ** 2).toFixed(1)} MB`;
  return `${(bytes / 1024 ** 3).toFixed(1)} GB`;
}

/** The largest one or two units of a span: 2 天 3 小时, 5 分 12 秒. */
export function spanText(ms: number): string {
  const { t } = i18n.global as unknown as { t: (key: string, named: { n: number }) => string };
  const seconds = Math.max(0, Math.floor(Math.abs(ms) / 1000));
  const parts: [string, number][] = [
    ["common.due.days", Math.floor(seconds / 86400)],
    ["common.due.hours", Math.floor((seconds % 86400) / 3600)],
    ["common.due.minutes", Math.floor((seconds % 3600) / 60)],
    ["common.due.seconds", seconds % 60],
  ];
  const first = parts.findIndex(([, n]) => n > 0);
  if (first < 0) return t("common.due.seconds", { n: 0 });
  return parts
    .slice(first, first + 2)
    .filter(([, n]) => n > 0)
    .map(([key, n]) => t(key, { n }))
    .join(" ");
}
