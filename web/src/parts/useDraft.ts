import { onBeforeUnmount, watch, type Ref } from "vue";
import { draftOwner, drafts } from "@/api/drafts";

/**
 * What somebody types is kept in this tab until it is submitted or the login ends: a reload or a
 * closed dialog loses nothing. What is open when a login ends stays on the page, and is kept again
 * once the same person has logged in there. `key` names the form and what it is about.
 */
export function useDraft<T extends object>(key: string, form: Ref<T>) {
  const kept = drafts.get(key);
  if (kept) {
    try {
      form.value = { ...form.value, ...JSON.parse(kept) };
    } catch {
      drafts.drop(key);
    }
  }
  let done = false;
  let soon: ReturnType<typeof setTimeout> | undefined;
  const keep = () => {
    if (!done) drafts.put(key, JSON.stringify(form.value));
  };
  watch(
    form,
    () => {
      clearTimeout(soon);
      soon = setTimeout(keep, 200);
    },
    { deep: true },
  );
  watch(draftOwner, keep);
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
      drafts.drop(key);
    },
    found: kept !== null,
  };
}
