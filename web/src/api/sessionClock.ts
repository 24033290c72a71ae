import { ref } from "vue";
import { serverNow } from "./serverClock";

/** What every answer says of the session: which it is, and when it ends unless a person does something. */
export const endsAt = ref<number | null>(null);
export const sessionShown = ref("");
/** The longest that was left: how long a session lasts without anybody. */
let whole = 0;

/** The page warns so long before the end. */
const WARNED_MS = 120_000;
/** What is typed and not sent is told of so often. */
const TOLD_MS = 60_000;

export function hearSession(ends: string | null, session: string | null): void {
  const at = Date.parse(ends ?? "");
  if (Number.isNaN(at) || !session) return;
  if (session !== sessionShown.value) whole = 0;
  sessionShown.value = session;
  endsAt.value = at;
  whole = Math.max(whole, at - serverNow());
}
export function forgetSession(): void {
  endsAt.value = null;
  sessionShown.value = "";
  whole = 0;
}

export const warnedMs = () => Math.min(WARNED_MS, whole / 2);
export const toldMs = () => Math.min(TOLD_MS, whole / 4);
