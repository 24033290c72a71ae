import { expect, test } from "vitest";
import type { Notice } from "@/api/notices";
import type { Action } from "@/api/session";
import { placeOf } from "./place";

const of = (kind: string, about: string) => ({ kind, about, unit: "" }) as Notice;
const reader = (account: string, ...actions: Action[]) => ({ account, may: (action: Action) => actions.includes(action) });
const administrator = reader("a", "approve_accounts", "read_accounts");
const person = reader("b");

test("what waits for administrators leads them to it, and whose account it is to their own", () => {
  expect(placeOf(of("account_act", "b"), administrator)).toBe("/account-acts");
  expect(placeOf(of("account_act", "b"), person)).toBe("/me");
});

test("what was done to an account leads to the account, and its person to their own", () => {
  for (const kind of ["account_touched", "account_act_decided"]) {
    expect(placeOf(of(kind, "b"), administrator)).toBe("/accounts?account=b");
    expect(placeOf(of(kind, "a"), administrator)).toBe("/me");
    expect(placeOf(of(kind, "b"), person)).toBe("/me");
  }
});

test("proposals are for whoever reviews", () => {
  expect(placeOf(of("proposal", "p"), reader("c", "review"))).toBe("/approvals");
  expect(placeOf(of("proposal", "p"), person)).toBeNull();
});
