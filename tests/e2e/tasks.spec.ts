import { expect, test } from "./school";
import { attach, confirm, handIn, photo, report, tick } from "./steps";

test("the workbench says what is next, what it costs, what is lost and where one stands", async ({ come }) => {
  const page = await come("xxgc.contact2", { phone: true });
  await page.goto("/workbench");
  const next = page.getByRole("region", { name: "下一件要做的事" });
  await expect(next).toContainText("信息工程学院网站");
  await expect(next).toContainText("还有 3 天 14 小时");
  await expect(next).toContainText("2026-11-23 24:00");
  await expect(next).toContainText(/误期至多扣\s*5 分/);
  await expect(page.getByRole("region", { name: "目前得分" }).getByRole("img")).toHaveAccessibleName(/已稳 \d+ 分，有风险 \d+ 分，已失 \d+ 分/);
  await expect(page.getByRole("region", { name: "失了哪些分" })).toContainText("依据：附件1 第5项");

  await next.getByRole("link", { name: "去报送" }).click();
  await expect(page.getByRole("heading", { name: "报送", exact: true })).toBeInViewport();
  await page.getByText("期限是怎么算的").click();
  await expect(page.getByText(/起算：2026-11-18/)).toBeVisible();
  await page.goBack();
  await page.getByRole("region", { name: "失了哪些分" }).getByRole("link", { name: /^5\.1/ }).click();
  await expect(page.getByRole("button", { name: /^5\.1 / })).toHaveAttribute("aria-expanded", "true");
});

test("the list of tasks is narrowed by state and by words", async ({ come }) => {
  const page = await come("xxgc.contact2");
  await page.goto("/tasks");
  await page.getByRole("button", { name: /^待办 \d+/ }).click();
  await expect(page.getByRole("link", { name: /^落实责任制/ })).toBeVisible();
  await expect(page.getByRole("link", { name: /^签订责任书/ })).toHaveCount(0);
  await page.getByRole("textbox", { name: "查找任务" }).fill("没有这样的任务");
  await expect(page.getByText("没有符合条件的任务")).toBeVisible();
  await page.getByRole("button", { name: "清除条件" }).click();
  await page.getByRole("textbox", { name: "查找任务" }).fill("责任书");
  await expect(page.getByRole("link", { name: /^签订责任书.*已完成/ })).toBeVisible();
});

test("several files, for two tasks at once, with a word; taken back and handed in anew", async ({ come }) => {
  const page = await come("xxgc.contact2");
  await page.goto("/tasks/xxgc/9.1/proof");
  await page.getByRole("button", { name: "确认报送" }).click();
  await expect(page.getByRole("alert")).toContainText("请先选择佐证材料");
  await attach(page, photo, report);
  await page.getByRole("textbox", { name: "说明" }).fill("签到表与课件");
  await page.getByText("这些材料同时用于其他任务").click();
  await tick(page.getByRole("checkbox", { name: /^9\.2 / }));
  await page.getByRole("button", { name: "确认报送（2 项任务）" }).click();
  await expect(page.getByRole("heading", { name: "已报送" })).toBeVisible();
  await expect(page.getByText("✓ 在期限内")).toHaveCount(2);
  await expect(page.getByText("服务器收到的时刻")).toBeVisible();
  await page.getByRole("link", { name: "回到工作台" }).click();
  await expect(page.getByRole("region", { name: "待网安办审核" }).getByRole("link")).toHaveCount(2);

  await page.goto("/tasks/xxgc/9.1/proof");
  await page.getByRole("button", { name: /photo\.png/ }).click();
  await expect(page.getByRole("dialog").getByRole("img", { name: "photo.png" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByText("与其他任务一并报送")).toBeVisible();
  await page.getByRole("button", { name: "撤回" }).click();
  const dialog = page.getByRole("dialog", { name: "撤回报送" });
  await dialog.getByRole("button", { name: "撤回" }).click();
  await expect(dialog.getByRole("alert")).toContainText("请写明理由");
  await dialog.getByRole("textbox").fill("传错了课件");
  await dialog.getByRole("button", { name: "撤回" }).click();
  await expect(page.getByRole("heading", { name: "报送", exact: true })).toBeVisible();
  await attach(page, report);
  await confirm(page);
  await page.reload();
  await expect(page.getByText("尚未审核")).toHaveCount(1);
});

test("the office enters what came on paper, with the time it came, and accepts it", async ({ come }) => {
  const office = await come("wab1");
  await office.goto("/tasks/tsg/3.1/implement");
  await office.getByRole("button", { name: "代为报送" }).click();
  const dialog = office.getByRole("dialog", { name: "代为报送" });
  await dialog.getByLabel(/^收到时间/).fill("11月20日 8：30");
  await office.keyboard.press("Enter");
  await dialog.getByRole("button", { name: "登记", exact: true }).click();
  await expect(dialog.getByRole("alert")).toContainText("请写明理由");
  await dialog.getByLabel("代为报送的理由").fill("图书馆网络检修，交来纸质材料");
  await tick(dialog.getByRole("checkbox", { name: "当面核对无误，同时审核通过" }));
  await dialog.getByRole("button", { name: "登记", exact: true }).click();
  await expect(office.getByRole("heading", { name: "已登记代为报送" })).toBeVisible();

  const unit = await come("tsg.contact");
  await unit.goto("/tasks/tsg/3.1/implement");
  await expect(unit.getByText(/纸质材料收到时间 2026-11-20 08:30，由 网安办 登记与审核 登记/)).toBeVisible();
  await expect(unit.getByText("理由：图书馆网络检修，交来纸质材料")).toBeVisible();
  await expect(unit.getByText("✓ 审核通过")).toBeVisible();
  await expect(unit.getByText("已完成").first()).toBeVisible();
});

test("paper that came more than a day ago needs a second person", async ({ come }) => {
  const office = await come("wab1");
  await office.goto("/tasks/tw/3.1/implement");
  await office.getByRole("button", { name: "代为报送" }).click();
  const dialog = office.getByRole("dialog", { name: "代为报送" });
  await dialog.getByLabel(/^收到时间/).fill("2026-11-18T16:00");
  await office.keyboard.press("Enter");
  await dialog.getByLabel("代为报送的理由").fill("当日未及登记");
  await dialog.getByRole("button", { name: "登记", exact: true }).click();
  await expect(office.getByRole("heading", { name: "已提请代为报送" })).toBeVisible();
  await office.getByRole("link", { name: "看待批事项" }).first().click();
  await expect(office.getByRole("article").filter({ hasText: "当日未及登记" })).toContainText("这是您提请的，须由网安办另一人批准");

  const second = await come("wab2");
  await second.goto("/approvals");
  await second.getByRole("article").filter({ hasText: "当日未及登记" }).getByRole("button", { name: "批准", exact: true }).click();
  await second.getByRole("dialog").getByRole("button", { name: "批准", exact: true }).click();
  await expect(second.getByText(/已批准，已写入账本/)).toBeVisible();
  await office.goto("/tasks/tw/3.1/implement");
  await expect(office.getByText("待审核").first()).toBeVisible();
});

test("a task is handed in from a phone", async ({ come }) => {
  const page = await come("jwc.contact", { phone: true });
  await handIn(page, "jwc/3.1/implement", photo);
  await expect(page.getByText("✓ 在期限内")).toBeVisible();
});

test("a task that keeps nothing by itself names the one it has to be done with", async ({ come }) => {
  const page = await come("jxgc.contact");
  await page.goto("/register/incident");
  await page.getByLabel(/^事件名称/).fill("实训平台网页被改");
  await page.getByRole("checkbox", { name: "重大事件" }).check();
  await page.getByRole("checkbox", { name: "发生在重要时期" }).check();
  await page.getByRole("button", { name: "登记", exact: true }).click();
  const receipt = page.getByRole("status").filter({ has: page.getByRole("heading", { name: "已登记" }) });
  await receipt.getByRole("link", { name: "重大事件上报" }).click();
  const said = page.getByText("假如现在报送并通过：").locator("xpath=..");
  await expect(said).toContainText("只报这一件，得分和风险都不变");
  await expect(said).toContainText(/须与\s*“重大事件整改：.*实训平台网页被改.*”\s*一起完成，才保住 5 分/);
});
