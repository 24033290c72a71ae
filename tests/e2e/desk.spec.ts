import { expect, test } from "./school";
import { choose } from "./steps";

test("the policy shows text and rules; a trial reckons what would be lost", async ({ come }) => {
  const page = await come("xxgc.contact2");
  await page.goto("/policy");
  await page.getByRole("navigation", { name: "考核方面与指标" }).getByRole("link", { name: /^5\.1 / }).click();
  await expect(page.getByRole("article", { name: "办法原文" })).toContainText("评分细则");
  await expect(page.getByRole("img", { name: "得 10 分，满分 10 分" })).toBeVisible();
  await page.getByRole("button", { name: "登记“漏洞”，加一" }).click();
  await expect(page.getByRole("img", { name: "得 8 分，满分 10 分" })).toBeVisible();
  await page.getByRole("button", { name: "“漏洞整改”未完成，加一" }).click();
  await expect(page.getByRole("img", { name: "得 3 分，满分 10 分" })).toBeVisible();
  await page.getByRole("button", { name: "清零" }).click();
  await expect(page.getByRole("img", { name: "得 10 分，满分 10 分" })).toBeVisible();
  await page.getByRole("tab", { name: "本校解释" }).click();
  await expect(page.getByText("通报逾期另扣")).toBeVisible();
});

test("the ledger is narrowed, an entry opened, and the whole of it proved", async ({ come }) => {
  const page = await come("auditor");
  await page.goto("/ledger");
  await choose(page.getByRole("combobox", { name: /^种类/ }), "审核");
  await expect(page.getByRole("cell", { name: /^登记台账/ })).toHaveCount(0);
  await expect(page.getByRole("cell", { name: /^审核 / }).first()).toBeVisible();
  await page.getByRole("button", { name: /^第 \d+ 条$/ }).first().click();
  const entry = page.getByRole("dialog", { name: /^第 \d+ 条$/ });
  await expect(entry).toContainText("verdict");
  await expect(entry.getByText(/^摘要：[0-9a-f]{64}$/)).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("tab", { name: "验证账本" }).click();
  await page.getByRole("button", { name: "现在验证" }).click();
  await expect(page.getByRole("status").filter({ hasText: "完好：" })).toContainText(/\d+ 条、\d+ 项事实/);
  await page.getByRole("tab", { name: "安全日志" }).click();
  await expect(page.getByRole("cell", { name: "auditor" }).first()).toBeVisible();
});

test("settings say where they come from, and keep secrets", async ({ come }) => {
  const page = await come("sysadmin");
  await page.goto("/settings");
  await expect(page.getByText("服务器正常")).toBeVisible();
  await page.getByRole("textbox", { name: "按名字或说明查找" }).fill("佐证文件");
  await expect(page.getByText("data.file_bytes_max", { exact: true })).toBeVisible();
  await expect(page.getByText("4194304")).toBeVisible();
  await expect(page.getByText("来自 SHOUZE_DATA_FILE_BYTES_MAX")).toBeVisible();
  await expect(page.getByText("http.listen", { exact: true })).toHaveCount(0);
});

test("a notice leads to its matter; read, it is no longer counted", async ({ come }) => {
  const page = await come("tw.contact");
  await page.goto("/workbench");
  await page.getByRole("link", { name: /^\d+ 条未读通知$/ }).click();
  await page.getByRole("listitem").filter({ hasText: "志愿服务管理系统" }).getByRole("link", { name: "去办理" }).first().click();
  await expect(page).toHaveURL(/\/tasks\/tw\/5\.1\/fix\//);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("整改");
  await page.goto("/notices");
  await page.getByRole("button", { name: "全部标为已读" }).click();
  await expect(page.getByRole("link", { name: "通知", exact: true })).toBeVisible();
  await page.getByText("只看未读").click();
  await expect(page.getByText("没有未读通知")).toBeVisible();
});

test("search finds units, records and tasks, and goes there by keyboard", async ({ come }) => {
  const page = await come("wab1");
  await page.goto("/overview");
  const search = page.getByRole("combobox", { name: "查找单位、漏洞、任务…" }).first();
  await search.fill("志愿服务管理系统");
  await page.getByRole("option", { name: /^台账 漏洞/ }).click();
  await expect(page.getByRole("dialog", { name: /^漏洞 r\d+/ })).toContainText("志愿服务管理系统");
  await page.keyboard.press("Escape");
  await search.fill("自动化");
  await expect(page.getByRole("option", { name: /^单位/ })).toBeVisible();
  await search.press("Enter");
  await expect(page).toHaveURL(/\/sheet\/zdh/);
  await search.fill("没有这样的东西");
  await expect(page.getByText("没有找到").first()).toBeVisible();
});

test("one changes one's password; other logins end", async ({ come, school }) => {
  const page = await come("jwc.contact");
  const other = await come("jwc.contact");
  await other.goto("/workbench");
  await page.goto("/me");
  await expect(page.getByRole("listitem").filter({ hasText: "本机" })).toBeVisible();
  const own = "qiu-Tian_72-yezi";
  await page.getByLabel("现在的密码").fill("not-the-password-1A");
  await page.getByLabel("新密码", { exact: true }).fill(own);
  await page.getByLabel("再输一遍新密码").fill(own);
  await page.getByRole("button", { name: "修改", exact: true }).click();
  await expect(page.getByRole("alert").first()).toContainText("密码不对");
  await page.getByLabel("现在的密码").fill(school.password);
  await page.getByRole("button", { name: "修改", exact: true }).click();
  await expect(page.getByText("密码已修改，其他地方的登录都已失效。")).toBeVisible();
  await other.getByRole("link", { name: "全部任务" }).click();
  await expect(other.getByRole("dialog", { name: "登录已失效，请重新登录" })).toBeVisible();
  await come("jwc.contact", { password: own });
});

test("English and the dark theme are kept", async ({ come }) => {
  const page = await come("lingdao");
  await page.goto("/overview");
  const person = page.getByRole("button", { name: /领导小组$/ });
  await person.click();
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Overview");
  const colour = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await colour();
  await page.getByRole("button", { name: /^Account/ }).click();
  if (!(await page.getByRole("button", { name: "Dark" }).isVisible())) await page.getByRole("button", { name: /^Account/ }).click();
  await page.getByRole("button", { name: "Dark" }).click();
  await expect.poll(colour).not.toBe(light);
  const dark = await colour();
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Overview");
  expect(await colour()).toBe(dark);
  await page.goto("/sheet/xxgc");
  await expect(page.getByRole("heading", { name: "Scoresheet 2026" })).toBeVisible();
});
