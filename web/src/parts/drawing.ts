import type { PDFDocumentProxy } from "pdfjs-dist";
import type { Decoded } from "./pictures/decoded";

/** A file of evidence on a canvas, page by page. */
export interface Drawing {
  pages: number;
  /** `width`: how wide it is to be, in CSS pixels. */
  draw(page: number, canvas: HTMLCanvasElement, width: number): Promise<void>;
  close(): void;
}

/** Why the bytes cannot be drawn: texts `common.evidence.cannot.*`. */
export class CannotDraw extends Error {
  constructor(readonly why: "locked" | "broken" | "noPages" | "picture" | "noPicture") {
    super(why);
  }
}

function ofPdf(pdf: PDFDocumentProxy): Drawing {
  return {
    pages: pdf.numPages,
    async draw(number, canvas, width) {
      const page = await pdf.getPage(number);
      const natural = page.getViewport({ scale: 1 });
      const sharp = Math.min(2, window.devicePixelRatio || 1);
      const viewport = page.getViewport({ scale: (width / natural.width) * sharp });
      canvas.width = viewport.width;
      canvas.height = viewport.height;
      canvas.style.width = `${viewport.width / sharp}px`;
      await page.render({ canvasContext: canvas.getContext("2d")!, viewport }).promise;
    },
    close: () => void pdf.destroy(),
  };
}

function ofPicture(picture: Decoded): Drawing {
  return {
    pages: picture.pages,
    async draw(number, canvas, width) {
      const pixels = await picture.page(number).catch(() => {
        throw new CannotDraw("picture");
      });
      canvas.width = pixels.width;
      canvas.height = pixels.height;
      canvas.style.width = `${width}px`;
      canvas.getContext("2d")!.putImageData(pixels, 0, 0);
    },
    close: () => picture.close(),
  };
}

/** Opens a PDF; what keeps everybody from reading it is CannotDraw, whatever pdf.js calls it. */
export async function openPdfDrawing(bytes: ArrayBuffer): Promise<Drawing> {
  const { openPdf } = await import("./pdf");
  let pdf: PDFDocumentProxy;
  try {
    pdf = await openPdf(bytes);
  } catch (error) {
    const name = error instanceof Error ? error.name : "";
    if (name === "PasswordException") throw new CannotDraw("locked");
    if (name === "InvalidPDFException" || name === "FormatError") throw new CannotDraw("broken");
    throw error;
  }
  if (pdf.numPages > 0) return ofPdf(pdf);
  void pdf.destroy();
  throw new CannotDraw("noPages");
}

/** Of a picture that this browser does not show by itself. */
export async function openPictureDrawing(type: string, bytes: ArrayBuffer): Promise<Drawing> {
  const kind = type === "image/tiff" ? "tiff" : /^image\/hei[cf]/.test(type) ? "heif" : undefined;
  if (!kind) throw new CannotDraw("picture");
  const { decodePicture } = await import("./pictures/decoded");
  const picture = await decodePicture(kind, bytes).catch(() => {
    throw new CannotDraw("picture");
  });
  if (picture.pages > 0) return ofPicture(picture);
  picture.close();
  throw new CannotDraw("noPicture");
}

/** Whether the browser shows the picture by itself; asked rather than guessed by its name. */
export function isShown(address: string): Promise<boolean> {
  const image = new Image();
  image.src = address;
  return image.decode().then(() => image.naturalWidth > 0, () => false);
}
