import { ref } from "vue";
import { confirm, newKey, ProblemError } from "./client";
import { everythingChanged } from "./query";

/**
 * One act of a person: a second click while it runs does nothing, and a retry after a lost
 * connection carries the same Idempotency-Key, so the server does it once. Where the act would take
 * work away the error says so and offers to go on; until somebody does, the act is not over.
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
    for (;;) {
      running.value = true;
      error.value = null;
      try {
        const answer = await run(key, ...now);
        key = newKey();
        await everythingChanged();
        return answer;
      } catch (problem) {
        error.value = problem;
        running.value = false;
        if (!(problem instanceof ProblemError) || !problem.seen) return undefined;
        await confirmation(problem, problem.seen, key);
      } finally {
        running.value = false;
      }
    }
  }
  return { act, running, error };
}

/** Comes back once somebody who has seen what the act takes away goes on with it. */
function confirmation(problem: ProblemError, seen: { member: string; code: string }, key: string): Promise<void> {
  return new Promise((goOn) => {
    problem.goOn = () => {
      confirm(key, seen);
      goOn();
    };
  });
}

/** The header that makes a write happen once. */
export function once(key: string) {
  return { headers: { "Idempotency-Key": key } };
}
