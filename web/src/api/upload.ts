import { problemOf, sessionEnded, Unreachable, type Schemas } from "./client";

export type Uploaded = Schemas["UploadAnswer"];

const waitsMs = [1000, 2000, 4000, 8000, 15000, 30000];

/** Bytes are sent with XMLHttpRequest: fetch tells no progress of what goes out. */
function putOnce(file: Blob, onProgress: (share: number) => void, signal: AbortSignal) {
  return new Promise<Uploaded>((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", "/api/v1/evidence");
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    request.onload = () => {
      let body: unknown = null;
      try {
        body = JSON.parse(request.responseText);
      } catch {
        // A proxy's page.
      }
      if (request.status >= 200 && request.status < 300) resolve(body as Uploaded);
      else {
        if (request.status === 401) sessionEnded.dispatchEvent(new Event("ended"));
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

/** Sends one file; where the connection is lost, again and again until it is up or given up. */
export async function uploadEvidence(
  file: Blob,
  tell: { progress: (share: number) => void; waiting: (waiting: boolean) => void },
  signal: AbortSignal,
): Promise<Uploaded> {
  for (let attempt = 0; ; ++attempt) {
    try {
      const uploaded = await putOnce(file, tell.progress, signal);
      tell.waiting(false);
      return uploaded;
    } catch (error) {
      if (!(error instanceof Unreachable) || attempt >= 20) throw error;
      tell.waiting(true);
      tell.progress(0);
      await pause(waitsMs[Math.min(attempt, waitsMs.length - 1)] ?? 30000, signal);
    }
  }
}

/** The bytes of a file that is up; drawn by the page, never navigated to. */
export async function fetchEvidence(digest: string, signal?: AbortSignal): Promise<ArrayBuffer> {
  let response: Response;
  try {
    response = await fetch(`/api/v1/evidence/${digest}`, signal ? { signal } : {});
  } catch (error) {
    if (error instanceof DOMException) throw error;
    throw new Unreachable(String(error));
  }
  if (!response.ok) throw problemOf(response.status, await response.json().catch(() => null));
  return response.arrayBuffer();
}
