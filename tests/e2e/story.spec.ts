import type { Page } from "@playwright/test";
import { expect, test } from "./school";
import { attach, confirm, photo, registerVulnerability, report, waiting } from "./steps";

/**
 * 一个漏洞从登记到得分: the centre registers, the unit hands in from a phone, the office returns and
 * accepts, a second one is missed, and the sheet tells it all down to clause and evidence, now and as
 * of last week; the head sees it in one glance.
 */
const unitName = "图书馆";
const first = "招生报名系统";
const second = "毕业论文系统";

async function handInFor(page: Page, button: "去报送" | "重新报送", file: string): Promise<void> {
  await page.goto("/workbench");
  await page.getByRole("link", { name: button }).first().click();
  await expect(page.getByText(new RegExp(first)).first()).toBeVisible();
  await attach(page, file);
  await confirm(page);
  await expect(page.getByText("✓ 在期限内")).toBeVisible();
}
async function openInQueue(page: Page, file: string): Promise<void> {
  await page.goto("/review");
  await waiting(page, unitName).filter({ hasText: first }).click();
  await expect(page.getByRole("img", { name: file })).toBeVisible();
}
async function totalOf(page: Page): Promise<number> {
  const told = await page.getByText(/^[\d.]+ \/ 100$/).first().textContent();
  return Number(told?.split("/")[0]);
}

test("one vulnerability from its registering to the score", async ({ come, school }) => {
  test.setTimeout(240_000);
  // Friday 09:00: the centre registers; three workdays end on Wednesday 24:00.
  const centre = await come("xxzx-yw");
  const unit = await come("tsg.contact", { phone: true });
  await unit.goto("/sheet");
  await expect(unit.getByRole("row", { name: /^5\.1 / })).toBeVisible();
  const before = await totalOf(unit);
  await registerVulnerability(centre, unitName, first);

  await unit.goto("/workbench");
  const next = unit.getByRole("region", { name: "下一件要做的事" });
  await expect(next).toContainText(first);
  await expect(next).toContainText("2026-11-25 24:00");
  await handInFor(unit, "去报送", photo);

  const office = await come("wab1");
  await openInQueue(office, "photo.png");
  await office.keyboard.press("r");
  const dialog = office.getByRole("dialog");
  await dialog.getByLabel(/^退回理由/).fill("请补充复测结果");
  await dialog.getByRole("button", { name: "退回", exact: true }).click();
  await expect(office.getByText(/已退回：/)).toBeVisible();

  await unit.goto("/workbench");
  await expect(next).toContainText("退回：请补充复测结果");
  await handInFor(unit, "重新报送", report);
  await openInQueue(office, "report.pdf");
  await office.keyboard.press("a");
  await expect(office.getByText(/已通过：/)).toBeVisible();

  // A second one is missed: three workdays later it is Thursday.
  await registerVulnerability(centre, unitName, second);
  school.setClock("2026-11-26T08:00");

  // The sheet: what each point was lost for, by which clause, and what was handed in.
  const later = await come("tsg.contact");
  await later.goto("/sheet");
  await later.getByRole("button", { name: /^5\.1 处置安全漏洞/ }).click();
  await expect(later.getByText(/^[\d.]+ \/ 100$/).first()).toHaveText(`${before - 8} / 100`);
  const reason = (text: RegExp) => later.getByRole("listitem").filter({ hasText: text });
  const found = reason(new RegExp(`发现漏洞：漏洞 r\\d+（${first}）`));
  await expect(found).toContainText("−2");
  const missed = reason(new RegExp(`（${second}）应于 2026-11-25 24:00 前`));
  await expect(missed).toContainText("−4");
  await expect(missed).toContainText("规则应扣 5 分，扣完为止，实扣 4 分");
  await expect(missed).toContainText("未报送；依据：附件1 第5项");
  await expect(reason(new RegExp(`（${first}）应于`))).toHaveCount(0);
  await missed.getByRole("link", { name: "附件1 第5项" }).click();
  await expect(later.getByRole("article", { name: "办法原文" })).toContainText("处置");
  await later.goBack();
  await later.goto("/records");
  await later.getByRole("button", { name: new RegExp(first) }).click();
  await later.getByRole("dialog").getByRole("link", { name: /整改/ }).first().click();
  await expect(later.getByText("请补充复测结果")).toBeVisible();
  await expect(later.getByText("✓ 审核通过")).toBeVisible();
  await later.getByRole("button", { name: /report\.pdf/ }).click();
  await expect(later.getByRole("dialog").getByRole("img", { name: "report.pdf" })).toBeVisible();

  // As of the week before, none of it was known.
  await later.goto("/sheet?line=5.1");
  await later.getByLabel("截至哪一天").first().fill("2026-11-19");
  await expect(later.getByRole("status").filter({ hasText: "截至 2026-11-19 24:00，当时所知" })).toBeVisible();
  await expect(later.getByText(/^[\d.]+ \/ 100$/).first()).toHaveText(`${before} / 100`);
  await expect(later.getByText(new RegExp(first))).toHaveCount(0);

  // The unit's head, on a phone: where the unit stands, and why.
  const head = await come("tsg.head", { phone: true });
  await head.goto("/workbench");
  await expect(head.getByRole("region", { name: "目前得分" })).toContainText(`${before - 8} / 100`);
  const losses = head.getByRole("region", { name: "失了哪些分" });
  await expect(losses.getByRole("link", { name: /^5\.1 处置安全漏洞 −10/ })).toBeVisible();
  await expect(losses).toContainText(second);

  // The leading group: the same in the map of the school.
  const group = await come("lingdao");
  await group.goto("/overview");
  await group.getByRole("link", { name: /^图书馆 5\.1 处置安全漏洞: 已失 10 分（满分 10）.*误期 1 项/ }).click();
  await expect(group.getByText(new RegExp(`（${second}）应于 2026-11-25 24:00 前`)).first()).toBeVisible();
});
