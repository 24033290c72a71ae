import { expect, test } from "./school";

test("a wrong password is told, and what was typed stays", async ({ page, school }) => {
  await page.goto(`${school.url}/sheet`);
  await expect(page).toHaveURL(/\/login\?to=/);
  await page.getByLabel("账号").fill("wab1");
  await page.getByLabel("密码").fill("not-the-password-1A");
  await page.getByRole("button", { name: "登录" }).click();
  await expect(page.getByRole("alert")).toContainText("登录名或密码不对");
  await expect(page.getByLabel("账号")).toHaveValue("wab1");
});

test("who logs in comes to the page they asked for", async ({ page, school }) => {
  await page.goto(`${school.url}/year`);
  await page.getByLabel("账号").fill("wab1");
  await page.getByLabel("密码").fill(school.password);
  await page.getByRole("button", { name: "登录" }).click();
  await expect(page).toHaveURL(/\/year$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("考核年度");
});
