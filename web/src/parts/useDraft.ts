import { onBeforeUnmount, watch, type Ref } from "vue";

/**
 * What somebody types is kept in this tab until it is submitted: a reload, an ended session or a
 * closed dialog loses nothing. `key` names the form and what it is about.
 */
export function useDraft<T extends object>(key: string, form: Ref<T>) {
  const place = `draft:${key}`;
  const kept = sessionStorage.getItem(place);
  if (kept) {
    try {
      form.value = { ...form.value, ...JSON.parse(kept) };
    } catch {
      sessionStorage.removeItem(place);
    }
  }
  let done = false;
  let soon: ReturnType<typeof setTimeout> | undefined;
  const keep = () => {
    if (!done) sessionStorage.setItem(place, JSON.stringify(form.value));
  };
  watch(
    form,
    () => {
      clearTimeout(soon);
      soon = setTimeout(keep, 200);
    },
    { deep: true },
  );
  // A page that is left at once has no time to rest.
  window.addEventListener("pagehide", keep);
  onBeforeUnmount(() => {
    clearTimeout(soon);
    window.removeEventListener("pagehide", keep);
    keep();
  });
  return {
    forget: () => {
      done = true;
      clearTimeout(soon);
      sessionStorage.removeItem(place);
    },
    found: kept !== null,
  };
}
