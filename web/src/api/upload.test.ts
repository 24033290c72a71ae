import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { betweenOf } from "@/parts/useProblemWords";
import { Unreachable } from "./client";
import { uploadEvidence } from "./upload";

/** A request that is answered when the test says so. */
class Sent {
  static all: Sent[] = [];
  status = 0;
  responseText = "";
  upload = {};
  onload = () => {};
  onerror = () => {};
  onabort = () => {};
  open() {}
  setRequestHeader() {}
  getResponseHeader() {
    return null;
  }
  send() {
    Sent.all.push(this);
  }
  abort() {
    this.onabort();
  }
  answer(status: number, body: object | string) {
    this.status = status;
    this.responseText = typeof body === "string" ? body : JSON.stringify(body);
    this.onload();
  }
}

const tell = { progress: () => {}, waiting: () => {} };
const settle = () => new Promise((done) => setTimeout(done));
const send = (signal = new AbortController().signal) => uploadEvidence(new Blob(["x"]), tell, signal);

describe("uploads", () => {
  beforeEach(() => {
    Sent.all = [];
    vi.stubGlobal("XMLHttpRequest", Sent);
  });
  afterEach(() => vi.unstubAllGlobals());

  it("go out four at a time, the next when one has ended well or not", async () => {
    const all = Array.from({ length: 7 }, () => send().catch((error: Error) => error.message));
    await settle();
    expect(Sent.all.length).toBe(4);
    Sent.all[0]!.answer(201, { digest: "d" });
    Sent.all[1]!.answer(409, { code: "conflict", message: "请先报送", english: "", fields: [] });
    await settle();
    expect(Sent.all.length).toBe(6);
    for (let i = 2; i < 7; ++i) {
      Sent.all[i]!.answer(201, { digest: "d" });
      await settle();
    }
    const told = await Promise.all(all);
    expect(told[1]).toBe("请先报送");
    expect(told.filter((one) => typeof one === "object").length).toBe(6);
  });

  it("that are given up while they wait leave the queue", async () => {
    const first = Array.from({ length: 4 }, () => send());
    const stop = new AbortController();
    const waiting = send(stop.signal);
    const last = send();
    stop.abort();
    await expect(waiting).rejects.toThrow("aborted");
    await settle();
    Sent.all[0]!.answer(201, { digest: "d" });
    await settle();
    expect(Sent.all.length).toBe(5);
    for (const one of Sent.all.slice(1)) one.answer(201, { digest: "d" });
    await Promise.all([...first, last]);
  });

  /** Answers each try of one file, until it is given up; how many there were, and what was told. */
  async function refusedBy(answer: (sent: Sent) => void): Promise<{ tries: number; error: Unreachable }> {
    vi.useFakeTimers();
    let error: unknown;
    const sent = send().catch((failed: unknown) => (error = failed));
    for (let at = 0; at < 40 && !error; ++at) {
      await vi.advanceTimersByTimeAsync(30_000);
      if (Sent.all[at]) answer(Sent.all[at]!);
      await vi.advanceTimersByTimeAsync(0);
    }
    await sent;
    vi.useRealTimers();
    return { tries: Sent.all.length, error: error as Unreachable };
  }
  const page = "<html><title>413 Request Entity Too Large</title></html>";

  it.each([413, 403, 404])("that a proxy refuses with %i are told at once, not tried again", async (status) => {
    const { tries, error } = await refusedBy((sent) => sent.answer(status, page));
    expect(tries).toBe(1);
    expect(error.status).toBe(status);
  });

  it.each([408, 502, 504])("that a proxy answers with %i are tried a few times, then told", async (status) => {
    const { tries, error } = await refusedBy((sent) => sent.answer(status, page));
    expect(tries).toBe(7);
    expect(error.status).toBe(status);
  });

  it("that are cut short every time while the server is there are given up soon", async () => {
    vi.stubGlobal("fetch", async () => new Response("{}", { headers: { "X-Server-Time": "2026-11-20T09:00:00+08:00" } }));
    const { tries, error } = await refusedBy((sent) => sent.onerror());
    expect(tries).toBe(4);
    expect(error.cut).toBe(true);
  });

  it("wait for a network that is away, but not for ever", async () => {
    vi.stubGlobal("fetch", async () => Promise.reject(new TypeError("network")));
    const { tries, error } = await refusedBy((sent) => sent.onerror());
    expect(tries).toBe(21);
    expect(error.cut).toBe(false);
  });

  it("that another page answers are not taken for done", async () => {
    const { tries, error } = await refusedBy((sent) => sent.answer(200, "<html>请登录校园网</html>"));
    expect(tries).toBe(1);
    expect(betweenOf(error)).toBe("foreign");
  });
});
