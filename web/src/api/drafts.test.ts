import { beforeEach, expect, test } from "vitest";
import { draftOwner, drafts, dropDrafts, keepDraftsOf } from "./drafts";

beforeEach(() => {
  sessionStorage.clear();
  draftOwner.value = "";
});

test("a draft is there again for the same login", () => {
  keepDraftsOf("anna", "1");
  drafts.put("form", "typed");
  keepDraftsOf("anna", "1");
  expect(drafts.get("form")).toBe("typed");
});

test("drafts die with the session and are per account", () => {
  keepDraftsOf("anna", "1");
  drafts.put("form", "typed");
  keepDraftsOf("bert", "2");
  expect(drafts.get("form")).toBeNull();
  keepDraftsOf("anna", "3");
  expect(drafts.get("form")).toBeNull();
  drafts.put("form", "typed");
  dropDrafts();
  expect(sessionStorage.length).toBe(0);
  keepDraftsOf("anna", "3");
  expect(drafts.get("form")).toBeNull();
});

test("nothing is kept while nobody is logged in", () => {
  drafts.put("form", "typed");
  expect(sessionStorage.length).toBe(0);
});

test("what is no draft stays", () => {
  sessionStorage.setItem("year", "2026");
  keepDraftsOf("anna", "1");
  dropDrafts();
  expect(sessionStorage.getItem("year")).toBe("2026");
});
