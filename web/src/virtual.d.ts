declare module "virtual:texts/*" {
  const messages: Record<string, unknown>;
  export default messages;
}

declare module "libheif-js/libheif-wasm/libheif.js" {
  interface HeifImage {
    get_width(): number;
    get_height(): number;
    display(
      place: { width: number; height: number; data: Uint8ClampedArray },
      done: (drawn: { data: Uint8ClampedArray } | null) => void,
    ): void;
  }
  interface Library {
    HeifDecoder: new () => { decode(bytes: Uint8Array): HeifImage[] };
  }
  export default function libheif(options: { wasmBinary: ArrayBuffer }): Library | Promise<Library>;
}
