import { CannotDraw, isShown, openPdfDrawing, openPictureDrawing } from "./drawing";

/** Larger ones are left to the server: a phone's memory is small. */
const CHECKED_BYTES_MAX = 48 << 20;
const WAITS_MS = 15_000;
/** PNG, JPEG, GIF, BMP, WebP: what every browser shows. */
const PICTURE = /^(\x89PNG\r\n|\xff\xd8\xff|GIF8|BM.{4}\0\0\0\0|RIFF.{4}WEBP)/s;
/** TIFF, and the HEIF family without AVIF, which is the browser's. */
const TIFF = /^(II\*\0|MM\0\*)/;
const HEIF = /^....ftyp(hei[cxms]|hev[cxms]|mif[12]|msf1)/s;

type Why = CannotDraw["why"] | undefined;
let last: Promise<unknown> = Promise.resolve();

/**
 * Why nobody could read the file, known before it goes up: a PDF with a password, without its end,
 * without pages, a broken picture, a burst without one. Absent where nothing is known against it; what this browser
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
  if (PICTURE.test(head)) return (await shown(file)) ? undefined : "picture";
  if (TIFF.test(head)) return ofPhoto(file, "image/tiff");
  if (HEIF.test(head) && !head.slice(8, 64).includes("avi")) return ofPhoto(file, "image/heif");
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

/** What a browser may not show by itself is opened as reviewers will: no page of it is decoded. */
async function ofPhoto(file: File, type: string): Promise<Why> {
  if (await shown(file)) return undefined;
  try {
    (await openPictureDrawing(type, await file.arrayBuffer())).close();
    return undefined;
  } catch (error) {
    return error instanceof CannotDraw && error.why === "noPicture" ? error.why : undefined;
  }
}

async function shown(file: File): Promise<boolean> {
  const address = URL.createObjectURL(file);
  try {
    return await isShown(address);
  } finally {
    URL.revokeObjectURL(address);
  }
}
