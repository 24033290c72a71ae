import { computed, reactive } from "vue";
import { answered, api, ProblemError, type Schemas } from "./client";

export type Me = Schemas["MeAnswer"];
export type Action = Schemas["Action"];
export type Role = Schemas["Role"];

const state = reactive({
  me: null as Me | null,
  /** Somebody was logged in and is no longer; the page stays, a dialog asks for the password. */
  ended: false,
});

function take(me: Me): Me {
  state.me = me;
  state.ended = false;
  return me;
}

/** Who is logged in; null: nobody. */
export async function fetchMe(): Promise<Me | null> {
  try {
    return take(await answered(api.GET("/api/v1/me")));
  } catch (error) {
    if (error instanceof ProblemError && error.status === 401) {
      state.me = null;
      return null;
    }
    throw error;
  }
}

export async function logIn(login: string, password: string): Promise<Me> {
  return take(await answered(api.POST("/api/v1/login", { body: { login, password } })));
}

export async function logOut(): Promise<void> {
  await answered(api.POST("/api/v1/logout"));
  state.me = null;
}

export async function changePassword(old_password: string, new_password: string): Promise<void> {
  await answered(api.POST("/api/v1/me/password", { body: { old_password, new_password } }));
  await fetchMe();
}

export function markSessionEnded(): void {
  if (state.me) state.ended = true;
}

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
