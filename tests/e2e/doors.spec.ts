import type { Page } from "@playwright/test";
import { expect, test, type School } from "./school";
import { attach, report } from "./steps";

/** Who is there, and what is left of whoever was. */
const task = "/tasks/jwc/9.1/proof";
const typed = "培训签到表三页，原件在办公室";
const remark = (page: Page) => page.getByRole("textbox", { name: "说明" });
const kept = (page: Page) => page.evaluate(() => JSON.stringify(Object.entries(sessionStorage)));

async function logIn(page: Page, login: string, password: string): Promise<void> {
  await page.getByLabel("账号").fill(login);
  await page.getByLabel("密码").fill(password);
  await page.getByRole("button", { name: "登录" }).click();
  await expect(page).not.toHaveURL(/\/login/);
}
async function leave(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^本人：/ }).click();
  await page.getByRole("button", { name: "退出" }).click();
  await expect(page).toHaveURL(/\/login/);
}

/** So many minutes of the page, and the server's clock at `then`. The page stands still meanwhile: told the
    server's new time before its own minutes have passed, it would add them to it. */
async function passTogether(page: Page, school: School, minutes: number, then: string): Promise<void> {
  await page.clock.pauseAt(await page.evaluate(() => Date.now() + 1000));
  school.setClock(then);
  const told = page.waitForResponse((answer) => (answer.headers()["x-server-time"] ?? "").includes(then));
  await page.clock.fastForward(minutes * 60_000);
  await told;
  await page.clock.resume();
}

test("drafts die with the session and are per account", async ({ page, school }) => {
  await page.goto(`${school.url}${task}`);
  await logIn(page, "jwc.contact", school.password);
  await remark(page).fill(typed);
  await expect.poll(() => kept(page)).toContain(typed);
  await page.reload();
  await expect(remark(page)).toHaveValue(typed);

  await leave(page);
  expect(await kept(page)).not.toContain(typed);
  await logIn(page, "jxgc.contact", school.password);
  expect(await kept(page)).not.toContain(typed);
  await leave(page);
  await page.goto(`${school.url}${task}`);
  await logIn(page, "jwc.contact", school.password);
  await expect(remark(page)).toHaveValue("");
});

test("what is typed when the server ends a session stays on the page alone", async ({ come, school }) => {
  const page = await come("jwc.contact");
  await page.goto(task);
  await attach(page, report);
  await remark(page).fill(typed);
  await expect.poll(() => kept(page)).toContain(typed);
  await page.context().clearCookies();
  await page.getByRole("button", { name: "确认报送" }).click();
  const ended = page.getByRole("dialog", { name: "登录已失效，请重新登录" });
  await expect(ended).toBeVisible();
  expect(await kept(page)).not.toContain(typed);
  await expect(remark(page)).toBeHidden();
  await ended.getByLabel("密码").fill(school.password);
  await ended.getByRole("button", { name: "登录", exact: true }).click();
  await expect(remark(page)).toHaveValue(typed);
  await expect.poll(() => kept(page)).toContain(typed);
});

test("another tab that belongs to whoever logged out shows nothing of theirs", async ({ page, school }) => {
  await page.goto(`${school.url}${task}`);
  await logIn(page, "jwc.contact", school.password);
  const other = await page.context().newPage();
  await other.goto(`${school.url}${task}`);
  await remark(other).fill(typed);
  await leave(page);
  await expect(other).toHaveURL(/\/login/);
  expect(await kept(other)).not.toContain(typed);
});

test("an unattended page counts down, goes on by a button, and says that it ended", async ({ come, school }) => {
  const page = await come("tsg.contact");
  await page.clock.install({ time: new Date("2026-11-20T09:00:00+08:00") });
  await page.goto("/workbench");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("我的工作台");
  const warning = page.getByRole("alertdialog", { name: "很久没有操作，即将自动退出" });

  await passTogether(page, school, 28.9, "2026-11-20T09:29");
  await expect(warning).toContainText(/还有 [01]:\d\d 自动退出/);
  await warning.getByRole("button", { name: "继续使用" }).click();
  await expect(warning).toBeHidden();

  // Meanwhile it polls, and nobody is there.
  await passTogether(page, school, 16, "2026-11-20T09:45");
  await passTogether(page, school, 12.5, "2026-11-20T09:58");
  await expect(warning).toBeVisible();
  await passTogether(page, school, 3, "2026-11-20T10:01");
  const ended = page.getByRole("dialog", { name: "很久没有操作，已自动退出" });
  await expect(ended).toContainText("已有 30 分钟没有人操作");
  await ended.getByLabel("密码").fill(school.password);
  await ended.getByRole("button", { name: "登录", exact: true }).click();
  await expect(ended).toBeHidden();
});

test("a new password is judged while it is typed", async ({ come }) => {
  const page = await come("tw.contact");
  await page.goto("/me");
  const fresh = page.getByLabel("新密码", { exact: true });
  const rule = (words: string) => page.getByRole("listitem").filter({ hasText: words });
  await fresh.fill("tw.contact2026");
  await expect(rule("不含姓名、账号")).toContainText("未满足");
  await expect(rule("12 至 128 个字符")).toContainText("已满足");
  await expect(page.getByText("还不行")).toBeVisible();
  await fresh.fill("qing-feng-ming-yue");
  await expect(page.getByText("未满足")).toHaveCount(0);
  await expect(page.getByRole("meter", { name: "密码强度" })).toHaveAttribute("aria-valuetext", "强");
});
