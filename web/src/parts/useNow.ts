import { computed, onUnmounted, ref } from "vue";
import { serverNow } from "@/api/serverClock";

const now = ref(serverNow());
let watchers = 0;
let timer: ReturnType<typeof setInterval> | undefined;

/** The server's clock, told every second; by steps of so many ms where less is of no use. */
export function useNow(step = 1) {
  if (watchers++ === 0) {
    now.value = serverNow();
    timer = setInterval(() => (now.value = serverNow()), 1000);
  }
  onUnmounted(() => {
    if (--watchers === 0) clearInterval(timer);
  });
  return computed(() => Math.floor(now.value / step) * step);
}
