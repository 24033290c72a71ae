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

export const changeAccount = (
  key: string,
  reach: Reach,
  account: string,
  body: { name: string; phone: string; mail: string },
) =>
  reach === "all"
    ? answered(api.PUT("/api/v1/accounts/{account}", { ...of(account), body, ...once(key) }))
    : answered(api.PUT("/api/v1/unit-accounts/{account}", { ...of(account), body, ...once(key) }));

export const disableAccount = (key: string, reach: Reach, account: string) =>
  reach === "all"
    ? answered(api.POST("/api/v1/accounts/{account}/disabling", { ...of(account), ...once(key) }))
    : answered(api.POST("/api/v1/unit-accounts/{account}/disabling", { ...of(account), ...once(key) }));

export const enableAccount = (key: string, reach: Reach, account: string) =>
  reach === "all"
    ? answered(api.POST("/api/v1/accounts/{account}/enabling", { ...of(account), ...once(key) }))
    : answered(api.POST("/api/v1/unit-accounts/{account}/enabling", { ...of(account), ...once(key) }));

export const eraseAccount = (key: string, reach: Reach, account: string) =>
  reach === "all"
    ? answered(api.POST("/api/v1/accounts/{account}/erasure", { ...of(account), ...once(key) }))
    : answered(api.POST("/api/v1/unit-accounts/{account}/erasure", { ...of(account), ...once(key) }));

export const resetPassword = (reach: Reach, account: string) =>
  reach === "all"
    ? answered(api.POST("/api/v1/accounts/{account}/password", of(account)))
    : answered(api.POST("/api/v1/unit-accounts/{account}/password", of(account)));

export const grantRole = (key: string, account: string, role: Role, from: string, to: string) =>
  answered(api.POST("/api/v1/roles", { body: { account, role, from, ...(to ? { to } : {}) }, ...once(key) }));

export const endRole = (key: string, id: string) =>
  answered(api.POST("/api/v1/roles/{id}/end", { params: { path: { id } }, ...once(key) }));
