import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ChangeWatch } from "./changeWatch";

/** A stream that the test speaks into. */
class Stream {
  static open: Stream[] = [];
  static CLOSED = 2;
  readyState = 1;
  onerror = () => {};
  private readonly hear = new Map<string, (event: { data: string }) => void>();
  constructor() {
    Stream.open.push(this);
  }
  addEventListener(kind: string, hear: (event: { data: string }) => void) {
    this.hear.set(kind, hear);
  }
  close() {
    this.readyState = 2;
    Stream.open = Stream.open.filter((one) => one !== this);
  }
  say(kind: string, seq: number) {
    this.hear.get(kind)?.({ data: JSON.stringify({ seq, units: [] }) });
  }
}
/** What one tab says all others of the browser hear. */
class Channel {
  static all: Channel[] = [];
  onmessage: (event: { data: unknown }) => void = () => {};
  constructor() {
    Channel.all.push(this);
  }
  postMessage(data: unknown) {
    for (const one of Channel.all) if (one !== this) one.onmessage({ data });
  }
  close() {
    Channel.all = Channel.all.filter((one) => one !== this);
  }
}

let tabs: { watch: ChangeWatch; changes: number }[] = [];
function openTab() {
  const tab = { watch: null as unknown as ChangeWatch, changes: 0 };
  tab.watch = new ChangeWatch({ name: "changes", address: "/api/v1/changes", changed: () => ++tab.changes });
  tabs.push(tab);
  return tab;
}
const pass = (ms: number) => vi.advanceTimersByTime(ms);
let hidden = false;

describe("the stream of changes", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("EventSource", Stream);
    vi.stubGlobal("BroadcastChannel", Channel);
    vi.spyOn(document, "visibilityState", "get").mockImplementation(() => (hidden ? "hidden" : "visible"));
  });
  afterEach(() => {
    tabs.forEach((tab) => tab.watch.stop());
    tabs = [];
    hidden = false;
    Stream.open = [];
    Channel.all = [];
    localStorage.clear();
    vi.useRealTimers();
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  it("is one for eight tabs, and each hears of a change once", () => {
    for (let i = 0; i < 8; ++i) openTab();
    pass(20_000);
    expect(Stream.open.length).toBe(1);
    Stream.open[0]!.say("hello", 7);
    Stream.open[0]!.say("changed", 8);
    expect(tabs.map((tab) => tab.changes)).toEqual(Array(8).fill(1));
  });

  it("goes to another tab when the one that led is closed, or has died", () => {
    const first = openTab();
    pass(1_000);
    const second = openTab();
    pass(1_000);
    first.watch.stop();
    pass(1_000);
    expect(Stream.open.length).toBe(1);
    localStorage.setItem("changes", JSON.stringify({ tab: "gone", until: Date.now() + 6_000 }));
    pass(3_000);
    expect(Stream.open.length, "somebody else leads").toBe(0);
    pass(8_000);
    expect(Stream.open.length).toBe(1);
    Stream.open[0]!.say("changed", 9);
    expect(second.changes).toBe(1);
  });

  it("is held by no hidden tab, which asks again when it is seen and something changed meanwhile", () => {
    const tab = openTab();
    pass(1_000);
    Stream.open[0]!.say("hello", 7);
    hidden = true;
    document.dispatchEvent(new Event("visibilitychange"));
    expect(Stream.open.length).toBe(0);
    pass(60_000);
    expect(Stream.open.length).toBe(0);
    hidden = false;
    document.dispatchEvent(new Event("visibilitychange"));
    pass(1_000);
    Stream.open[0]!.say("hello", 9);
    expect(tab.changes).toBe(1);
  });

  it("that is refused is tried again later", () => {
    openTab();
    pass(1_000);
    const refused = Stream.open[0]!;
    refused.readyState = Stream.CLOSED;
    refused.onerror();
    pass(10_000);
    expect(Stream.open.length).toBe(0);
    pass(10_000);
    expect(Stream.open.length).toBe(1);
  });

  it("is each tab's own where tabs cannot know of each other", () => {
    vi.stubGlobal("BroadcastChannel", undefined);
    openTab();
    openTab();
    pass(1_000);
    expect(Stream.open.length).toBe(2);
  });
});
