/**
 * One stream a browser: over HTTP/1.1 a browser holds six connections to a host, so seven tabs with a
 * stream each leave none to load the eighth. Of the tabs that somebody can see, one leads: it listens and
 * tells the others. The lead is a lease in localStorage, which also plain http and old browsers have; two
 * that take it at once notice soon, and until then only know things twice. Hidden tabs hold nothing.
 */
const LEASE_MS = 6_000;
const RENEW_MS = 2_000;
const LOOK_MS = 3_000;
const REFUSED_MS = 15_000;

interface Lease {
  tab: string;
  until: number;
}
/** `hello`: where the ledger stands; `changed`: it went on; `vacant`: the lead is to be had. */
interface Word {
  kind: "hello" | "changed" | "vacant";
  seq: number;
}
export interface WatchOptions {
  name: string;
  address: string;
  changed: () => void;
}

export class ChangeWatch {
  private readonly tab = `${Date.now()}-${Math.random()}`;
  private readonly channel: BroadcastChannel | null;
  private source: EventSource | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private refusedUntil = 0;
  /** The last entry that this tab knows of. */
  private seq = 0;
  /** Something changed while nobody saw this tab. */
  private behind = false;

  constructor(private readonly options: WatchOptions) {
    this.channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(options.name);
    if (this.channel) this.channel.onmessage = ({ data }: MessageEvent<Word>) => this.heard(data);
    document.addEventListener("visibilitychange", this.seen);
    window.addEventListener("pagehide", this.left);
    window.addEventListener("pageshow", this.seen);
    this.look();
  }

  stop(): void {
    document.removeEventListener("visibilitychange", this.seen);
    window.removeEventListener("pagehide", this.left);
    window.removeEventListener("pageshow", this.seen);
    this.left();
    this.channel?.close();
  }

  private readonly seen = (): void => {
    if (document.visibilityState === "hidden") return this.left();
    if (this.behind) this.options.changed();
    this.behind = false;
    this.look();
  };

  /** Lets the lead go, if it was this tab's. */
  private readonly left = (): void => {
    clearTimeout(this.timer);
    const led = this.source !== null;
    this.close();
    if (this.lease()?.tab === this.tab) this.keep(null);
    if (led) this.say({ kind: "vacant", seq: this.seq });
  };

  private lookIn(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), ms);
  }

  /** Takes the lead, keeps it, or leaves it to whoever has it. */
  private look(): void {
    if (document.visibilityState === "hidden") return;
    const lease = this.lease();
    if (lease && lease.tab !== this.tab && lease.until > Date.now()) {
      this.close();
      return this.lookIn(LOOK_MS);
    }
    if (!this.keep({ tab: this.tab, until: Date.now() + LEASE_MS })) {
      // Nothing is shared here: this tab listens for itself.
      this.listen();
      return this.lookIn(REFUSED_MS);
    }
    if (lease?.tab === this.tab) {
      this.listen();
      return this.lookIn(RENEW_MS);
    }
    // Others may take it in the same moment: whose name stands there afterwards has it.
    this.lookIn(50 + Math.random() * 200);
  }

  private listen(): void {
    if (this.source || Date.now() < this.refusedUntil) return;
    const source = new EventSource(this.options.address);
    this.source = source;
    for (const kind of ["hello", "changed"] as const) {
      source.addEventListener(kind, (event) => {
        const word: Word = { kind, seq: Number((JSON.parse((event as MessageEvent<string>).data) as { seq: number }).seq) };
        this.heard(word);
        this.say(word);
      });
    }
    source.onerror = () => {
      // The browser tries again by itself unless the server refused.
      if (source.readyState !== EventSource.CLOSED) return;
      this.refusedUntil = Date.now() + REFUSED_MS;
      this.close();
    };
  }

  private close(): void {
    this.source?.close();
    this.source = null;
  }

  private heard(word: Word): void {
    if (word.kind === "vacant") {
      if (document.visibilityState !== "hidden") this.lookIn(Math.random() * 100);
      return;
    }
    const news = word.kind === "changed" ? word.seq > this.seq : this.seq > 0 && word.seq !== this.seq;
    this.seq = word.seq;
    if (!news) return;
    if (document.visibilityState === "hidden") this.behind = true;
    else this.options.changed();
  }

  private say(word: Word): void {
    this.channel?.postMessage(word);
  }

  private lease(): Lease | null {
    if (!this.channel) return null;
    try {
      return JSON.parse(localStorage.getItem(this.options.name) ?? "null") as Lease | null;
    } catch {
      return null;
    }
  }

  /** False where tabs cannot know of each other. */
  private keep(lease: Lease | null): boolean {
    if (!this.channel) return false;
    try {
      if (lease) localStorage.setItem(this.options.name, JSON.stringify(lease));
      else localStorage.removeItem(this.options.name);
      return true;
    } catch {
      return false;
    }
  }
}
