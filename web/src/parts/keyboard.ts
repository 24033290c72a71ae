import { FOCUS_AFTER_TRAPPED } from "element-plus/es/components/focus-trap/index";

/**
 * What the keyboard finds in every dialog, drawer and form, so that none has to think of it: what opens has its
 * first field ready to be typed into, Ctrl+Enter sends from where one writes, Enter that takes a date sends nothing.
 */
const fields = "input:not([type=hidden], :disabled), textarea:not(:disabled), select:not(:disabled), [contenteditable=true]";

/** The first field that is there to be seen: one further down a long drawer is not what it was opened for. */
function firstField(place: HTMLElement): HTMLElement | undefined {
  return [...place.querySelectorAll<HTMLElement>(fields)].find((field) => {
    const { top, bottom } = field.getBoundingClientRect();
    return field.tabIndex >= 0 && field.getClientRects().length > 0 && top >= 0 && bottom <= window.innerHeight;
  });
}

/** True: it has been focused. */
function enter(place: HTMLElement): boolean {
  const field = firstField(place);
  field?.focus({ preventScroll: true });
  return !!field && document.activeElement === field;
}

/** Fields that come later, with what is read from the server, are still the first: unless the person has gone on. */
function enterLater(place: HTMLElement): void {
  const seen = new MutationObserver(() => {
    const gone = !place.isConnected || place.getClientRects().length === 0;
    const moved = place.contains(document.activeElement) && document.activeElement !== place;
    if (gone || moved || enter(place)) seen.disconnect();
  });
  seen.observe(place, { childList: true, subtree: true });
}

function opened(event: Event): void {
  const place = event.target as HTMLElement;
  if (!place.closest("[aria-modal=true]")) return;
  // Told so, Element Plus leaves the focus where it is; else it focuses the dialog's own frame.
  if (enter(place)) event.preventDefault();
  else enterLater(place);
}

function pressed(event: KeyboardEvent): void {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing || event.repeat) return;
  const field = event.target as HTMLElement;
  if (!(field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement) || !field.form) return;
  const send = [...field.form.elements].find((one) => one instanceof HTMLButtonElement && one.type === "submit");
  if (!send) return;
  event.preventDefault();
  (send as HTMLButtonElement).click();
}

/** Enter that takes a date or an option does not send the form as well; in a search it is what sends. */
function taken(event: KeyboardEvent): void {
  const field = event.target as HTMLElement;
  if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
  if (field.matches("input[role=combobox]") && !field.closest("[role=search]")) event.preventDefault();
}

export function startKeyboard(): void {
  // Caught on its way down: it does not bubble.
  document.addEventListener(FOCUS_AFTER_TRAPPED, opened, true);
  document.addEventListener("keydown", taken, true);
  document.addEventListener("keydown", pressed);
}
