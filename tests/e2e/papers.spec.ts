import { readFileSync } from "node:fs";
import type { Download, Page } from "@playwright/test";
import { expect, test } from "./school";

/** By the server's own address: browsers inside WeChat and DingTalk save no other. */
async function saved(page: Page, act: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent("download"), act()]);
  expect((download as Download).url()).toMatch(/^http:.*\/api\/v1\//);
  return { name: (download as Download).suggestedFilename(), bytes: readFileSync(await (download as Download).path()) };
}

test("a unit's score sheet is had as PDF and as DOCX", async ({ come }) => {
  const page = await come("xxgc.contact2");
  await page.goto("/sheet/xxgc");
  await page.getByRole("button", { name: "文书" }).click();
  const dialog = page.getByRole("dialog", { name: "文书" });
  await expect(dialog.getByRole("listitem")).toHaveCount(1);
  const pdf = await saved(page, () => dialog.getByRole("button", { name: "评价表（附件 1 格式） PDF" }).click());
  expect(pdf.name).toMatch(/^xxgc .*2026 年度网络安全责任制落实考核评价表\.pdf$/);
  expect(pdf.bytes.subarray(0, 5).toString()).toBe("%PDF-");
  await expect(dialog.getByRole("status")).toContainText("已生成");
  const docx = await saved(page, () => dialog.getByRole("button", { name: /DOCX$/ }).click());
  expect(docx.bytes.subarray(0, 2).toString()).toBe("PK");
});

test("the office has the report, the announcement and the workbook; what cannot be made says why", async ({ come }) => {
  const page = await come("wab1");
  await page.goto("/results");
  await page.getByRole("button", { name: "文书" }).click();
  const dialog = page.getByRole("dialog", { name: "文书" });
  await dialog.getByRole("textbox").fill("网安办〔2026〕5 号");
  const report = await saved(page, () => dialog.getByRole("button", { name: "送领导小组的报告 PDF" }).click());
  expect(report.name).toBe("关于 2026 年度网络安全责任制落实考核评价结果的报告.pdf");
  const book = await saved(page, () => dialog.getByRole("button", { name: "排名与明细工作簿 XLSX" }).click());
  expect(book.name).toMatch(/排名与明细\.xlsx$/);
  const sheets = await saved(page, () => dialog.getByRole("button", { name: "评价表（各单位合订） PDF" }).click());
  expect(sheets.bytes.length).toBeGreaterThan(report.bytes.length);
  await page.route("**/papers/**", (route) => route.abort());
  await dialog.getByRole("button", { name: "结果通报 DOCX" }).click();
  await expect(dialog.getByRole("alert")).toBeVisible();
});

test("evidence is packed in the background, and downloaded in two parts", async ({ come, school }) => {
  const page = await come("xxgc.contact2");
  await page.goto("/sheet/xxgc");
  await page.getByRole("button", { name: "迎检材料" }).click();
  const dialog = page.getByRole("dialog", { name: "迎检材料" });
  await dialog.getByRole("button", { name: "生成", exact: true }).click();
  const link = dialog.getByRole("link", { name: /下载.*信息工程学院 2026 年度网络安全迎检材料\.zip/ });
  await expect(link).toBeVisible({ timeout: 60_000 });
  const zip = await saved(page, () => link.click());
  expect(zip.name).toMatch(/信息工程学院 2026 年度网络安全迎检材料\.zip$/);
  expect(zip.bytes.subarray(0, 2).toString()).toBe("PK");
  // As a browser goes on after a lost connection.
  const address = new URL((await link.getAttribute("href"))!, page.url()).href;
  const whole = await page.request.get(address);
  const etag = whole.headers()["etag"]!;
  const rest = await page.request.get(address, { headers: { Range: "bytes=1000-", "If-Range": etag } });
  expect(rest.status()).toBe(206);
  expect(Buffer.concat([zip.bytes.subarray(0, 1000), await rest.body()]).equals(zip.bytes)).toBe(true);
  // Of another unit nobody is told anything.
  const stranger = await come("tsg.contact");
  expect((await stranger.request.get(address)).status()).toBe(404);
  expect((await stranger.request.get(`/api/v1/cycles/2026/inspections`)).ok()).toBe(true);
  expect((await (await stranger.request.get(`/api/v1/cycles/2026/inspections`)).json()).inspections).toEqual([]);
  // It outlives a restart.
  await school.kill();
  await school.serve();
  expect((await page.request.get(address)).status()).toBe(200);
});
