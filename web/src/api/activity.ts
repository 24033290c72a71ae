import { base } from "@/site";

/**
 * When a person last did something in this browser, whichever tab it was in. Every request tells it
 * (X-Person-Idle), so that what runs by itself keeps no session alive.
 */
const KEY = `acted ${base}`;
const KINDS = ["pointerdown", "keydown", "wheel", "touchstart", "input"] as const;
const WRITTEN_EACH_MS = 1_000;

let acted = Date.now();
let written = 0;
const watchers = new Set<() => void>();

function shared(): number {
  try {
    return Number(localStorage.getItem(KEY) ?? 0);
  } catch {
    return 0; // A browser that keeps nothing: each tab for itself.
  }
}

/** Somebody did something. */
export function act(): void {
  acted = Date.now();
  if (acted - written >= WRITTEN_EACH_MS) {
    written = acted;
    try {
      localStorage.setItem(KEY, String(acted));
    } catch {
      // As above.
    }
  }
  for (const watcher of watchers) watcher();
}

/** Whole seconds since then. */
export function personIdle(): number {
  const last = Math.max(acted, Math.min(shared(), Date.now()));
  return Math.max(0, Math.floor((Date.now() - last) / 1000));
}

export const whenActing = (watcher: () => void) => watchers.add(watcher);

export function watchActivity(target: Window): void {
  for (const kind of KINDS) target.addEventListener(kind, act, { capture: true, passive: true });
}
