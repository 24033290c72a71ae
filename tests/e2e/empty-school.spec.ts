import { expect, School, test } from "./school";

test.use({ kind: "empty" });

/** Every page that can be asked for without naming something that is not there. */
const pages = [
  "/workbench", "/tasks", "/sheet", "/overview", "/overview/reminders", "/review", "/approvals", "/register", "/register/vulnerability",
  "/records", "/feedback", "/self-check", "/objections", "/results", "/year", "/policy", "/units", "/accounts", "/ledger", "/settings",
  "/notices", "/me", "/first-day",
];
/** About a year that there is not yet. */
const ofAYear = pages.slice(0, pages.indexOf("/year"));

test("no page of an empty school waits for ever, and each leads to what comes first", async ({ browser, school }) => {
  test.setTimeout(120_000);
  const context = await browser.newContext({ baseURL: school.url, extraHTTPHeaders: { Origin: school.url } });
  const first = School.firstPassword("office");
  await school.enter(context, "office", first);
  await context.request.post("/api/v1/me/password", { data: { old_password: first, new_password: "qiu-Tian_72-yezi" } });
  await school.enter(context, "office", "qiu-Tian_72-yezi");
  const page = await context.newPage();

  await page.goto("/");
  await expect(page).toHaveURL(/\/first-day$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("首次使用");
  for (const path of pages) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 }), path).toBeVisible();
    await expect(page.getByText("正在读取"), path).toHaveCount(0);
    const there = page.getByRole("main").getByRole("link", { name: "去“首次使用”" });
    await expect(there, path).toHaveCount(ofAYear.includes(path) ? 1 : 0);
  }
  await page.goto("/register");
  await page.getByRole("link", { name: "去“首次使用”" }).click();
  await expect(page).toHaveURL(/\/first-day$/);
  await context.close();
});
