import { onBeforeUnmount, ref } from "vue";

/** Whether the window is a phone's; wide tables are then shown in another form. */
export function useNarrow(px = 720) {
  const asked = window.matchMedia(`(max-width: ${px}px)`);
  const narrow = ref(asked.matches);
  const heard = () => (narrow.value = asked.matches);
  asked.addEventListener("change", heard);
  onBeforeUnmount(() => asked.removeEventListener("change", heard));
  return narrow;
}
