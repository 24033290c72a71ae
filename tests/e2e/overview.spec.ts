import { expect, test } from "./school";
import { tick } from "./steps";

test("a cell of the heat map leads to the matter", async ({ come }) => {
  const page = await come("lingdao");
  await page.goto("/overview");
  await expect(page.getByRole("region", { name: /一票否决/ })).toContainText("信息工程学院");
  const cell = page.getByRole("table", { name: "单位 × 指标" }).getByRole("link", { name: /^信息工程学院 4\.1 / });
  await expect(cell).toHaveAccessibleName(/已失 1 分（满分 5）.*误期 1 项/);
  await cell.click();
  await expect(page).toHaveURL(/\/sheet\/xxgc\?line=4\.1$/);
  await expect(page.getByText(/前完成项目申请，未报送/).first()).toBeVisible();
});

test("one number is told everywhere: who is behind, the mean, how the totals lie", async ({ come }) => {
  const page = await come("wab1");
  await page.goto("/overview");
  const figure = (name: string) => page.getByRole("listitem").filter({ hasText: name }).locator("b").first();
  const behind = await figure("误期未完成的单位").textContent();
  await expect(page.getByText(new RegExp(`^\\d+ 个单位：误期未完成 ${behind}，`))).toBeVisible();
  const mean = (await figure("平均分").textContent()) ?? "";
  const bands = await page.getByRole("img", { name: /个单位; .*个单位/ }).getAttribute("aria-label");
  await page.goto("/results");
  await expect(page.getByText("平均分", { exact: true }).locator("xpath=..")).toContainText(mean);
  for (const [, band, units] of (bands ?? "").matchAll(/([\d.]+ 至(?:不足)? [\d.]+) 分 (\d+) 个单位/g)) {
    await expect(page.getByText(band!, { exact: true }).locator("xpath=..")).toContainText(`${units} 个`);
  }
});

test("the map is walked by keyboard, sorted, and narrowed to a kind of unit", async ({ come }) => {
  const page = await come("wab1");
  await page.goto("/overview");
  const map = page.getByRole("table", { name: "单位 × 指标" });
  await expect(map.getByRole("rowheader")).toHaveCount(7);
  await page.getByRole("combobox", { name: "排列次序" }).selectOption("误期多的在前");
  await expect(map.getByRole("rowheader").first()).toContainText("自动化学院");
  await map.getByRole("link", { name: /^自动化学院 1 / }).focus();
  await page.keyboard.press("ArrowRight");
  await expect(map.getByRole("link", { name: /^自动化学院 2 / })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/sheet\/zdh\?line=2$/);
  await page.goBack();
  await page.getByRole("radiogroup", { name: "单位类别" }).getByText("群团组织").click();
  await expect(map.getByRole("link", { name: "校团委", exact: true })).toBeVisible();
  await expect(map.getByRole("link", { name: "自动化学院", exact: true })).toHaveCount(0);
});

test("a clock that runs by the hour is seen with a telephone number, until the unit opens it", async ({ come }) => {
  const office = await come("wab1");
  await office.goto("/register/notice");
  await office.getByRole("searchbox", { name: "输入单位名称，回车选中" }).fill("信息工程学院");
  await office.keyboard.press("Enter");
  await office.getByLabel(/^通报事项/).fill("门户存在弱口令");
  await office.getByRole("button", { name: "登记", exact: true }).click();
  await expect(office.getByRole("heading", { name: "已登记" })).toBeVisible();

  await office.goto("/overview");
  const clock = office.getByRole("listitem").filter({ hasText: "逾期扣" }).filter({ hasText: "信息工程学院" });
  await expect(clock).toContainText(/23 小时|1 天/);
  await expect(clock).toContainText("单位还没有打开");
  await expect(clock.getByRole("link", { name: /^拨打 .* 8107$/ }).first()).toHaveAttribute("href", "tel:8107");

  const unit = await come("xxgc.contact2");
  await unit.goto("/workbench");
  const next = unit.getByRole("region", { name: "下一件要做的事" });
  await expect(next).toContainText("门户存在弱口令");
  await next.getByRole("link", { name: "去报送" }).click();
  await expect(unit.getByText("按小时计，夜间和节假日不停。")).toBeVisible();
  await expect(async () => {
    await office.reload();
    await expect(clock).toContainText("已打开", { timeout: 5000 });
  }).toPass();
  await clock.getByRole("link", { name: /^信息工程学院/ }).click();
  await expect(office).toHaveURL(/\/tasks\/xxgc\/5\.2\/rectify\//);
});

test("reminders are made out for those who are behind", async ({ come }) => {
  const page = await come("wab1");
  await page.goto("/overview");
  await page.getByRole("link", { name: /^催办单/ }).click();
  const papers = page.getByRole("article");
  await expect(papers).not.toHaveCount(0);
  await expect(papers.first()).toContainText("云江工程职业技术学院（示例）网络安全领导小组办公室");
  await expect(papers.filter({ hasText: "自动化学院：" })).toContainText("已误期");
  await tick(page.getByRole("checkbox", { name: "已误期" }));
  await expect(papers.filter({ hasText: "自动化学院：" })).toHaveCount(0);
  await expect(papers.filter({ hasText: "校团委：" })).toContainText("2026-11-24 24:00");
  await expect(papers.filter({ hasText: "校团委：" })).toContainText("联系人：");
  await page.emulateMedia({ media: "print" });
  await expect(papers.first()).toBeVisible();
  await expect(page.getByRole("checkbox", { name: "已误期" })).toBeHidden();
});
