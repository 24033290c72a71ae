import type { Page } from "@playwright/test";
import { mailServer } from "./mail";
import { expect, test } from "./school";
import { approveAccountAct, choose, openAccount } from "./steps";

/** 账号之权: nobody's account lies in one other person's hand. */
const card = (page: Page, what: RegExp) => page.getByRole("article").filter({ hasText: what });
const waits = (page: Page) => page.getByRole("status").filter({ hasText: "已提请，等待另一类管理员批准" });
async function logIn(door: Page, login: string, password: string): Promise<void> {
  await door.getByLabel("账号").fill(login);
  await door.getByLabel("密码").fill(password);
  await door.getByRole("button", { name: "登录" }).click();
}

test("what touches an administrator waits for another kind, who may refuse it", async ({ come }) => {
  const keeper = await come("sysadmin");
  await openAccount(keeper, "纪检");
  await keeper.getByRole("button", { name: "停用" }).click();
  const dialog = keeper.getByRole("dialog", { name: "停用 纪检 的账号？" });
  await expect(dialog).toContainText("须由另一类管理员批准");
  await dialog.getByRole("button", { name: "提请批准" }).click();
  await expect(dialog.getByRole("alert")).toContainText("请写明理由");
  await dialog.getByRole("textbox", { name: "理由" }).fill("离岗半年");
  await dialog.getByRole("button", { name: "提请批准" }).click();
  await expect(waits(keeper).filter({ hasText: "停用账号" })).toBeVisible();
  await keeper.getByRole("link", { name: "查看账号事项" }).click();
  await expect(card(keeper, /停用账号/).getByRole("button")).toHaveText(["撤回提请"]);

  // Told by the bell and beside the page's name.
  const auditor = await come("auditor");
  await auditor.goto("/notices");
  await expect(auditor.getByRole("link", { name: /账号事项 1 件等您办理/ })).toBeVisible();
  await auditor.getByRole("listitem").filter({ hasText: "停用账号" }).getByRole("link", { name: "去办理" }).click();
  await expect(auditor).toHaveURL(/\/account-acts$/);
  await expect(card(auditor, /停用账号/)).toContainText("离岗半年");
  await expect(card(auditor, /停用账号/)).toContainText("jijian");
  await card(auditor, /停用账号/).getByRole("button", { name: "不予批准" }).click();
  const refusal = auditor.getByRole("dialog", { name: "不予批准" });
  await refusal.getByRole("button", { name: "不予批准" }).click();
  await expect(refusal.getByRole("alert")).toContainText("请写明理由");
  await refusal.getByRole("textbox", { name: "理由" }).fill("没有离岗手续");
  await refusal.getByRole("button", { name: "不予批准" }).click();
  await expect(auditor.getByRole("status").filter({ hasText: "已不予批准：纪检：停用账号" })).toBeVisible();
  await auditor.getByRole("button", { name: "不予批准 1" }).click();
  await expect(card(auditor, /没有离岗手续/)).toHaveCount(1);
  await expect(auditor.getByRole("link", { name: /件等您办理/ })).toHaveCount(0);

  // Asked once more, and thought better of.
  await openAccount(keeper, "纪检");
  await expect(waits(keeper)).toHaveCount(0);
  await keeper.getByRole("button", { name: "停用" }).click();
  await dialog.getByRole("textbox", { name: "理由" }).fill("离岗手续已补");
  await dialog.getByRole("button", { name: "提请批准" }).click();
  await expect(waits(keeper)).toBeVisible();
  await keeper.goto("/account-acts");
  await keeper.getByRole("button", { name: "撤回提请" }).click();
  await keeper.getByRole("dialog").getByRole("button", { name: "撤回提请" }).click();
  await expect(keeper.getByRole("status").filter({ hasText: "已撤回" })).toBeVisible();
  await expect(keeper.getByText("没有等待批准的账号事项")).toBeVisible();
});

test("a security administrator's password is seen by nobody else", async ({ come, school, page: door }) => {
  test.slow();
  const { settings, mails, close } = await mailServer();
  await school.kill();
  await school.serve({ ...settings, SHOUZE_HTTP_PUBLIC_URL: school.url });
  const keeper = await come("sysadmin");
  const security = await come("secadmin");
  const auditor = await come("auditor");
  await openAccount(keeper, "安全管理员");
  await keeper.getByRole("button", { name: "更改" }).click();
  await keeper.getByRole("textbox", { name: "邮箱" }).fill("sec@school.example");
  await keeper.getByRole("textbox", { name: "理由" }).fill("登记学校邮箱");
  await keeper.getByRole("button", { name: "提请批准" }).click();
  await expect(waits(keeper)).toBeVisible();
  await approveAccountAct(auditor, /sec@school\.example/);

  await openAccount(keeper, "安全管理员");
  await keeper.getByRole("button", { name: "重置密码" }).click();
  const dialog = keeper.getByRole("dialog", { name: "重置 安全管理员 的密码？" });
  await expect(dialog).toContainText("批准后，一次性链接发到本人邮箱 sec@school.example");
  await dialog.getByRole("textbox", { name: "理由" }).fill("本人忘记了密码，已当面核实");
  await dialog.getByRole("button", { name: "提请批准" }).click();
  await expect(waits(keeper)).toBeVisible();
  await expect(keeper.getByTestId("first-password")).toHaveCount(0);
  // Nothing has happened yet, and neither who asked nor whose account it is decides.
  await door.goto(`${school.url}/login`);
  await logIn(door, "secadmin", school.password);
  await expect(door.getByRole("heading", { level: 1 })).toHaveText("账号与权限");
  await security.goto("/account-acts");
  await expect(card(security, /重置密码/)).toContainText("这是您本人的账号，由另一位管理员办理");
  await expect(card(security, /重置密码/).getByRole("button")).toHaveCount(0);
  await approveAccountAct(auditor, /重置密码/);
  await door.reload();
  await expect(door.getByRole("button", { name: "登录" })).toBeVisible();
  await logIn(door, "secadmin", school.password);
  await expect(door.getByRole("alert")).toContainText("登录名或密码不对");

  const link = () => /\S+\/first-password#([0-9a-f]{64})/.exec(mails.join("\n"));
  await expect.poll(() => link()?.[1] ?? "", { timeout: 60_000 }).not.toBe("");
  const [address = "", token = ""] = link() ?? [];
  const asked: string[] = [];
  door.on("request", (request) => asked.push(`${request.url()} ${request.headers()["referer"] ?? ""}`));
  await door.goto(address);
  await expect(door.getByRole("heading", { name: "设置密码" })).toBeVisible();
  await expect(door.getByRole("definition").filter({ hasText: "secadmin" })).toBeVisible();
  await expect(door).toHaveURL(/\/first-password$/);
  expect(await door.evaluate(() => JSON.stringify(history.state))).not.toContain(token);
  await door.getByLabel("新密码", { exact: true }).fill("secadmin-2026");
  await expect(door.getByText("还不行")).toBeVisible();
  const own = "qiu-Tian_72-yezi";
  await door.getByLabel("新密码", { exact: true }).fill(own);
  await door.getByLabel("再输一遍").fill(`${own}x`);
  await door.getByRole("button", { name: "设置密码" }).click();
  await expect(door.getByRole("alert")).toContainText("两遍输入不一样");
  await door.getByLabel("再输一遍").fill(own);
  await door.getByRole("button", { name: "设置密码" }).click();
  await expect(door.getByRole("status")).toContainText("密码已设置");
  expect(asked.filter((one) => one.includes(token))).toEqual([]);
  await door.getByRole("button", { name: "去登录" }).click();
  await expect(door.getByLabel("账号")).toHaveValue("secadmin");
  await logIn(door, "secadmin", own);
  await expect(door.getByRole("heading", { level: 1 })).toHaveText("账号与权限");

  // It opens once.
  await door.goto("about:blank");
  await door.goto(address);
  await expect(door.getByRole("alert")).toContainText("这个链接已经用过、过期，或已被新的代替");
  await expect(door.getByRole("link", { name: "去登录" })).toBeVisible();
  await door.goto(`${school.url}/first-password`);
  await expect(door.getByText("请重新点开邮件里的链接")).toBeVisible();

  // A new account with an address gets a link, too; one without is told in person.
  await keeper.goto("/accounts");
  await keeper.getByRole("button", { name: "新建账号" }).click();
  const made = keeper.getByRole("dialog");
  await made.getByLabel("第 1 行 姓名").fill("李青");
  await made.getByLabel("第 1 行 账号").fill("li.qing");
  await made.getByLabel("第 1 行 邮箱").fill("li.qing@school.example");
  await made.getByRole("button", { name: "再加一行" }).click();
  await made.getByLabel("第 2 行 姓名").fill("孙禾");
  await made.getByLabel("第 2 行 账号").fill("sun.he");
  await made.getByRole("button", { name: "新建 2 个账号" }).click();
  await expect(made.getByRole("row", { name: /李青/ })).toContainText("一次性链接发往 li.qing@school.example");
  await expect(made.getByTestId("first-password")).toHaveCount(1);
  await expect(made).toContainText("7 日内签发的，会注明登录由他人开通");
  close();
  await school.kill();
  await school.serve();
});

test("a first password is shown once, and after seven days the login says so", async ({ come, school, page: door }) => {
  const keeper = await come("sysadmin");
  await keeper.goto("/accounts?q=tw.contact");
  await keeper.locator("main").getByRole("row").getByRole("button").first().click();
  await keeper.getByRole("button", { name: "重置密码" }).click();
  await keeper.getByRole("dialog", { name: /^重置 .* 的密码？$/ }).getByRole("button", { name: "重置密码" }).click();
  const shown = keeper.getByRole("dialog", { name: /的初始密码$/ });
  await expect(shown).toContainText("有效至 2026-11-27");
  const first = (await shown.getByTestId("first-password").textContent()) ?? "";
  await shown.getByRole("button", { name: "关闭" }).last().click();
  await expect(keeper.getByRole("definition").filter({ hasText: "初始密码有效至 2026-11-27" })).toBeVisible();
  school.setClock("2026-11-28T09:00");
  await door.goto(`${school.url}/login`);
  await logIn(door, "tw.contact", first);
  await expect(door.getByRole("alert")).toContainText("这个初始密码已过 7 天");
  const later = await come("sysadmin");
  await later.goto("/accounts?q=tw.contact");
  await expect(later.getByText("初始密码已过期")).toBeVisible();
});

test("a role that decides is granted by two kinds of administrator", async ({ come }) => {
  const security = await come("secadmin", { password: "qiu-Tian_72-yezi" });
  await openAccount(security, "李青");
  await security.getByRole("button", { name: "授予角色" }).click();
  const role = security.getByRole("dialog").getByRole("combobox", { name: "角色" });
  await choose(role, "协同部门");
  await expect(security.getByRole("textbox", { name: "理由" })).toHaveCount(0);
  await choose(role, "领导小组");
  await security.getByRole("textbox", { name: "理由" }).fill("新任副组长");
  await security.getByRole("button", { name: "提请批准" }).click();
  await expect(waits(security)).toContainText("授予角色：领导小组");
  // Whoever made the account does not give it its power.
  const keeper = await come("sysadmin");
  await keeper.goto("/account-acts");
  await expect(card(keeper, /领导小组/)).toContainText("此账号由您开通，或最近由您重置");
  await expect(card(keeper, /领导小组/).getByRole("button")).toHaveCount(0);
  await approveAccountAct(await come("auditor"), /领导小组/);
  await openAccount(security, "李青");
  await expect(security.getByRole("button", { name: "收回" })).toBeVisible();
});
