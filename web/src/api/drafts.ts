import { ref } from "vue";

/**
 * 草稿: what somebody has typed and not handed in, kept in this tab. Each is of one login of one
 * account, and goes with it: at logout, when the server ends the session, when somebody else comes.
 */
const PREFIX = "draft:";

/** Whose drafts are kept now; empty: nobody's. */
export const draftOwner = ref("");

function places(): string[] {
  return Array.from({ length: sessionStorage.length }, (_, at) => sessionStorage.key(at) ?? "")
    .filter((place) => place.startsWith(PREFIX));
}
const placeOf = (key: string) => `${PREFIX}${draftOwner.value}:${key}`;

/** Drafts of this login are kept from now on; all others go. */
export function keepDraftsOf(account: string, session: string): void {
  draftOwner.value = `${account}:${session}`;
  for (const place of places()) {
    if (!place.startsWith(placeOf(""))) sessionStorage.removeItem(place);
  }
}

export function dropDrafts(): void {
  draftOwner.value = "";
  for (const place of places()) sessionStorage.removeItem(place);
}

export const drafts = {
  get: (key: string): string | null => (draftOwner.value ? sessionStorage.getItem(placeOf(key)) : null),
  put: (key: string, text: string): void => {
    if (draftOwner.value) sessionStorage.setItem(placeOf(key), text);
  },
  drop: (key: string): void => sessionStorage.removeItem(placeOf(key)),
};
