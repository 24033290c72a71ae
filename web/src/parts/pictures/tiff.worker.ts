/** TIFF: scans and faxes, a page each. */
import * as UTIF from "utif2";
import { PIXELS_MAX, serve } from "./protocol";

serve((bytes) => {
  const size = (page: UTIF.IFD, tag: string) => Number((page[tag] as number[] | undefined)?.[0] ?? 0);
  // Reduced copies and tables without a size are no pages.
  const pages = UTIF.decode(bytes).filter((page) => size(page, "t256") > 0 && size(page, "t257") > 0
    && (size(page, "t254") & 1) === 0);
  return {
    pages: pages.length,
    page(number) {
      const page = pages[number - 1]!;
      if (size(page, "t256") * size(page, "t257") > PIXELS_MAX) throw new Error("too large");
      UTIF.decodeImage(bytes, page);
      const pixels = UTIF.toRGBA8(page);
      return { width: page.width, height: page.height, pixels: new Uint8ClampedArray(pixels.buffer as ArrayBuffer) };
    },
  };
});
