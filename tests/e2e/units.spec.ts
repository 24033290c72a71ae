import { expect, test } from "./school";
import { approveAccountAct, choose } from "./steps";

test("a unit is founded, renamed, and merged into another", async ({ come }) => {
  const page = await come("wab1");
  await page.goto("/units");
  await page.getByRole("button", { name: "设立单位" }).click();
  const dialog = page.getByRole("dialog", { name: "设立单位" });
  await dialog.getByLabel("名称").fill("继续教育学院");
  await dialog.getByLabel("代码").fill("jwc");
  await choose(dialog.getByRole("combobox", { name: "类别" }), "教学单位");
  await dialog.getByRole("spinbutton").first().fill("20");
  await dialog.getByRole("button", { name: "设立单位" }).click();
  await expect(dialog.getByText("单位代码“jwc”已经用过，请换一个").first()).toBeVisible();
  await dialog.getByLabel("代码").fill("jxjy");
  await dialog.getByRole("button", { name: "设立单位" }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole("button", { name: "继续教育学院" }).click();

  const drawer = page.getByRole("dialog", { name: "继续教育学院" });
  await drawer.getByLabel("名称").fill("创新创业学院");
  await drawer.getByLabel("更改理由").fill("机构调整");
  await drawer.getByRole("button", { name: "保存" }).click();
  await expect(page.getByText("已保存")).toBeVisible();
  const renamed = page.getByRole("dialog", { name: "创新创业学院" });
  await renamed.getByRole("button", { name: "撤并单位" }).click();
  const end = page.getByRole("dialog", { name: "撤并单位：创新创业学院" });
  await choose(end.getByRole("combobox", { name: /^并入/ }), "信息工程学院");
  await end.getByRole("textbox", { name: "理由" }).fill("并入信息工程学院");
  await end.getByRole("button", { name: "撤并", exact: true }).click();
  await expect(end).toBeHidden();
  await page.goto("/ledger");
  await expect(page.getByRole("row", { name: /创新创业学院/ }).first()).toBeVisible();
});

test("a post is handed over, and the next one sees the unit's tasks", async ({ come }) => {
  const page = await come("wab1");
  await page.goto("/units");
  await page.getByRole("button", { name: "自动化学院" }).click();
  const drawer = page.getByRole("dialog", { name: "自动化学院" });
  await expect(drawer.getByText("空缺")).toBeVisible();
  const post = drawer.getByText("空缺").locator("xpath=..");
  await post.getByRole("button", { name: "任职" }).click();
  await post.getByRole("combobox", { name: "由谁担任" }).fill("jwc.contact");
  await page.getByRole("option", { name: /jwc\.contact/ }).click();
  await post.getByRole("button", { name: "任职" }).click();
  await expect(drawer.getByText("空缺")).toHaveCount(0);

  const both = await come("jwc.contact");
  await both.goto("/workbench/zdh");
  await expect(both.getByText("自动化学院").first()).toBeVisible();
  await expect(both.getByRole("region", { name: "接下来" })).toBeVisible();
});

test("an account is made, begins with a new password, and is given another one", async ({ come, school, page: door }) => {
  const page = await come("sysadmin");
  await page.goto("/accounts");
  await page.getByRole("button", { name: "新建账号" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("第 1 行 姓名").fill("张明远");
  await dialog.getByLabel("第 1 行 账号").fill("wab1");
  await dialog.getByRole("button", { name: "新建 1 个账号" }).click();
  await expect(dialog.getByRole("alert")).toContainText("登录名“wab1”已经用过，请换一个");
  await dialog.getByLabel("第 1 行 账号").fill("zhang.my");
  await dialog.getByRole("button", { name: "新建 1 个账号" }).click();
  await expect(page.getByRole("dialog", { name: "已新建 1 个账号" })).toContainText("zhang.my");
  const first = (await dialog.getByRole("code").first().textContent()) ?? "";
  await dialog.getByRole("button", { name: "关闭" }).last().click();

  const own = "qiu-Tian_72-yezi";
  await door.goto(`${school.url}/login`);
  await door.getByLabel("账号").fill("zhang.my");
  await door.getByLabel("密码").fill(first);
  await door.getByRole("button", { name: "登录" }).click();
  await expect(door.getByRole("heading", { name: "首次登录，请设定新密码" })).toBeVisible();
  await door.getByLabel("新密码", { exact: true }).fill(own);
  await door.getByLabel("再输一遍").fill(`${own}x`);
  await door.getByRole("button", { name: "设定并继续" }).click();
  await expect(door.getByRole("alert")).toContainText("两遍输入不一样");
  await door.getByLabel("再输一遍").fill(own);
  await door.getByRole("button", { name: "设定并继续" }).click();
  await expect(door.getByText("您的账号还没有岗位或角色")).toBeVisible();

  // The role is another administrator's to give, and a third kind's to approve.
  const security = await come("secadmin");
  await security.goto("/accounts");
  await security.getByRole("button", { name: "张明远" }).click();
  await security.getByRole("button", { name: "授予角色" }).click();
  await choose(security.getByRole("dialog").getByRole("combobox", { name: "角色" }), "网安办");
  await security.getByRole("textbox", { name: "理由" }).fill("接任网安办登记");
  await security.getByRole("button", { name: "提请批准" }).click();
  await expect(security.getByRole("status").filter({ hasText: "授予角色：网安办" })).toBeVisible();
  await door.reload();
  await expect(door.getByText("您的账号还没有岗位或角色")).toBeVisible();
  await approveAccountAct(await come("auditor"), /授予角色：网安办/);
  await door.reload();
  await expect(door.getByRole("heading", { level: 1 })).toHaveText("总览");

  // From now on nobody sees a password of theirs, and no mail reaches them.
  await page.reload();
  await page.getByRole("button", { name: "张明远" }).click();
  await page.getByRole("button", { name: "重置密码" }).click();
  const reset = page.getByRole("dialog", { name: "重置 张明远 的密码？" });
  await reset.getByRole("textbox", { name: "理由" }).fill("忘记了密码");
  await reset.getByRole("button", { name: "提请批准" }).click();
  await expect(reset.getByRole("alert")).toContainText("请先登记邮箱");
  await door.reload();
  await expect(door.getByRole("heading", { level: 1 })).toHaveText("总览");
});
