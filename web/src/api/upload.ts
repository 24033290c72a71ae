import { addressOf } from "@/site";
import { hearAnswer, personHeaders, problemOf, tellEnded, Unreachable, type Schemas } from "./client";

export type Uploaded = Schemas["UploadAnswer"];

/** So many files of a page are on their way at once; the server takes eight of an account. */
const AT_ONCE = 4;
let sending = 0;
const waiting: (() => void)[] = [];

/** Something on the way answers for the server: it starts again, or never will. */
const ANSWERED_MAX = 6;
/** No answer at all: somebody is on a train. */
const UNANSWERED_MAX = 20;
/** So often a file is cut short while the server is there: something does not let it through. */
const CUTS_MAX = 4;
const waitsMs = [1000, 2000, 4000, 8000, 15000, 30000];

/** Bytes are sent with XMLHttpRequest: fetch tells no progress of what goes out. */
function putOnce(file: Blob, onProgress: (share: number) => void, signal: AbortSignal) {
  return new Promise<Uploaded>((resolve, reject) => {
    const request = new XMLHttpRequest();
    const name = file instanceof File ? `?name=${encodeURIComponent(file.name)}` : "";
    request.open("PUT", addressOf(`/api/v1/evidence${name}`));
    request.setRequestHeader("Content-Type", "application/octet-stream");
    for (const [name, value] of Object.entries(personHeaders())) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    request.onload = () => {
      hearAnswer((name) => request.getResponseHeader(name));
      let body: unknown = null;
      try {
        body = JSON.parse(request.responseText);
      } catch {
        // A proxy's page.
      }
      if (request.status >= 200 && request.status < 300) {
        if (body) resolve(body as Uploaded);
        else reject(new Unreachable("a foreign page", request.status));
      }
      else {
        if (request.status === 401) tellEnded(body);
        reject(problemOf(request.status, body));
      }
    };
    request.onerror = () => reject(new Unreachable("upload"));
    request.onabort = () => reject(new DOMException("aborted", "AbortError"));
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener("online", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    window.addEventListener("online", done, { once: true });
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(new DOMException("aborted", "AbortError"));
    }, { once: true });
  });
}

interface Tell {
  progress: (share: number) => void;
  waiting: (waiting: boolean) => void;
}

/** Resolves when it is this file's turn; whoever gives up waiting leaves the queue. */
function turn(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const begin = () => {
      ++sending;
      resolve();
    };
    if (sending < AT_ONCE) return begin();
    waiting.push(begin);
    signal.addEventListener("abort", () => {
      const at = waiting.indexOf(begin);
      if (at < 0) return;
      waiting.splice(at, 1);
      reject(new DOMException("aborted", "AbortError"));
    }, { once: true });
  });
}
function endTurn(): void {
  --sending;
  waiting.shift()?.();
}

/** Whether the server itself can be reached just now. */
async function answers(): Promise<boolean> {
  try {
    const answer = await fetch(addressOf("/healthz"), { cache: "no-store" });
    return answer.headers.has("X-Server-Time");
  } catch {
    return false;
  }
}

/** Sends one file; where the connection is lost, again until it is up, or something does not let it through. */
export async function uploadEvidence(
  file: Blob,
  tell: Tell,
  signal: AbortSignal,
): Promise<Uploaded> {
  await turn(signal);
  try {
    return await sendUntilUp(file, tell, signal);
  } finally {
    endTurn();
  }
}

async function sendUntilUp(file: Blob, tell: Tell, signal: AbortSignal): Promise<Uploaded> {
  let cuts = 0;
  for (let attempt = 0; ; ++attempt) {
    try {
      const uploaded = await putOnce(file, tell.progress, signal);
      tell.waiting(false);
      return uploaded;
    } catch (error) {
      if (!(error instanceof Unreachable) || !error.passes) throw error;
      if (attempt >= (error.status ? ANSWERED_MAX : UNANSWERED_MAX)) throw error;
      cuts = !error.status && (await answers()) ? cuts + 1 : 0;
      if (cuts >= CUTS_MAX) throw new Unreachable("cut", 0, true);
      tell.waiting(true);
      tell.progress(0);
      await pause(waitsMs[Math.min(attempt, waitsMs.length - 1)] ?? 30000, signal);
    }
  }
}

/** Where a file that is up is had from; the server knows its name. */
export const evidenceAddress = (digest: string): string => addressOf(`/api/v1/evidence/${digest}`);

/** The bytes of a file that is up; drawn by the page, never navigated to. */
export async function fetchEvidence(digest: string, signal?: AbortSignal): Promise<ArrayBuffer> {
  let response: Response;
  try {
    response = await fetch(evidenceAddress(digest), { headers: personHeaders(), ...(signal ? { signal } : {}) });
  } catch (error) {
    if (error instanceof DOMException) throw error;
    throw new Unreachable(String(error));
  }
  if (!response.ok) throw problemOf(response.status, await response.json().catch(() => null));
  return response.arrayBuffer();
}
