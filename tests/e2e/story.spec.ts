import { resolve } from "node:path";
import { expect, test } from "./school";
import type { Page } from "@playwright/test";

/**
 * 一个漏洞从登记到得分: the centre registers, the unit hands in from a phone, the office returns and
 * accepts, a second one is missed, and the sheet tells it all, now and as of last week.
 */
const photo = resolve(new URL(".", import.meta.url).pathname, "photo.png");
const report = resolve(new URL(".", import.meta.url).pathname, "report.pdf");

async function register(page: Page, system: string): Promise<void> {
  await page.goto("/register/vulnerability");
  await page.getByPlaceholder("输入单位名称，回车选中").fill("信息工程学院");
  await page.keyboard.press("Enter");
  await page.getByLabel(/^系统/).fill(system);
  await page.getByLabel(/^漏洞编号/).fill("CVE-2026-0001");
  await page.getByTestId("register").click();
  await expect(page.getByText("已登记").first()).toBeVisible();
}

async function handIn(page: Page, system: string, file: string): Promise<void> {
  await page.goto("/workbench");
  const further = page.getByRole("link", { name: new RegExp(system) });
  await page.getByRole("link", { name: "重新报送" }).or(further).first().click();
  await page.getByTestId("files").setInputFiles(file);
  await expect(page.getByText("已上传")).toBeVisible();
  await page.getByRole("button", { name: "确认报送" }).click();
  await expect(page.getByRole("heading", { name: "已报送" })).toBeVisible();
  await expect(page.getByText("在期限内")).toBeVisible();
}

test("one vulnerability from its registering to the score", async ({ browser, school }) => {
  test.setTimeout(240_000);
  const system = "招生报名系统";
  // Friday 09:00: the centre registers; three workdays end on Wednesday 24:00.
  await register(await school.person(browser, "xxzx-yw"), system);

  const unit = await school.person(browser, "xxgc.contact2", { phone: true });
  await unit.goto("/workbench");
  await expect(unit.getByText(new RegExp(system)).first()).toBeVisible();
  await expect(unit.getByText("2026-11-25 24:00").first()).toBeVisible();
  await handIn(unit, system, photo);

  const office = await school.person(browser, "wab1");
  await office.goto("/review");
  await office.getByText(new RegExp(system)).first().click();
  await office.keyboard.press("r");
  const dialog = office.getByRole("dialog");
  await dialog.getByRole("textbox").first().fill("请补充复测结果");
  await dialog.getByRole("button", { name: "退回" }).click();
  await expect(office.getByText(/已退回：/)).toBeVisible();

  await unit.goto("/workbench");
  await expect(unit.getByText("退回：请补充复测结果").first()).toBeVisible();
  await handIn(unit, system, report);

  await office.goto("/review");
  await office.getByText(new RegExp(system)).first().click();
  await expect(office.getByRole("img", { name: "report.pdf" })).toBeVisible();
  await office.keyboard.press("a");
  await expect(office.getByText(/已通过：/)).toBeVisible();

  // A second one is missed: three workdays later it is Thursday.
  const second = "毕业论文系统";
  await register(await school.person(browser, "xxzx-yw"), second);
  school.setClock("2026-11-26T08:00");
  const later = await school.person(browser, "xxgc.contact2");
  await later.goto("/sheet?line=5.1");
  const line = later.getByRole("region", { name: /5\.1/ }).or(later.locator("#line-5\\.1")).first();
  await expect(later.getByText(new RegExp(`漏洞 .*（${system}）`)).first()).toBeVisible();
  await expect(later.getByText(new RegExp(`（${second}）应于 2026-11-25 24:00 前`)).first()).toBeVisible();
  await expect(line.or(later.getByText("附件1 第5项").first()).first()).toBeVisible();

  // As of the day before, it was not known.
  await later.goto("/sheet?line=5.1&as_of=2026-11-19");
  await expect(later.getByText(/截至 2026-11-19/).first()).toBeVisible();
  await expect(later.getByText(new RegExp(system))).toHaveCount(0);

  // The head sees the same at one glance.
  const head = await school.person(browser, "lingdao");
  await head.goto("/overview");
  await expect(head.getByText("信息工程学院").first()).toBeVisible();
});
