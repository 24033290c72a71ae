import { expect, test } from "./school";
import { tick } from "./steps";

test("a line opens to what was lost, by which rule and clause, and why", async ({ come }) => {
  const page = await come("xxgc.contact2");
  await page.goto("/sheet");
  await expect(page.getByRole("img", { name: /^瀑布图：满分 100，.*得分 88/ })).toBeVisible();
  const line = page.getByRole("button", { name: /^4\.1 / });
  await expect(line).toHaveAttribute("aria-expanded", "false");
  await line.click();
  await expect(line).toHaveAttribute("aria-expanded", "true");
  await expect(page.getByText(/应于 2026-05-19 24:00（已延期）前完成项目申请，未报送/).first()).toBeVisible();
  await expect(page.getByRole("link", { name: "附件1 第4项" }).first()).toBeVisible();
  await page.getByRole("link", { name: "附件1 第4项" }).first().click();
  await expect(page.getByRole("article", { name: "办法原文" })).toContainText("评分细则");
  await page.goBack();
  await page.getByRole("button", { name: "全部展开" }).click();
  await expect(page.getByRole("button", { name: "全部收起" })).toBeVisible();
  await expect(page.getByText("本年度没有要求，也没有发生，得满分。").first()).toBeVisible();
});

test("the sheet goes back to any day, with what was known then, and returns", async ({ come }) => {
  const page = await come("xxgc.contact2");
  await page.goto("/sheet");
  await expect(page.getByText("发现漏洞：漏洞 r184").first()).toBeHidden();
  await page.getByLabel("截至哪一天").first().fill("2026-06-01");
  await expect(page.getByRole("status").filter({ hasText: "截至 2026-06-01 24:00，当时所知" })).toBeVisible();
  await expect(page).toHaveURL(/as_of=2026-06-01/);
  // In June there was no veto, and one vulnerability in place of three.
  await expect(page.getByRole("row", { name: /^5\.1 处置安全漏洞 1 条扣分依据/ })).toBeVisible();
  await expect(page.getByText("一票否决")).toHaveCount(0);
  await page.getByRole("button", { name: "‹ 前一件事" }).click();
  await expect(page).not.toHaveURL(/as_of=2026-06-01/);
  await page.getByRole("slider", { name: "截至哪一天" }).focus();
  await page.keyboard.press("ArrowLeft");
  await expect(page).toHaveURL(/as_of=2026-05-/);
  await tick(page.getByRole("checkbox", { name: "用现在所知的事实" }));
  await expect(page.getByRole("status").filter({ hasText: "用现在所知" })).toBeVisible();
  await page.getByRole("button", { name: "回到现在" }).click();
  await expect(page.getByRole("row", { name: /^5\.1 处置安全漏洞 3 条扣分依据/ })).toBeVisible();
});

test("what still may be lost is tried: if it were handed in now", async ({ come }) => {
  const page = await come("xxgc.contact2");
  await page.goto("/sheet?line=3.1");
  await page.getByRole("button", { name: "假如现在报送并通过" }).first().click();
  await expect(page.getByText(/有风险的分 \d+ → \d+/)).toBeVisible();
  await page.getByRole("link", { name: "去报送" }).first().click();
  await expect(page).toHaveURL(/\/tasks\/xxgc\/3\.1\/implement#hand-in$/);
});

test("printed, it is the form of the annex with places to sign", async ({ come }) => {
  const page = await come("xxgc.head");
  await page.goto("/sheet");
  await expect(page.getByRole("img", { name: /^瀑布图/ })).toBeVisible();
  await page.emulateMedia({ media: "print" });
  await expect(page.getByText("（附件 1）考核评价细则得分表")).toBeVisible();
  await expect(page.getByText("被考核单位：信息工程学院")).toBeVisible();
  await expect(page.getByText("单位主要负责人（签字）：")).toBeVisible();
  await expect(page.getByText("网络安全领导小组办公室（盖章）：")).toBeVisible();
  await expect(page.getByRole("button", { name: "打印" })).toBeHidden();
  await expect(page.getByRole("navigation", { name: "主导航" }).first()).toBeHidden();
});
