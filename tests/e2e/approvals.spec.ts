import { expect, test } from "./school";
import { approve } from "./steps";

test("a waiver counts once a second person approves; the sheet lists it", async ({ come }) => {
  const office = await come("wab1");
  await office.goto("/tasks/jwc/9.1/proof");
  await office.getByRole("button", { name: "提请豁免" }).click();
  const dialog = office.getByRole("dialog", { name: "提请豁免" });
  await expect(dialog).toContainText("须网安办另一人批准后生效");
  await dialog.getByRole("button", { name: "提请", exact: true }).click();
  await expect(dialog.getByRole("alert")).toContainText("请写明理由");
  await dialog.getByRole("textbox").fill("全员参加了学校统一培训");
  await dialog.getByRole("button", { name: "提请", exact: true }).click();
  await expect(office.getByText(/^已有待批的提请：/)).toBeVisible();

  const unit = await come("jwc.contact");
  await unit.goto("/tasks/jwc/9.1/proof");
  await expect(unit.getByRole("heading", { name: "报送", exact: true })).toBeVisible();
  await approve(await come("wab2"), /全员参加了学校统一培训/);
  // The page that lies open tells it by itself.
  await expect(unit.getByText("已豁免").first()).toBeVisible();
  await expect(unit.getByRole("heading", { name: "报送", exact: true })).toHaveCount(0);
  await unit.goto("/sheet");
  await expect(unit.getByRole("heading", { name: "豁免、延期与争议" })).toBeVisible();
});

test("an extension is asked for, taken back, asked for anew, and moves the date", async ({ come }) => {
  const office = await come("wab1");
  const ask = async (day: string, reason: string) => {
    await office.goto("/tasks/tsg/3.1/implement");
    await office.getByRole("button", { name: "提请延期" }).click();
    const dialog = office.getByRole("dialog", { name: "提请延期" });
    await expect(dialog).toContainText("现期限 2026-12-15 24:00");
    await dialog.getByLabel("延至（当日 24:00）").fill(day);
    await office.keyboard.press("Enter");
    await dialog.getByRole("textbox", { name: "理由" }).fill(reason);
    await dialog.getByRole("button", { name: "提请", exact: true }).click();
    await expect(office.getByText(/^已有待批的提请：/)).toBeVisible();
  };
  const card = office.getByRole("article").filter({ hasText: "馆舍搬迁" });
  await ask("2026-12-26", "馆舍搬迁，写错了日子");
  await office.goto("/approvals");
  await card.getByRole("button", { name: "撤回提请" }).click();
  await office.getByRole("dialog").getByRole("button", { name: "撤回提请" }).click();
  await expect(office.getByText(/^✓ 已撤回：/)).toBeVisible();
  await expect(card).toHaveCount(0);

  await ask("2026-12-18", "馆舍搬迁，材料封存");
  const second = await come("wab2");
  await second.goto("/approvals");
  await expect(second.getByRole("article").filter({ hasText: "材料封存" })).toContainText("2026-12-18 24:00");
  await approve(second, /材料封存/);
  const unit = await come("tsg.contact");
  await unit.goto("/tasks/tsg/3.1/implement");
  await expect(unit.getByText("2026-12-18 24:00").first()).toBeVisible();
  await expect(unit.getByText("已延期").first()).toBeVisible();
  await unit.getByText("期限是怎么算的").click();
  await expect(unit.getByText(/批准延期，理由：馆舍搬迁，材料封存/)).toBeVisible();
});
