import { useQuery } from "@tanstack/vue-query";
import { answered, api, type Schemas } from "./client";
import { once } from "./act";
import type { Role } from "./session";

export type RoleHeld = Schemas["RoleFact"];
export type NewAccount = Schemas["NewAccountInput"];
export type FirstPasswordOf = Schemas["CreatedAccount"];

/** Whose routes: the system administrator's for all accounts, or the office's for those of units. */
export type Reach = "all" | "units";

/** Every school role that was ever granted, those that are over included. */
export function useRoles() {
  return useQuery({
    queryKey: ["roles"],
    queryFn: async () => (await answered(api.GET("/api/v1/roles"))).roles,
  });
}

/** No key: the answer holds passwords, and the server keeps none of it. */
export const createAccounts = (reach: Reach, accounts: NewAccount[]) =>
  reach === "all"
    ? answered(api.POST("/api/v1/accounts", { body: { accounts } }))
    : answered(api.POST("/api/v1/unit-accounts", { body: { accounts } }));

const of = (account: string) => ({ params: { path: { account } } });
/** Why it is asked, where another kind of administrator has to approve it. */
const why = (reason: string) => (reason ? { reason } : {});

export const changeAccount = (
  key: string,
  reach: Reach,
  account: string,
  person: { name: string; phone: string; mail: string },
  reason: string,
) => {
  const asked = { ...of(account), body: { ...person, ...why(reason) }, ...once(key) };
  return reach === "all"
    ? answered(api.PUT("/api/v1/accounts/{account}", asked))
    : answered(api.PUT("/api/v1/unit-accounts/{account}", asked));
};

const about = (key: string, account: string, reason: string) => ({ ...of(account), body: why(reason), ...once(key) });

export const disableAccount = (key: string, reach: Reach, account: string, reason: string) =>
  reach === "all"
    ? answered(api.POST("/api/v1/accounts/{account}/disabling", about(key, account, reason)))
    : answered(api.POST("/api/v1/unit-accounts/{account}/disabling", about(key, account, reason)));

export const enableAccount = (key: string, reach: Reach, account: string, reason: string) =>
  reach === "all"
    ? answered(api.POST("/api/v1/accounts/{account}/enabling", about(key, account, reason)))
    : answered(api.POST("/api/v1/unit-accounts/{account}/enabling", about(key, account, reason)));

export const eraseAccount = (key: string, reach: Reach, account: string, reason: string) =>
  reach === "all"
    ? answered(api.POST("/api/v1/accounts/{account}/erasure", about(key, account, reason)))
    : answered(api.POST("/api/v1/unit-accounts/{account}/erasure", about(key, account, reason)));

/** No key, as of createAccounts. */
export const resetPassword = (reach: Reach, account: string, reason: string) =>
  reach === "all"
    ? answered(api.POST("/api/v1/accounts/{account}/password", { ...of(account), body: why(reason) }))
    : answered(api.POST("/api/v1/unit-accounts/{account}/password", { ...of(account), body: why(reason) }));

export const grantRole = (key: string, account: string, role: Role, from: string, to: string, reason: string) =>
  answered(api.POST("/api/v1/roles", { body: { account, role, from, ...(to ? { to } : {}), ...why(reason) }, ...once(key) }));

export const endRole = (key: string, id: string, reason: string) =>
  answered(api.POST("/api/v1/roles/{id}/end", { params: { path: { id } }, body: why(reason), ...once(key) }));
