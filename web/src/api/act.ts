import { ref } from "vue";
import { newKey } from "./client";
import { everythingChanged } from "./query";

/**
 * One act of a person: a second click while it runs does nothing, and a retry after a lost
 * connection carries the same Idempotency-Key, so the server does it once.
 */
export function useAct<Asked extends unknown[], Answer>(
  run: (key: string, ...asked: Asked) => Promise<Answer>,
) {
  const running = ref(false);
  const error = ref<unknown>(null);
  let key = newKey();
  let asked = "";

  async function act(...now: Asked): Promise<Answer | undefined> {
    if (running.value) return undefined;
    // Something else asked for is another act.
    const same = JSON.stringify(now);
    if (same !== asked) {
      key = newKey();
      asked = same;
    }
    running.value = true;
    error.value = null;
    try {
      const answer = await run(key, ...now);
      key = newKey();
      await everythingChanged();
      return answer;
    } catch (problem) {
      error.value = problem;
      return undefined;
    } finally {
      running.value = false;
    }
  }
  return { act, running, error };
}

/** The header that makes a write happen once. */
export function once(key: string) {
  return { headers: { "Idempotency-Key": key } };
}
