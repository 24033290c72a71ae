import { onUnmounted, ref } from "vue";
import { serverNow } from "@/api/session";

const now = ref(serverNow());
let watchers = 0;
let timer: ReturnType<typeof setInterval> | undefined;

/** The server's clock, a second at a time. */
export function useNow() {
  if (watchers++ === 0) {
    now.value = serverNow();
    timer = setInterval(() => (now.value = serverNow()), 1000);
  }
  onUnmounted(() => {
    if (--watchers === 0) clearInterval(timer);
  });
  return now;
}
