import type { Obligation } from "@/api/sheets";
import { atOffsetOf } from "@/format";

/** Where an obligation has its page. */
export function taskPath(unit: string, key: string): string {
  return `/tasks/${unit}/${key}`;
}

/** 漏洞整改：漏洞 r1541（…）. */
export function titleOf(one: Pick<Obligation, "duty" | "record_title">): string {
  return one.record_title ? `${one.duty}：${one.record_title}` : one.duty;
}

/** `2026-04-08` → the Sunday of its week. */
function weekEnd(date: string): string {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + ((7 - day.getUTCDay()) % 7));
  return day.toISOString().slice(0, 10);
}

export const dueGroups = ["returned", "today", "week", "later", "unknown", "past"] as const;
export type DueGroup = (typeof dueGroups)[number];

/** Under which heading an obligation stands in a list by due. A due of 24:00 lies on the day before. */
export function dueGroup(one: Obligation, now: number): DueGroup {
  if (one.state === "returned") return "returned";
  if (!one.due) return "unknown";
  const due = Date.parse(one.due);
  if (due < now) return "past";
  const day = atOffsetOf(one.due, due - 1).slice(0, 10);
  const today = atOffsetOf(one.due, now).slice(0, 10);
  if (day <= today) return "today";
  return day <= weekEnd(today) ? "week" : "later";
}

/** What was returned last, if it is what the obligation waits for. */
export function returnOf(one: Obligation) {
  if (one.state !== "returned" && one.state !== "missed") return undefined;
  const review = one.submissions[0]?.reviews.at(-1);
  return review?.verdict === "returned" ? review : undefined;
}

/** 扣分依据 without the line's name and points before it, which stand beside it. */
export function reasonText(indicator: string, text: string): string {
  const colon = text.indexOf("：");
  return text.startsWith(indicator) && colon > 0 ? text.slice(colon + 1) : text;
}

/** What to do first: what is due within a day, then what was returned, then by due. */
export function firstToDo(next: Obligation[], now: number): Obligation | undefined {
  const rank = (one: Obligation) => {
    const left = one.due ? Date.parse(one.due) - now : Infinity;
    if (left > 0 && left <= 24 * 3600_000) return 0;
    return one.state === "returned" ? 1 : 2;
  };
  const open = next.filter((one) => one.can_hand_in && one.state !== "missed");
  return open.sort((a, b) => rank(a) - rank(b))[0];
}
