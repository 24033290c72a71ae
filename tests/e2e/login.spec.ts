import { expect, test } from "./school";
import { attach, report } from "./steps";

test("a wrong password is told, and what was typed stays", async ({ page, school }) => {
  await page.goto(`${school.url}/sheet`);
  await expect(page).toHaveURL(/\/login\?to=/);
  await page.getByLabel("账号").fill("wab1");
  await page.getByLabel("密码").fill("not-the-password-1A");
  await page.getByRole("button", { name: "登录" }).click();
  await expect(page.getByRole("alert")).toContainText("登录名或密码不对");
  await expect(page.getByLabel("账号")).toHaveValue("wab1");
});

test("who logs in comes to the page they asked for, and goes", async ({ page, school }) => {
  await page.goto(`${school.url}/year`);
  // With the input method in its wide form.
  await page.getByLabel("账号").fill("ｗａｂ１");
  await page.getByLabel("密码").fill(school.password);
  await page.getByRole("button", { name: "登录" }).click();
  await expect(page).toHaveURL(/\/year$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("考核年度");
  await page.getByRole("button", { name: /^本人：/ }).click();
  await page.getByRole("button", { name: "退出" }).click();
  await expect(page).toHaveURL(/\/login/);
  await page.goBack();
  await expect(page.getByRole("button", { name: "登录" })).toBeVisible();
});

test("a session that ends in the middle of a form loses nothing", async ({ come, school }) => {
  const page = await come("jwc.contact");
  await page.goto("/tasks/jwc/9.1/proof");
  await attach(page, report);
  await page.getByRole("textbox", { name: "说明" }).fill("培训签到表三页，原件在办公室");
  await page.context().clearCookies();
  await page.getByRole("button", { name: "确认报送" }).click();

  const ended = page.getByRole("dialog", { name: "登录已失效，请重新登录" });
  await expect(ended).toContainText("本页填写的内容都还在");
  await expect(ended.getByLabel("账号")).toHaveValue("jwc.contact");
  await ended.getByLabel("密码").fill("not-the-password-1A");
  await ended.getByRole("button", { name: "登录", exact: true }).click();
  await expect(ended.getByRole("alert")).toContainText("登录名或密码不对");
  await ended.getByLabel("密码").fill(school.password);
  await ended.getByRole("button", { name: "登录", exact: true }).click();
  await expect(ended).toBeHidden();

  await expect(page.getByRole("textbox", { name: "说明" })).toHaveValue("培训签到表三页，原件在办公室");
  await expect(page.getByText("report.pdf")).toBeVisible();
  await page.getByRole("button", { name: "确认报送" }).click();
  await expect(page.getByRole("heading", { name: "已报送" })).toBeVisible();
  await expect(page.getByText("说明：培训签到表三页，原件在办公室")).toBeVisible();
});
