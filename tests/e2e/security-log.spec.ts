import { expect, test } from "./school";
import { choose } from "./steps";

test("the auditor finds who looked at what, and takes it along", async ({ come }) => {
  const office = await come("wab1");
  await office.goto("/overview");
  await expect(office.getByRole("heading", { level: 1 })).toBeVisible();

  const page = await come("auditor");
  await page.goto("/ledger");
  await page.getByRole("tab", { name: "安全日志" }).click();
  const log = page.getByRole("region", { name: "安全日志" });
  await page.getByLabel("谁").fill("wab1");
  await page.getByLabel("谁").press("Enter");
  await choose(page.getByRole("combobox", { name: "事件" }), "查看");
  await expect(log.getByRole("row", { name: /wab1.*overview\.read/ }).first()).toBeVisible();
  await expect(log.getByRole("row", { name: /auditor/ })).toHaveCount(0);

  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "CSV" }).click();
  expect((await saved).suggestedFilename()).toMatch(/^安全日志-.*\.csv$/);

  await page.getByRole("button", { name: "清除筛选" }).click();
  await choose(page.getByRole("combobox", { name: "结果" }), "被拒");
  await expect(log.getByRole("row", { name: /成功/ })).toHaveCount(0);
});
