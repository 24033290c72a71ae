import { personHeaders, problemOf, tellEnded, Unreachable } from "@/api/client";

function follow(href: string, name: string): void {
  const link = document.createElement("a");
  link.href = href;
  link.download = name;
  link.click();
}

/** What this page itself has made, saved where the browser saves; never navigated to. */
export function saveFile(blob: Blob, name: string): void {
  const href = URL.createObjectURL(blob);
  follow(href, name);
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

/** The name that the server gives a file (RFC 8187). */
function nameIn(disposition: string | null): string {
  const named = /filename\*=UTF-8''([^;]+)/.exec(disposition ?? "");
  return named ? decodeURIComponent(named[1]!) : "shouze";
}

/**
 * A file of the server's, by its own address: browsers inside WeChat and DingTalk save nothing else. The
 * server gives it as an attachment, so nothing is navigated to. Asked first whether it may be had, because
 * a browser that saves has no words for a refusal. Returns the file's name.
 */
export async function openFile(address: string): Promise<string> {
  const stop = new AbortController();
  let answer: Response;
  try {
    answer = await fetch(address, { signal: stop.signal, headers: personHeaders() });
  } catch (broken) {
    throw new Unreachable(String(broken));
  }
  const body: unknown = answer.ok ? null : await answer.json().catch(() => null);
  if (answer.status === 401) tellEnded(body);
  if (!answer.ok) throw problemOf(answer.status, body);
  const disposition = answer.headers.get("Content-Disposition");
  // Well, but not ours: the login page of a network.
  if (!disposition) throw new Unreachable("a foreign page", answer.status);
  stop.abort();
  const name = nameIn(disposition);
  follow(address, name);
  return name;
}
