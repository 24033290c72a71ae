import type { Page } from "@playwright/test";
import { expect, test } from "./school";
import { attach, confirm, photo, waiting } from "./steps";

/** The dialog on top has the keyboard in its first field. */
async function begins(page: Page, name: string | RegExp): Promise<void> {
  await expect(page.getByRole("dialog", { name }).last()).toBeVisible();
  const where = () => page.evaluate(() => {
    const seen = (one: Element) => one.getClientRects().length > 0;
    const place = [...document.querySelectorAll("[aria-modal=true]")].filter(seen).at(-1);
    const fields = [...(place?.querySelectorAll<HTMLElement>("input, textarea, select") ?? [])];
    const first = fields.find((one) => seen(one) && one.tabIndex >= 0 && !one.matches(":disabled"));
    return first && document.activeElement === first ? "the first field" : (document.activeElement?.outerHTML ?? "").slice(0, 120);
  });
  await expect.poll(where, { message: String(name) }).toBe("the first field");
}
async function opens(page: Page, button: string | RegExp, dialog: string | RegExp): Promise<void> {
  await page.getByRole("button", { name: button }).first().click();
  await begins(page, dialog);
  // A calendar that opened with its field is closed first.
  await expect(async () => {
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog", { name: dialog })).toBeHidden({ timeout: 700 });
  }).toPass();
}

test("a return is written and sent without the mouse", async ({ come }) => {
  const unit = await come("tsg.contact");
  await unit.goto("/tasks/tsg/3.1/implement");
  await attach(unit, photo);
  await confirm(unit);
  const page = await come("wab1");
  await page.goto("/review");
  await waiting(page, "图书馆").click();
  await expect(page.getByRole("img", { name: "photo.png" })).toBeVisible();
  await page.keyboard.press("r");
  await page.keyboard.type("stamp is missing");
  await begins(page, /^退回：图书馆/);
  await expect(page.getByLabel(/^退回理由/)).toHaveValue("stamp is missing");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText(/已退回：图书馆/)).toBeVisible();
});

test("every dialog begins in its first field", async ({ come }) => {
  test.setTimeout(120_000);
  const page = await come("wab1");
  await page.goto("/units");
  await opens(page, "设立单位", "设立单位");
  await page.getByRole("button", { name: "自动化学院" }).click();
  await opens(page, "撤并单位", /^撤并单位/);

  await page.goto("/tasks/jwc/3.1/implement");
  for (const name of ["代为报送", "提请豁免", "提请延期"]) await opens(page, name, name);

  await page.goto("/year");
  await opens(page, "新建年度", "新建年度");
  await opens(page, "载入工作日历", "载入工作日历");

  await page.goto("/records?q=自助终端感染蠕虫");
  await page.getByRole("button", { name: /自助终端感染蠕虫/ }).click();
  for (const [name, title] of [["更正", /^更正台账/], ["撤销", /^撤销台账/], ["提请豁免", /^提请豁免台账/]] as const) {
    await opens(page, name, title);
  }
  await page.goto("/results");
  await opens(page, "文书", "文书");

  const keeper = await come("sysadmin");
  await keeper.goto("/accounts");
  await opens(keeper, "新建账号", "新建账号");
});
