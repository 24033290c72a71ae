import { describe, expect, it, vi } from "vitest";
import { useAct } from "./act";
import { ProblemError, type Problem } from "./client";

vi.mock("./query", () => ({ everythingChanged: () => Promise.resolve() }));

const refusal = (pointer: string) =>
  new ProblemError(409, {
    code: "conflict",
    message: "这样做会使 1 项工作失效或逾期",
    english: "",
    fields: [{ pointer, message: "", english: "" }],
  } as unknown as Problem);

describe("an act that takes work away", () => {
  it("is over once somebody has gone on with it, under the same key", async () => {
    const keys: string[] = [];
    const { act, error, running } = useAct((key: string) => {
      keys.push(key);
      return keys.length === 1 ? Promise.reject(refusal("/loses/0a1b2c3d")) : Promise.resolve("done");
    });
    const answer = act();
    await vi.waitFor(() => expect(error.value).toBeInstanceOf(ProblemError));
    expect(running.value).toBe(false);
    const told = error.value as ProblemError;
    expect(told.seen).toEqual({ member: "loses", code: "0a1b2c3d" });
    await vi.waitFor(() => expect(told.goOn).toBeDefined());
    told.goOn?.();
    expect(await answer).toBe("done");
    expect(new Set(keys).size).toBe(1);
    expect(error.value).toBeNull();
  });

  it("is over at once where another member is wrong", async () => {
    const { act, error } = useAct(() => Promise.reject(refusal("/reason")));
    expect(await act()).toBeUndefined();
    expect((error.value as ProblemError).seen).toBeUndefined();
  });
});
