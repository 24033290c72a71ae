import type { Locator } from "@playwright/test";
import { expect, test } from "./school";
import { approve, attach, confirm, handIn, photo, report, waiting } from "./steps";

/** What follows so soon on a verdict was meant for that one, and does nothing: people do it again. */
const insist = (act: () => Promise<void>, seen: Locator) => expect(async () => {
  await act();
  await expect(seen).toBeVisible({ timeout: 2000 });
}).toPass();

test("the queue is worked by keyboard", async ({ come }) => {
  const units = [await come("jwc.contact"), await come("jxgc.contact"), await come("tsg.contact")];
  for (const [n, code] of ["jwc", "jxgc", "tsg"].entries()) {
    await handIn(units[n]!, `${code}/3.1/implement`, photo, report);
  }
  const page = await come("wab1");
  await page.goto("/review");
  await expect(page.getByText("3 件待审核")).toBeVisible();
  const chosen = page.getByRole("navigation", { name: "审核队列" }).locator("[aria-current=true]");
  await expect(chosen).toContainText("教务处");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "用键盘审核" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("img", { name: "photo.png" })).toBeVisible();
  await page.keyboard.press("2");
  await expect(page.getByRole("img", { name: "report.pdf" })).toBeVisible();
  await page.keyboard.press("j");
  await expect(chosen).toContainText("机械工程学院");
  await page.keyboard.press("k");
  await expect(chosen).toContainText("教务处");

  await page.keyboard.press("a");
  await expect(page.getByText(/已通过：教务处/)).toBeVisible();
  await expect(chosen).toContainText("机械工程学院");
  await expect(page.getByText("2 件待审核")).toBeVisible();
  // Typing is no verdict.
  await expect(page.getByRole("img", { name: "photo.png" })).toBeVisible();
  await page.keyboard.press("r");
  const dialog = page.getByRole("dialog", { name: /^退回：机械工程学院/ });
  await dialog.getByRole("button", { name: "退回", exact: true }).click();
  await expect(dialog.getByRole("alert")).toContainText("请写明理由");
  await page.keyboard.type("a r j: 缺盖章");
  await expect(dialog).toBeVisible();
  await dialog.getByLabel(/^退回理由/).fill("缺盖章");
  await insist(() => page.keyboard.press("Control+Enter"), page.getByText(/已退回：机械工程学院/));
  // A mistake is mended by another verdict.
  await page.getByRole("button", { name: /^改为通过/ }).click();
  await expect(page.getByText("您已退回这一件，单位已收到通知。")).toBeVisible();
  await insist(() => page.getByRole("button", { name: /^改为通过/ }).last().click({ timeout: 3000 }),
    page.getByText(/已通过：机械工程学院/));
  await insist(() => page.keyboard.press("a"), page.getByText("全部审核完了"));
});

test("a return after the deadline asks which it was, and extends in the same act", async ({ come, school }) => {
  test.setTimeout(150_000);
  const fix = /志愿服务管理系统/;
  const unit = await come("tw.contact");
  await unit.goto("/workbench");
  await unit.getByRole("link", { name: "去报送" }).click();
  await attach(unit, photo);
  await confirm(unit);

  school.setClock("2026-11-25T09:00");
  const office = await come("wab1");
  await office.goto("/review");
  await waiting(office, "校团委").filter({ hasText: fix }).click();
  await expect(office.getByRole("img", { name: "photo.png" })).toBeVisible();
  await office.keyboard.press("r");
  const dialog = office.getByRole("dialog");
  await dialog.getByLabel(/^退回理由/).fill("内容完整，报告缺负责人签字");
  await expect(dialog.getByText("期限已过，而且这项任务期限后不能补报。请判断属于哪一种：")).toBeVisible();
  await dialog.getByRole("button", { name: "退回", exact: true }).click();
  await expect(dialog.getByRole("alert")).toContainText("请先选择属于哪一种");
  await dialog.getByRole("radio", { name: /没有实质内容/ }).check();
  await expect(dialog.getByText(/逾期成立，这项任务记为未完成，最多扣 5 分/)).toBeVisible();
  await dialog.getByRole("radio", { name: /只是形式问题/ }).check();
  await dialog.getByRole("combobox", { name: /延期到哪一天/ }).fill("2026-11-27");
  await office.keyboard.press("Enter");
  await dialog.getByRole("button", { name: "退回", exact: true }).click();
  await expect(office.getByText(/已提请退回并延期，待第二人批准/)).toBeVisible();
  const again = await come("tw.contact");
  await again.goto("/notices");
  await expect(again.getByText(/拟因形式问题退回.*待网安办第二人批准/).first()).toBeVisible();
  await approve(await come("wab2"), fix);

  await again.goto("/workbench");
  await expect(again.getByText("退回：内容完整，报告缺负责人签字").first()).toBeVisible();
  await again.getByRole("link", { name: "重新报送" }).first().click();
  await expect(again.getByText("2026-11-27 24:00").first()).toBeVisible();
  await expect(again.getByText("已延期").first()).toBeVisible();
  await attach(again, report);
  await confirm(again);
  await expect(again.getByText("✓ 在期限内")).toBeVisible();
});
