/** What a key means while somebody reviews; null: nothing, or it belongs to where they type. */
export type ReviewKey = "next" | "previous" | "accept" | "return" | "help" | { file: number };

const typing = "textarea, select, [contenteditable], input:not([type=checkbox]):not([type=radio])";

export function keyOf(event: KeyboardEvent): ReviewKey | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest(typing)) return null;
  const arrow = event.key === "ArrowDown" || event.key === "ArrowUp";
  // Arrows scroll what is being looked at.
  if (arrow && target?.closest("figure, [role=dialog]")) return null;
  // With a Chinese input method in its wide form, `ａ` and `？` are typed.
  const key = event.key.normalize("NFKC").toLowerCase();
  if (/^[1-9]$/.test(key)) return { file: Number(key) - 1 };
  switch (key) {
    case "j":
    case "arrowdown":
      return "next";
    case "k":
    case "arrowup":
      return "previous";
    // A key that is held down is one decision, not many.
    case "a":
      return event.repeat ? null : "accept";
    case "r":
      return event.repeat ? null : "return";
    case "?":
      return "help";
    default:
      return null;
  }
}
