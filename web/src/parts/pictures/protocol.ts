/** What a page and the workers that decode pictures say to each other. */
export type Asked = { bytes: ArrayBuffer } | { page: number };

export interface Pixels {
  width: number;
  height: number;
  /** RGBA, row by row. */
  pixels: Uint8ClampedArray;
}
export type Told = { pages: number } | Pixels | { failed: string };

/** A picture of more is no photo and no scan, and fills a phone's memory. */
export const PIXELS_MAX = 120_000_000;

interface Decoder {
  pages: number;
  page(number: number): Pixels | Promise<Pixels>;
}

/** Makes a worker of a decoder: first the bytes come, then one page after another is asked for. */
export function serve(open: (bytes: ArrayBuffer) => Decoder | Promise<Decoder>): void {
  let decoder: Decoder | undefined;
  const tell = (told: Told, moved: Transferable[] = []) =>
    (self as unknown as { postMessage(told: Told, moved: Transferable[]): void }).postMessage(told, moved);
  self.onmessage = async (event: MessageEvent<Asked>) => {
    const asked = event.data;
    try {
      if ("bytes" in asked) {
        decoder = await open(asked.bytes);
        tell({ pages: decoder.pages });
      } else if (decoder) {
        const drawn = await decoder.page(asked.page);
        tell(drawn, [drawn.pixels.buffer as ArrayBuffer]);
      }
    } catch (error) {
      tell({ failed: String(error) });
    }
  };
}
