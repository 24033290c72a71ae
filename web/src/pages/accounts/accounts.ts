import type { Account } from "@/api/people";
import type { Role } from "@/api/session";
import { says } from "@/parts/typed";

/** What can be granted; unit roles come with posts. */
export const schoolRoles: Role[] = [
  "office", "centre", "co_organiser", "leading_group", "inspector", "system_admin", "security_admin", "auditor",
];
export const administrators: Role[] = ["system_admin", "security_admin", "auditor"];

/** Whoever has one of these decides: it is granted by two kinds of administrator. */
const deciding: Role[] = ["office", "leading_group", ...administrators];
/**
 * Whether an act on it is expected to wait for another kind of administrator, so that people are
 * told before; what becomes of it the server says.
 */
export const isGuarded = (account: Account) => account.roles.length > 0;
export const isGrantGuarded = (account: Account, role: Role | "") => isGuarded(account) || deciding.includes(role as Role);

export type AccountState = "active" | "first" | "never" | "disabled" | "erased";
export const states: AccountState[] = ["active", "first", "never", "disabled", "erased"];

export function stateOf(account: Account): AccountState {
  if (account.erased) return "erased";
  if (account.disabled) return "disabled";
  if (!account.last_login_at) return "never";
  return account.must_change_password ? "first" : "active";
}

export interface Filters {
  q: string;
  role: string;
  unit: string;
  state: string;
}

/** Whether an account is asked for; `unitName` so that units are found by their names. */
export function isAsked(account: Account, asked: Filters, unitName: (id: string) => string): boolean {
  const state = stateOf(account);
  if (asked.state ? state !== asked.state : state === "erased") return false;
  if (asked.unit && !account.posts.some((post) => post.unit === asked.unit)) return false;
  if (asked.role === "posts" && !account.posts.length) return false;
  if (asked.role === "nothing" && account.posts.length + account.roles.length > 0) return false;
  if (schoolRoles.includes(asked.role as Role) && !account.roles.some((one) => one.role === asked.role)) return false;
  const units = account.posts.map((post) => unitName(post.unit));
  return [account.name, account.login, account.phone, account.mail, account.id, ...units].some((text) => says(text, asked.q));
}
