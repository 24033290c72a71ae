import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { uploadEvidence } from "./upload";

/** A request that is answered when the test says so. */
class Sent {
  static all: Sent[] = [];
  status = 0;
  responseText = "";
  upload = {};
  onload = () => {};
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
  answer(status: number, body: object) {
    this.status = status;
    this.responseText = JSON.stringify(body);
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
});
