import { computed, reactive, watch } from "vue";
import { base } from "@/site";
import { act, whenActing } from "./activity";
import { answered, api, ProblemError, type Problem, type Schemas, whoRefused } from "./client";
import { dropDrafts, keepDraftsOf } from "./drafts";
import { forgetSession, sessionShown, toldMs } from "./sessionClock";

export type Me = Schemas["MeAnswer"];
export type Action = Schemas["Action"];
export type Role = Schemas["Role"];

const state = reactive({
  me: null as Me | null,
  /** Somebody was logged in and is no longer; the page stays, a dialog asks for the password. */
  ended: false,
  /** Why, as the server says it. */
  why: null as Problem | null,
});

/** Who is logged in, for the other tabs of this browser. */
const WHO = `who ${base}`;

function take(me: Me): Me {
  const before = state.me;
  keepDraftsOf(me.account, me.session);
  state.me = me;
  state.ended = false;
  state.why = null;
  share(me.account);
  // What this tab shows is another person's.
  if (before && before.account !== me.account) location.replace(base);
  return me;
}
function leave(): void {
  dropDrafts();
  forgetSession();
  state.me = null;
}
function share(account: string): void {
  try {
    if (account !== localStorage.getItem(WHO)) localStorage.setItem(WHO, account);
  } catch {
    // Tabs cannot know of each other: each finds out by its own requests.
  }
}

/** Who is logged in; null: nobody. */
export async function fetchMe(): Promise<Me | null> {
  try {
    return take(await answered(api.GET("/api/v1/me")));
  } catch (error) {
    if (error instanceof ProblemError && error.status === 401) {
      if (!state.ended) leave();
      return null;
    }
    throw error;
  }
}

/** Many log in at nine o'clock, and few passwords are compared at once: whoever was turned away waits a moment. */
const TURNED_AWAY_MAX = 8;
export async function inTurn<T>(ask: () => Promise<T>): Promise<T> {
  for (let times = 0; ; ++times) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== "busy" || times >= TURNED_AWAY_MAX) throw error;
      await new Promise((done) => setTimeout(done, 1_000 + 2_000 * Math.random()));
    }
  }
}

export async function logIn(login: string, password: string): Promise<Me> {
  act();
  return take(await inTurn(() => answered(api.POST("/api/v1/login", { body: { login, password } }))));
}

export async function logOut(): Promise<void> {
  // Even where the server cannot be reached nothing of theirs stays here.
  dropDrafts();
  await answered(api.POST("/api/v1/logout"));
  share("");
  leave();
}

export async function changePassword(old_password: string, new_password: string): Promise<void> {
  await inTurn(() => answered(api.POST("/api/v1/me/password", { body: { old_password, new_password } })));
  await fetchMe();
}

export const fetchPasswordRules = () => answered(api.GET("/api/v1/me/password-rules"));

/** 继续使用: somebody is there. */
export const stay = async (): Promise<void> => {
  act();
  await answered(api.POST("/api/v1/me/stay"));
};

/** Somebody else begins in this browser: nothing of whoever was here before is left. */
export function changePerson(): void {
  leave();
  state.ended = false;
  state.why = null;
}

export function markSessionEnded(): void {
  state.why = whoRefused.problem;
  dropDrafts();
  if (state.me) state.ended = true;
}

let told = 0;
/** What is typed reaches the server with the next request; where there is none, by itself. */
whenActing(() => {
  if (!state.me || state.ended || Date.now() - told < toldMs()) return;
  told = Date.now();
  stay().catch(() => undefined);
});

/** In another tab of this browser somebody has logged out, or in. */
window.addEventListener("storage", ({ key, newValue }) => {
  if (key !== WHO || !state.me || newValue === state.me.account) return;
  dropDrafts();
  location.replace(base);
});
/** The same where tabs cannot tell each other: answers say whose they are. */
watch(sessionShown, (session) => {
  if (state.me && session && session !== state.me.session) fetchMe().catch(() => undefined);
});

const unitRoles: Role[] = ["unit_staff", "unit_head"];

/** Who is logged in, and what they may do; rights themselves are judged by the server. */
export function useSession() {
  return {
    state,
    me: computed(() => state.me),
    /** Units in which a post is held today. */
    ownUnits: computed(() => [
      ...new Set((state.me?.held ?? []).filter((one) => one.unit && unitRoles.includes(one.role)).map((one) => one.unit)),
    ]),
    roles: computed(() => new Set((state.me?.held ?? []).map((one) => one.role))),
    /** Whether the school as a whole allows it. */
    may: (action: Action) => (state.me?.school_actions ?? []).includes(action),
  };
}
