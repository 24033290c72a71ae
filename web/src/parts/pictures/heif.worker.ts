/**
 * HEIC as phones write it. WebAssembly, which the server's policy allows this worker and nothing
 * else (http/pages.cc knows it by its name).
 */
import libheif from "libheif-js/libheif-wasm/libheif.js";
import wasm from "libheif-js/libheif-wasm/libheif.wasm?url";
import { PIXELS_MAX, serve, type Pixels } from "./protocol";

serve(async (bytes) => {
  const wasmBinary = await (await fetch(wasm)).arrayBuffer();
  const library = await libheif({ wasmBinary });
  const images = new library.HeifDecoder().decode(new Uint8Array(bytes));
  return {
    pages: images.length,
    page(number) {
      const image = images[number - 1]!;
      const [width, height] = [image.get_width(), image.get_height()];
      if (width * height > PIXELS_MAX) throw new Error("too large");
      return new Promise<Pixels>((resolve, reject) => {
        const place = { width, height, data: new Uint8ClampedArray(width * height * 4) };
        image.display(place, (drawn) =>
          drawn ? resolve({ width, height, pixels: drawn.data }) : reject(new Error("not decoded")));
      });
    },
  };
});
