// @vitest-environment node
import { readFileSync } from "node:fs";
import { expect, it, vi } from "vitest";

// The real reader, without the page's worker and tables.
vi.mock("./pdf", () => ({
  openPdf: async (bytes: ArrayBuffer) => {
    const { getDocument } = await import("pdfjs-dist/legacy/build/pdf.mjs");
    return getDocument({ data: new Uint8Array(bytes), isEvalSupported: false, verbosity: 0 }).promise;
  },
}));
const decode = vi.hoisted(() => vi.fn());
vi.mock("./pictures/decoded", () => ({ decodePicture: decode }));
const { whyUnreadable } = await import("./checkFile");

const report = readFileSync("../tests/e2e/report.pdf", "latin1");
const asked = (text: string) => whyUnreadable(new File([Buffer.from(text, "latin1")], "材料.pdf"));
/** Its trailer names a lock that opens with no empty password. */
const locked = report.replace("<< /Size 8", `<< /Encrypt << /Filter /Standard /Length 40 /V 1 /R 2 /P -4 /O <853fee3f6550fc3bc212797eaed99cc9be53347583a738e25fdfb1242bf93366> /U <bffd0602be6b6b4173a44807062ef00b5908dedd9022f684eef67985661f1250> >> /ID [<293a53243d0fc1f08d6798a387b3f622><293a53243d0fc1f08d6798a387b3f622>] /Size 8`);

it("knows before it goes up what nobody can read", async () => {
  expect(await asked(report)).toBe(undefined);
  expect(await asked(locked)).toBe("locked");
  expect(await asked(report.slice(0, 300))).toBe("broken");
  expect(await asked("%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n")).toBe("noPages");
});

it("knows a picture that does not open", async () => {
  const decode = vi.fn().mockRejectedValue(new Error("broken"));
  vi.stubGlobal("Image", class { decode = decode; naturalWidth = 8; });
  expect(await asked("\x89PNG\r\n\x1a\n and nothing more")).toBe("picture");
  expect(await asked("\xff\xd8\xff\xe0 nor here")).toBe("picture");
  decode.mockResolvedValue(undefined);
  expect(await asked("\x89PNG\r\n\x1a\n a whole one")).toBe(undefined);
});

it("knows a burst without a picture, and takes what only this browser does not show", async () => {
  vi.stubGlobal("Image", class { decode = () => Promise.reject(new Error("unknown")); });
  const burst = "\0\0\0\x18ftypmsf1\0\0\0\0msf1hevc and so on";
  decode.mockResolvedValueOnce({ pages: 0, close() {} });
  expect(await asked(burst)).toBe("noPicture");
  decode.mockResolvedValueOnce({ pages: 3, close() {} });
  expect(await asked(burst)).toBe(undefined);
  decode.mockRejectedValueOnce(new Error("no WebAssembly here"));
  expect(await asked("II*\0 a scan")).toBe(undefined);
  decode.mockClear();
  expect(await asked("\0\0\0\x1cftypavif\0\0\0\0mif1avif")).toBe(undefined);
  expect(decode).not.toHaveBeenCalled();
});

it("leaves everything that is no PDF to the server", async () => {
  expect(await asked("MZ")).toBe(undefined);
  expect(await asked("")).toBe(undefined);
});
