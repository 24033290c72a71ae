import { getDocument, GlobalWorkerOptions, type PDFDocumentProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
// The legacy build runs on the oldest browsers of DESIGN 5.
import worker from "pdfjs-dist/legacy/build/pdf.worker.min.mjs?url";
import { addressOf } from "@/site";

GlobalWorkerOptions.workerSrc = worker;

/** Whatever stands in the file, nothing of it is run. */
export function openPdf(bytes: ArrayBuffer): Promise<PDFDocumentProxy> {
  return getDocument({
    data: bytes,
    isEvalSupported: false,
    enableXfa: false,
    cMapUrl: addressOf("/cmaps/"),
    cMapPacked: true,
    standardFontDataUrl: addressOf("/pdf-fonts/"),
  }).promise as unknown as Promise<PDFDocumentProxy>;
}
