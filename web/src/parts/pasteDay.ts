import { readDay, readMinute } from "./typed";

/** Into a browser's own date field, which takes no text: a pasted day as offices write it. */
export function pasteDay(event: ClipboardEvent, minute = false): void {
  const text = event.clipboardData?.getData("text/plain") ?? "";
  const read = minute ? readMinute(text) : readDay(text);
  const input = event.target;
  if (!read || !(input instanceof HTMLInputElement)) return;
  event.preventDefault();
  input.value = read;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
}
