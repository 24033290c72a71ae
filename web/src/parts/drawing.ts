import type { PDFDocumentProxy } from "pdfjs-dist";

/** A file of evidence on a canvas, page by page. */
export interface Drawing {
  pages: number;
  /** `width`: how wide it is to be, in CSS pixels. */
  draw(page: number, canvas: HTMLCanvasElement, width: number): Promise<void>;
  close(): void;
}

/** Why the bytes cannot be drawn: texts `common.evidence.cannot.*`. */
export class CannotDraw extends Error {
  constructor(readonly why: "locked" | "broken" | "noPages" | "picture") {
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

/** Whether the browser shows the picture by itself; asked rather than guessed by its name. */
export function isShown(address: string): Promise<boolean> {
  const image = new Image();
  image.src = address;
  return image.decode().then(() => image.naturalWidth > 0, () => false);
}
