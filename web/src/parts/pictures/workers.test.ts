// @vitest-environment node
import { readFileSync } from "node:fs";
import { beforeEach, expect, it, vi } from "vitest";
import type { Asked, Told } from "./protocol";

/** Stands for the worker's own global. */
const worker: { onmessage?: (event: { data: Asked }) => void; postMessage?: (told: Told) => void } = {};
vi.stubGlobal("self", worker);
vi.stubGlobal("fetch", async () => new Response(readFileSync("node_modules/libheif-js/libheif-wasm/libheif.wasm")));

function ask(asked: Asked): Promise<Told> {
  return new Promise((told) => {
    worker.postMessage = told;
    worker.onmessage?.({ data: asked });
  });
}
const bytesOf = (name: string) => Uint8Array.from(readFileSync(`../tests/e2e/${name}`)).buffer as ArrayBuffer;

beforeEach(() => vi.resetModules());

it("decodes a scan of two pages", async () => {
  await import("./tiff.worker");
  expect(await ask({ bytes: bytesOf("scan.tif") })).toEqual({ pages: 2 });
  const second = await ask({ page: 2 });
  expect(second).toMatchObject({ width: 8, height: 8 });
  expect("pixels" in second && [...second.pixels.slice(0, 4)]).toEqual([200, 200, 200, 255]);
});

it("decodes a photo of a phone", async () => {
  await import("./heif.worker");
  expect(await ask({ bytes: bytesOf("photo.heic") })).toEqual({ pages: 1 });
  expect(await ask({ page: 1 })).toMatchObject({ width: 64, height: 48 });
});

it.each(["./tiff.worker", "./heif.worker"])("%s finds no picture where there is none", async (name) => {
  await import(name);
  const told = await ask({ bytes: new TextEncoder().encode("no picture at all, whatever it is called").buffer as ArrayBuffer });
  expect("failed" in told || ("pages" in told && told.pages === 0)).toBe(true);
});
