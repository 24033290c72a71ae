import type { Page } from "@playwright/test";
import { expect, test } from "./school";
import { fillVulnerability, handIn, report, waiting } from "./steps";

/** Two people of the office at one thing: the second is told what the first decided. */
const deaf = (page: Page) => page.route("**/changes**", (route) => route.abort());

async function giveBack(page: Page, reason: string): Promise<void> {
  await page.keyboard.press("r");
  const dialog = page.getByRole("dialog", { name: /^退回：/ });
  await dialog.getByLabel(/^退回理由/).fill(reason);
  await dialog.getByRole("button", { name: "退回", exact: true }).click();
  await expect(page.getByText(/已退回：/)).toBeVisible();
}

test("a submission returned by a colleague meanwhile is not accepted unseen", async ({ come }) => {
  await handIn(await come("jwc.contact"), "jwc/3.1/implement", report);
  const first = await come("wab1");
  const second = await come("wab2");
  await deaf(second);
  for (const page of [first, second]) {
    await page.goto("/review");
    await waiting(page, "教务处").click();
    await expect(page.getByRole("img", { name: "report.pdf" })).toBeVisible();
  }
  await giveBack(first, "缺少单位盖章");
  await second.keyboard.press("a");
  await expect(second.getByRole("status").filter({ hasText: "网安办 登记与审核" }))
    .toContainText(/没有重复审核：网安办 登记与审核 已于 .* 退回：缺少单位盖章/);
  await expect(waiting(second, "教务处")).toHaveCount(0);

  const unit = await come("jwc.contact");
  await unit.goto("/tasks/jwc/3.1/implement");
  await expect(unit.getByText("已退回：缺少单位盖章")).toBeVisible();
  await expect(unit.getByText("✓ 审核通过")).toHaveCount(0);
});

test("whoever looks on sees at once that a colleague has decided", async ({ come }) => {
  await handIn(await come("jxgc.contact"), "jxgc/3.1/implement", report);
  const first = await come("wab1");
  const second = await come("wab2");
  for (const page of [first, second]) {
    await page.goto("/review");
    await waiting(page, "机械工程学院").click();
    await expect(page.getByRole("img", { name: "report.pdf" })).toBeVisible();
  }
  await first.keyboard.press("a");
  await expect(first.getByText(/已通过：机械工程学院/)).toBeVisible();
  await expect(second.getByText("这一件已不在队列里")).toBeVisible();
  await expect(second.getByText(/网安办 登记与审核 已于 .* 通过，不需要再审核/)).toBeVisible();
  await expect(second.getByRole("button", { name: /^通过/ })).toHaveCount(0);
});

test("what one approves the other cannot refuse any more, and is told", async ({ come }) => {
  const centre = await come("xxzx-yw");
  await centre.goto("/register/vulnerability");
  await fillVulnerability(centre, "图书馆", "馆藏检索系统");
  await centre.getByRole("radio", { name: "另选时间" }).check();
  await centre.getByRole("combobox", { name: "时间" }).fill("2026-11-18 10:00");
  await centre.keyboard.press("Enter");
  await centre.getByLabel(/请写明为什么现在才登记/).fill("扫描报告今天才收到");
  await centre.getByRole("button", { name: "提请登记" }).click();
  await expect(centre.getByRole("heading", { name: "已提请，等待批准" })).toBeVisible();

  const first = await come("wab1");
  const second = await come("wab2");
  await deaf(second);
  const card = (page: Page) => page.getByRole("article").filter({ hasText: "馆藏检索系统" });
  for (const page of [first, second]) await page.goto("/approvals");
  await card(second).getByRole("button", { name: "不予批准" }).click();
  await second.getByRole("dialog").getByRole("textbox").fill("时间不对");
  await card(first).getByRole("button", { name: "批准", exact: true }).click();
  await first.getByRole("dialog").getByRole("button", { name: "批准", exact: true }).click();
  await expect(first.getByText(/已批准，已写入账本/)).toBeVisible();

  await second.getByRole("dialog").getByRole("button", { name: "不予批准" }).click();
  await expect(second.getByRole("alert")).toContainText(/已.*(批准|办结|决定)/);
  await second.goto("/approvals?tab=decided");
  await expect(card(second)).toContainText("网安办 登记与审核 于");
  await second.goto("/records?q=馆藏检索系统");
  await expect(second.getByRole("button", { name: /馆藏检索系统/ })).toHaveCount(1);
});
