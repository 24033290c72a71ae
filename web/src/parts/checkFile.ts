import { CannotDraw, isShown, openPdfDrawing } from "./drawing";

/** Larger ones are left to the server: a phone's memory is small. */
const CHECKED_BYTES_MAX = 48 << 20;
const WAITS_MS = 15_000;
/** PNG, JPEG, GIF, BMP, WebP: what every browser shows. */
const PICTURE = /^(\x89PNG\r\n|\xff\xd8\xff|GIF8|BM.{4}\0\0\0\0|RIFF.{4}WEBP)/s;

type Why = CannotDraw["why"] | undefined;
let last: Promise<unknown> = Promise.resolve();

/**
 * Why nobody could read the file, known before it goes up: a PDF with a password, without its end,
 * without pages, a broken picture. Absent where nothing is known against it; what this browser
 * cannot tell is left to the server. One file at a time, however many are chosen at once.
 */
export function whyUnreadable(file: File): Promise<Why> {
  const mine = last.then(() => look(file));
  last = mine.catch(() => {});
  return mine;
}

async function look(file: File): Promise<Why> {
  if (file.size > CHECKED_BYTES_MAX) return undefined;
  // One character for each byte, which TextDecoder's latin1 is not.
  const head = String.fromCharCode(...new Uint8Array(await file.slice(0, 1024).arrayBuffer()));
  if (head.includes("%PDF-")) return ofPdf(file);
  if (PICTURE.test(head)) return ofPicture(file);
  return undefined;
}

async function ofPdf(file: File): Promise<Why> {
  const late = new Promise<undefined>((done) => setTimeout(done, WAITS_MS));
  try {
    const opened = file.arrayBuffer().then(openPdfDrawing);
    const drawing = await Promise.race([opened, late]);
    if (drawing) drawing.close();
    else void opened.then((one) => one.close(), () => {});
    return undefined;
  } catch (error) {
    return error instanceof CannotDraw ? error.why : undefined;
  }
}

async function ofPicture(file: File): Promise<Why> {
  const address = URL.createObjectURL(file);
  try {
    return (await isShown(address)) ? undefined : "picture";
  } finally {
    URL.revokeObjectURL(address);
  }
}
