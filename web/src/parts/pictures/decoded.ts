import type { Asked, Pixels, Told } from "./protocol";

/** A picture that browsers do not show by themselves, decoded by a worker. */
export interface Decoded {
  pages: number;
  page(number: number): Promise<ImageData>;
  close(): void;
}

const workers = {
  tiff: () => new Worker(new URL("./tiff.worker.ts", import.meta.url)),
  heif: () => new Worker(new URL("./heif.worker.ts", import.meta.url)),
};

/** Rejects where the bytes cannot be decoded; there may be no picture in them. The worker is fetched with the first use. */
export async function decodePicture(kind: keyof typeof workers, bytes: ArrayBuffer): Promise<Decoded> {
  const worker = workers[kind]();
  const ask = (asked: Asked, moved: Transferable[] = []) =>
    new Promise<Exclude<Told, { failed: string }>>((resolve, reject) => {
      worker.onmessage = (event: MessageEvent<Told>) =>
        "failed" in event.data ? reject(new Error(event.data.failed)) : resolve(event.data);
      worker.onerror = (event) => reject(new Error(event.message));
      worker.postMessage(asked, moved);
    });
  try {
    const opened = (await ask({ bytes }, [bytes])) as { pages: number };
    // One at a time: answers carry no number.
    let last: Promise<unknown> = Promise.resolve();
    return {
      pages: opened.pages,
      page(number) {
        const drawn = last.catch(() => {}).then(() => ask({ page: number }) as Promise<Pixels>)
          .then((one) => new ImageData(one.pixels as Uint8ClampedArray<ArrayBuffer>, one.width, one.height));
        last = drawn;
        return drawn;
      },
      close: () => worker.terminate(),
    };
  } catch (error) {
    worker.terminate();
    throw error;
  }
}
