import { mailServer } from "./mail";
import { expect, metricsToken, test } from "./school";
import { attach, fileRow, picker, report } from "./steps";

/** What lies between a browser and the server: many tabs, proxies, old browsers, mail servers. */
test("eight tabs of one browser load and share one stream of changes", async ({ come }) => {
  test.slow();
  const first = await come("jxgc.contact");
  const context = first.context();
  const streams = async () =>
    Number(/^shouze_event_streams (\d+)$/m.exec(await (await context.request.get("/metrics", { headers: { Authorization: `Bearer ${metricsToken}` } })).text())?.[1]);
  const tabs = [first, ...(await Promise.all(Array.from({ length: 7 }, () => context.newPage())))];
  for (const tab of tabs) await tab.goto("/workbench", { waitUntil: "commit" });
  await expect(tabs[7]!.getByRole("heading", { level: 1 })).toHaveText("我的工作台");
  await expect.poll(streams).toBe(1);
  // The one that led goes: another leads, and hands on what it hears.
  const told = tabs[7]!.waitForRequest(/\/api\/v1\/cycles\/2026\/units\/jxgc\/workbench/, { timeout: 90_000 });
  await tabs[0]!.close();
  await tabs[1]!.goto("/tasks/jxgc/3.1/implement");
  await attach(tabs[1]!, report);
  await tabs[1]!.getByRole("button", { name: "确认报送" }).click();
  await expect(tabs[1]!.getByRole("heading", { name: "已报送" })).toBeVisible();
  await told;
  await expect.poll(streams).toBe(1);
});

test("a proxy's refusals say what to ask the administrator for, and nothing is tried for ever", async ({ come }) => {
  const page = await come("jwc.contact");
  await page.goto("/tasks/jwc/3.1/implement");
  let tries = 0;
  await page.route("**/api/v1/evidence?*", (route) => {
    ++tries;
    return route.fulfill({ status: 413, contentType: "text/html", body: "<html><h1>413 Request Entity Too Large</h1></html>" });
  });
  await picker(page).setInputFiles(report);
  await expect(fileRow(page, "report.pdf")).toContainText("学校的代理服务器没有放行");
  await expect(fileRow(page, "report.pdf")).toContainText("client_max_body_size");
  expect(tries).toBe(1);
  await page.unroute("**/api/v1/evidence?*");
  await fileRow(page, "report.pdf").getByRole("button", { name: "重试" }).click();
  await expect(fileRow(page, "report.pdf")).toContainText("已上传");

  for (const [status, words] of [[403, "请求在到达守责之前被拦下（HTTP 403）"], [504, "等得太久，代理服务器断开了（HTTP 504）"],
    [502, "代理服务器连不上守责（HTTP 502）"], [200, "回答的不是守责，而是另一个网页"]] as const) {
    await page.route("**/submissions", (route) => route.request().method() === "POST"
      ? route.fulfill({ status, contentType: "text/html", body: "<html>no</html>" }) : route.continue());
    await page.getByRole("button", { name: "确认报送" }).click();
    await expect(page.getByRole("alert")).toContainText(words);
    await page.unroute("**/submissions");
  }
  await expect(page.getByText("report.pdf").first()).toBeVisible();
});

test("an address that nobody can log in from says so before the password", async ({ page, school }) => {
  await page.route("**/api/v1/connection**", (route) => route.fulfill({ json: { public_url: "https://oa.example.edu.cn",
    faults: [{ code: "address", message: "请改用 https://oa.example.edu.cn 打开", english: "open https://oa.example.edu.cn" }] } }));
  await page.goto(`${school.url}/login`);
  await expect(page.getByRole("alert")).toContainText("请改用 https://oa.example.edu.cn 打开");
});

test("a browser that runs nothing of it is told which browsers do", async ({ browser, school }) => {
  const without = await browser.newContext({ javaScriptEnabled: false, baseURL: school.url });
  const page = await without.newPage();
  await page.goto("/workbench");
  expect(await page.content()).toContain("这个浏览器没有打开 JavaScript"); // Playwright does not look into noscript.
  expect(await page.locator('meta[name="renderer"]').getAttribute("content")).toBe("webkit");
  await without.close();
  // As a browser that knows no modules, or a path that does not lead here.
  const other = await (await browser.newContext({ baseURL: school.url })).newPage();
  await other.route("**/assets/*.js", (route) => route.abort());
  await other.goto("/login");
  await expect(other.getByText("极速模式", { exact: false }).first()).toBeVisible();
  await other.context().close();
});

test("a mail server that refuses is told with its own words, and one test mail sets it going", async ({ come, school }) => {
  const { settings, say, close } = await mailServer();
  await school.kill();
  await school.serve(settings);
  const page = await come("sysadmin");
  await page.goto("/settings");
  say("553 Mail from must equal authorized user");
  await page.getByRole("textbox", { name: "收件人的邮箱" }).fill("me@school.example");
  await page.getByRole("button", { name: "发一封测试邮件" }).click();
  await expect(page.getByRole("alert").first()).toContainText("553 Mail from must equal authorized user");
  await expect(page.getByText(/邮件自 .* 起停发/)).toBeVisible();
  await expect(page.getByRole("alert").first()).toContainText("mail.from");
  const office = await come("wab1");
  await office.goto("/notices");
  await expect(office.getByText(/邮件发不出去，已暂停：.*553 Mail from/)).toBeVisible();
  say("250 fine");
  await page.getByRole("button", { name: "发一封测试邮件" }).click();
  await expect(page.getByText("发信服务器已收下给 me@school.example 的邮件")).toBeVisible();
  await expect(page.getByText(/邮件自 .* 起停发/)).toHaveCount(0);
  close();
  await school.kill();
  await school.serve();
});

test("below a path of a shared host everything is found", async ({ page, school }) => {
  const site = `${school.url}/shouze`;
  await school.kill();
  await school.serve({ SHOUZE_HTTP_PUBLIC_URL: site });
  await page.goto(`${site}/tasks/jwc/3.1/implement`);
  await expect(page).toHaveURL(/\/shouze\/login\?to=/);
  await page.getByLabel("账号").fill("jwc.contact");
  await page.getByLabel("密码").fill(school.password);
  await page.getByRole("button", { name: "登录" }).click();
  await expect(page).toHaveURL(/\/shouze\/tasks\/jwc\/3\.1\/implement$/);
  await attach(page, report);
  await page.getByRole("link", { name: "得分表" }).first().click();
  await expect(page).toHaveURL(/\/shouze\/sheet/);
  await page.getByRole("button", { name: "文书" }).click();
  const [download] = await Promise.all([page.waitForEvent("download"),
    page.getByRole("dialog", { name: "文书" }).getByRole("button", { name: /PDF$/ }).click()]);
  expect(download.url()).toContain("/shouze/api/v1/");
  expect((await page.context().cookies()).map((cookie) => cookie.path)).toEqual(["/shouze", "/shouze"]);
  await school.kill();
  await school.serve();
});
