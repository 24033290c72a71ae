/** Scrolls to a part of the page; a link to `#id` would be a navigation, and begin at the top. */
export function showPlace(id: string): void {
  const place = document.getElementById(id);
  place?.scrollIntoView({ behavior: "smooth", block: "start" });
  place?.setAttribute("tabindex", "-1");
  place?.focus({ preventScroll: true });
}
