import { expect, test } from "./school";
import { approve, handIn, report, waiting } from "./steps";

test("named dates move, and the tasks with them", async ({ come }) => {
  const office = await come("wab1");
  await office.goto("/year");
  await office.getByRole("button", { name: "调整日期" }).click();
  await office.getByRole("combobox", { name: "责任制落实材料截止日" }).fill("2026-12-18");
  await office.keyboard.press("Enter");
  await expect(office.getByText("原为 2026-12-15")).toBeVisible();
  await office.getByRole("button", { name: "保存 1 处改动" }).click();
  await expect(office.getByRole("alert")).toContainText("请写明理由");
  await office.getByLabel("理由").fill("年底会议改期");
  await office.getByRole("button", { name: "保存 1 处改动" }).click();
  await expect(office.getByRole("alert")).toContainText("图书馆 “落实责任制”由 2026-12-15 24:00 改为 2026-12-18 24:00");
  await office.getByRole("button", { name: "已逐项核对，仍要这样做" }).click();
  await expect(office.getByText("日期已调整")).toBeVisible();

  const unit = await come("tw.contact");
  await unit.goto("/tasks/tw/3.1/implement");
  await expect(unit.getByText("2026-12-18 24:00").first()).toBeVisible();
});

test("what blocks the next stage is listed; clearing it frees the button; then all is frozen", async ({ come, school }) => {
  const early = await come("wab1");
  await early.goto("/year");
  await expect(early.getByText("初评不早于 2026-12-01")).toBeVisible();
  school.setClock("2026-12-01T09:00");
  await handIn(await come("jwc.contact"), "jwc/3.1/implement", report);
  const office = await come("wab1");
  await office.goto("/year");
  const enter = office.getByRole("button", { name: "进入“初评”" });
  await expect(office.getByRole("heading", { name: "进入“初评”之前，还有 2 件事" })).toBeVisible();
  await expect(enter).toBeDisabled();

  // A submission that nobody has reviewed.
  await expect(office.getByRole("link", { name: /教务处.*还没有审核/ })).toBeVisible();
  await office.getByRole("link", { name: /^去审核/ }).click();
  await waiting(office, "教务处").click();
  await expect(office.getByRole("img", { name: "report.pdf" })).toBeVisible();
  await office.keyboard.press("a");
  await expect(office.getByText(/已通过：教务处/)).toBeVisible();

  // A dispute that nobody has decided.
  await office.goto("/year");
  await expect(office.getByRole("heading", { name: "进入“初评”之前，还有 1 件事" })).toBeVisible();
  await office.getByRole("link", { name: /自动化学院：对台账 .* 的争议还没有裁定/ }).click();
  await office.getByRole("button", { name: /^争议待裁定 1/ }).first().click();
  await office.getByRole("button", { name: "提请裁定" }).click();
  const dialog = office.getByRole("dialog");
  await dialog.getByRole("radio", { name: /争议不成立/ }).check();
  await dialog.getByRole("textbox").fill("扫描记录清楚，维持");
  await dialog.getByRole("button", { name: "提请裁定" }).click();
  await expect(office.getByText("已提请裁定，等网安办另一人批准后生效。")).toBeVisible();
  await approve(await come("wab2"), /争议/);

  await office.goto("/year");
  await expect(office.getByText("没有障碍，可以进入“初评”")).toBeVisible();
  await enter.click();
  const sure = office.getByRole("dialog");
  await expect(sure).toContainText("冻结全校每个单位此刻的得分表");
  await sure.getByRole("button", { name: "进入“初评”" }).click();
  await expect(office.getByText("2026 年度现在是“初评”")).toBeVisible();
  await expect(office.getByText(/^6 个单位，平均/)).toBeVisible();
  await expect(office.getByText("初评后不能改；需先退回“进行中”")).toBeVisible();

  // The unit sees its frozen sheet beside the live one.
  const unit = await come("xxgc.head");
  await unit.goto("/sheet");
  await unit.getByRole("group", { name: "看哪一份" }).getByRole("button", { name: /^初评/ }).click();
  await expect(unit.getByRole("status").getByText(/^初评结果，.* 冻结$/)).toBeVisible();
});
