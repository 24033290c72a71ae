import { queries } from "./query";

/** 变更流: the server says that something changed; what is shown is asked for anew. */
let source: EventSource | null = null;
let soon: ReturnType<typeof setTimeout> | undefined;

export function watchChanges(): void {
  if (source) return;
  source = new EventSource("/api/v1/changes");
  source.addEventListener("changed", () => {
    // A batch of entries is one change to whoever looks.
    clearTimeout(soon);
    soon = setTimeout(() => void queries.invalidateQueries(), 400);
  });
  source.onerror = () => {
    // The browser tries again by itself unless the server refused.
    if (source?.readyState === EventSource.CLOSED) {
      source = null;
      setTimeout(watchChanges, 15_000);
    }
  };
}

export function stopWatching(): void {
  source?.close();
  source = null;
}
