import { addressOf, base } from "@/site";
import { ChangeWatch } from "./changeWatch";
import { queries } from "./query";

/** 变更流: the server says that something changed; what is shown is asked for anew. */
let watch: ChangeWatch | null = null;
let soon: ReturnType<typeof setTimeout> | undefined;

function changed(): void {
  // A batch of entries is one change to whoever looks.
  clearTimeout(soon);
  soon = setTimeout(() => void queries.invalidateQueries(), 400);
}

/** Of what an account may see; all its tabs share one stream. */
export function watchChanges(account: string): void {
  watch ??= new ChangeWatch({
    name: `changes ${base} ${account}`,
    address: addressOf("/api/v1/changes"),
    changed,
  });
}

export function stopWatching(): void {
  watch?.stop();
  watch = null;
}
