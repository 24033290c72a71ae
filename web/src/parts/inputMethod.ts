/**
 * Keys that an input method takes: Enter chooses a word, arrows move in its list, Escape drops it.
 * They act on nothing else, on no page. Browsers tell them in three ways: `isComposing`; key code
 * 229; and, as Safari does on a Mac, an Enter right behind the end of the composition.
 */
const RIGHT_BEHIND_MS = 100;

export function guardInputMethod(target: Window): () => void {
  let ended = Number.NEGATIVE_INFINITY;
  const end = (event: Event) => (ended = event.timeStamp);
  const key = (event: KeyboardEvent) => {
    const composing = event.isComposing || event.keyCode === 229;
    const behind = event.key === "Enter" && event.timeStamp - ended < RIGHT_BEHIND_MS;
    if (!composing && !behind) return;
    event.stopImmediatePropagation();
    // Nor does it send the form. While composing the input method needs it.
    if (!event.isComposing && event.key === "Enter") event.preventDefault();
  };
  // Before anything else hears of it.
  target.addEventListener("compositionend", end, true);
  target.addEventListener("keydown", key, true);
  return () => {
    target.removeEventListener("compositionend", end, true);
    target.removeEventListener("keydown", key, true);
  };
}
