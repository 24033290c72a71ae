import { mount } from "@vue/test-utils";
import { beforeEach, expect, it, vi } from "vitest";
import { ProblemError } from "@/api/client";

const upload = vi.fn();
const unreadable = vi.fn();
vi.mock("@/api/upload", () => ({ uploadEvidence: (file: File) => upload(file) }));
vi.mock("./checkFile", () => ({ whyUnreadable: (file: File) => unreadable(file) }));
vi.mock("@/format", () => ({ bytesText: String }));
vi.mock("vue-i18n", () => ({
  useI18n: () => ({ t: (key: string, named?: object) => key + JSON.stringify(named ?? ""), locale: { value: "zh" } }),
}));
const { default: EvidencePicker } = await import("./EvidencePicker.vue");

const settle = () => new Promise((done) => setTimeout(done));
async function chosen(...files: File[]) {
  const picker = mount(EvidencePicker, { props: { modelValue: [], already: [{ name: "已有.pdf", digest: "old" }] } });
  const input = picker.find<HTMLInputElement>('[data-test="files"]');
  Object.defineProperty(input.element, "files", { value: files });
  await input.trigger("change");
  await settle();
  return picker;
}
const picked = (picker: Awaited<ReturnType<typeof chosen>>) => picker.emitted("update:modelValue")!.at(-1)![0];

beforeEach(() => {
  upload.mockReset();
  unreadable.mockReset().mockResolvedValue(undefined);
});

it("names a file by its content and says so", async () => {
  upload.mockResolvedValue({ digest: "a", bytes: 1, type: "image/jpeg", name: "扫描.jpg" });
  const picker = await chosen(new File(["x"], "扫描.pdf"));
  expect(picked(picker)).toEqual([{ name: "扫描.jpg", digest: "a" }]);
  expect(picker.text()).toContain('renamed{"name":"扫描.jpg"}');
});

it("does not add what is there already", async () => {
  upload.mockImplementation((file: File) => Promise.resolve({ digest: file.name === "旧.pdf" ? "old" : "a", name: file.name }));
  const picker = await chosen(new File(["x"], "一.pdf"), new File(["x"], "二.pdf"), new File(["y"], "旧.pdf"));
  expect(picked(picker)).toEqual([{ name: "一.pdf", digest: "a" }]);
  expect(picker.text()).toContain('same{"name":"一.pdf"}');
  expect(picker.text()).toContain('same{"name":"已有.pdf"}');
});

it("tells of a locked PDF before anything goes up, and offers no second try", async () => {
  unreadable.mockResolvedValue("locked");
  const picker = await chosen(new File(["x"], "锁.pdf"));
  expect(upload).not.toHaveBeenCalled();
  expect(picker.text()).toContain("unreadable.locked");
  expect(picker.text()).not.toContain("common.retry");
});

it("tells what the server says of it", async () => {
  upload.mockRejectedValue(new ProblemError(422, { code: "invalid_input", message: "这是 RAR 压缩包", english: "" } as never));
  const picker = await chosen(new File(["x"], "材料.rar"));
  expect(picker.text()).toContain("这是 RAR 压缩包");
  expect(picked(picker)).toEqual([]);
});
