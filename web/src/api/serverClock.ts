import { ref } from "vue";

/**
 * The server's clock, as every answer tells it in X-Server-Time. What an answer says is too early by
 * its way here, and by however long a cache has kept it: so the latest clock that was heard is the
 * nearest, and none sets it back. It runs by the page's own count of milliseconds, which nobody sets.
 */
let ahead: number | null = null;
const offset = ref("+08:00");

export function hearServerTime(told: string | null): void {
  const at = Date.parse(told ?? "");
  if (Number.isNaN(at)) return;
  ahead = Math.max(ahead ?? -Infinity, at - performance.now());
  offset.value = /([+-]\d\d:\d\d|Z)$/.exec(told ?? "")?.[0] ?? offset.value;
}

/** In ms; this machine's own clock until an answer has told the server's. */
export function serverNow(): number {
  return (ahead ?? performance.timeOrigin) + performance.now();
}

/** School time as the server has it: `+08:00`. */
export function schoolOffset(): string {
  return offset.value;
}
