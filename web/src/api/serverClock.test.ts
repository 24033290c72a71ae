import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

const told = (time: string) => new Response("{}", { headers: { "X-Server-Time": time, "Content-Type": "application/json" } });

describe("the server's clock", () => {
  beforeEach(() => {
    vi.resetModules();
    vi.useFakeTimers({ now: Date.parse("2026-04-02T00:00:00Z") });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("runs from what an answer told, in the school's time", async () => {
    const { hearServerTime, schoolOffset, serverNow } = await import("./serverClock");
    expect(serverNow()).toBe(Date.now());
    hearServerTime("2026-04-02T10:00:00.250+08:00");
    expect(schoolOffset()).toBe("+08:00");
    vi.advanceTimersByTime(1000);
    expect(serverNow()).toBe(Date.parse("2026-04-02T10:00:01.250+08:00"));
  });

  it("is set on by a fresher answer, and never back by a kept one or by none", async () => {
    const { hearServerTime, serverNow } = await import("./serverClock");
    hearServerTime("2026-04-02T10:00:00+08:00");
    vi.advanceTimersByTime(5000);
    hearServerTime("2026-04-02T10:00:00+08:00");
    hearServerTime(null);
    hearServerTime("soon");
    expect(serverNow()).toBe(Date.parse("2026-04-02T10:00:05+08:00"));
    hearServerTime("2026-04-02T10:00:07+08:00");
    expect(serverNow()).toBe(Date.parse("2026-04-02T10:00:07+08:00"));
  });

  it("does not follow this machine's clock when somebody sets it", async () => {
    const { hearServerTime, serverNow } = await import("./serverClock");
    hearServerTime("2026-04-02T10:00:00+08:00");
    vi.setSystemTime(Date.parse("2030-01-01T00:00:00Z"));
    expect(serverNow()).toBe(Date.parse("2026-04-02T10:00:00+08:00"));
  });

  it("is heard from every answer of the API, refusals too", async () => {
    vi.stubGlobal("Request", class extends Request {
      constructor(input: string, init?: RequestInit) {
        super(new URL(input, "http://localhost"), init);
      }
    });
    const { api } = await import("./client");
    const { serverNow } = await import("./serverClock");
    await api.GET("/api/v1/me", { fetch: async () => told("2026-04-02T11:00:00+08:00") });
    expect(serverNow()).toBe(Date.parse("2026-04-02T11:00:00+08:00"));
    const refused = async () => new Response("{}", { status: 409, headers: { "X-Server-Time": "2026-04-02T11:00:09+08:00" } });
    await api.GET("/api/v1/me", { fetch: refused });
    expect(serverNow()).toBe(Date.parse("2026-04-02T11:00:09+08:00"));
  });
});
