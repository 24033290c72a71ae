import createClient, { type Middleware } from "openapi-fetch";
import type { components, paths } from "./schema";
import { base } from "@/site";
import { personIdle } from "./activity";
import { hearServerTime } from "./serverClock";
import { hearSession } from "./sessionClock";

/** What the server says of an error: docs/reference, `Problem`. */
export type Problem = components["schemas"]["Problem"];
/** One wrong member: where in the request (JSON pointer), and what is wrong with it. */
export interface FieldError {
  pointer: string;
  message: string;
  english: string;
}
export type Schemas = components["schemas"];

/** The server refused, and says why. */
export class ProblemError extends Error {
  readonly fields: FieldError[];
  constructor(
    readonly status: number,
    readonly problem: Problem,
  ) {
    super(problem.message);
    this.fields = (problem.fields ?? []) as unknown as FieldError[];
  }
  get code(): string {
    return this.problem.code;
  }
  /** What the act takes away or moves: the same request with this member is its confirmation. */
  get seen(): { member: string; code: string } | undefined {
    const [, member, code] = /^\/(loses|moves)\/([0-9a-f]+)$/.exec(this.fields[0]?.pointer ?? "") ?? [];
    return member && code ? { member, code } : undefined;
  }
  /** Set by who waits for the confirmation (act.ts). */
  goOn?: () => void;
  /** The error at a member of the request, as `/name`. */
  at(pointer: string): FieldError | undefined {
    return this.fields.find((field) => field.pointer === pointer);
  }
}

/** No answer of the server's came: the network, or something on the way answered in its place. */
export class Unreachable extends Error {
  constructor(
    message: string,
    /** Of what answered instead; 0: nothing did. */
    readonly status = 0,
    /** Every time the connection is cut midway, while the server can be reached. */
    readonly cut = false,
  ) {
    super(message);
  }
  /** It may be gone by itself in a moment: a server that starts again, a proxy that waited too long. */
  get passes(): boolean {
    return !this.cut && [0, 408, 429, 502, 503, 504].includes(this.status);
  }
}

/** Told whenever the server no longer knows who asks; its words stand in `whoRefused`. */
export const sessionEnded = new EventTarget();
export const whoRefused = { problem: null as Problem | null };

/** Every request says when a person last did something: what runs by itself keeps no session alive. */
export const personHeaders = (): Record<string, string> => ({ "X-Person-Idle": String(personIdle()) });
/** What every answer says beside what was asked for, of whatever way it came. */
export function hearAnswer(get: (name: string) => string | null): void {
  hearServerTime(get("X-Server-Time"));
  hearSession(get("X-Session-Ends"), get("X-Session"));
}
export function tellEnded(body: unknown): void {
  whoRefused.problem = body && typeof body === "object" && "code" in body ? (body as Problem) : null;
  sessionEnded.dispatchEvent(new Event("ended"));
}

/** What was seen and confirmed, by the act's key. */
const confirmed = new Map<string, { member: string; code: string }>();
export const confirm = (key: string, seen: { member: string; code: string }) => confirmed.set(key, seen);

const watch: Middleware = {
  async onRequest({ request }) {
    for (const [name, value] of Object.entries(personHeaders())) request.headers.set(name, value);
    const seen = confirmed.get(request.headers.get("Idempotency-Key") ?? "");
    if (!seen) return undefined;
    const body = { ...(await request.clone().json()), [seen.member]: seen.code };
    return new Request(request, { body: JSON.stringify(body) });
  },
  async onResponse({ response, schemaPath }) {
    hearAnswer((name) => response.headers.get(name));
    if (response.status === 401 && schemaPath !== "/api/v1/login") {
      tellEnded(await response.clone().json().catch(() => null));
    }
    // The login page of a network or of a proxy: well, but not ours.
    const type = response.headers.get("Content-Type") ?? "";
    if (response.ok && type.startsWith("text/html")) throw new Unreachable("a foreign page", response.status);
  },
};

export const api = createClient<paths>({ baseUrl: base, credentials: "same-origin" });
api.use(watch);

interface Answered<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The answer, or ProblemError, or Unreachable. */
export async function answered<T>(asked: Promise<Answered<T>>): Promise<T> {
  let got: Answered<T>;
  try {
    got = await asked;
  } catch (broken) {
    if (broken instanceof DOMException && broken.name === "AbortError") throw broken;
    if (broken instanceof Unreachable) throw broken;
    throw new Unreachable(String(broken));
  }
  if (got.response.ok) return got.data as T;
  throw problemOf(got.response.status, got.error);
}

/** Whatever stands in an answer that is no success. */
export function problemOf(status: number, body: unknown): Error {
  if (body && typeof body === "object" && "code" in body) {
    return new ProblemError(status, body as Problem);
  }
  // A proxy speaks for a server that is not there, or refuses by itself.
  return new Unreachable(`HTTP ${status}`, status);
}

/** One act, one key: repeated requests with it do one thing. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
