import { expect, test } from "./school";
import { attach, confirm, picker } from "./steps";

const secret = "教务处内部情况说明.txt";
const words = "本单位尚未公开的整改细节";

test("a unit that tries other units' addresses learns nothing, and what to do", async ({ come }) => {
  const owner = await come("jwc.contact");
  const up = owner.waitForResponse((answer) => new URL(answer.url()).pathname === "/api/v1/evidence");
  await owner.goto("/tasks/jwc/3.1/implement");
  await picker(owner).setInputFiles([{ name: secret, mimeType: "text/plain", buffer: Buffer.from(words) }]);
  const { digest } = (await (await up).json()) as { digest: string };
  await owner.getByRole("textbox", { name: "说明" }).fill(words);
  await confirm(owner);

  const page = await come("xxgc.contact2");
  const heard: Promise<string>[] = [];
  page.on("response", (answer) => {
    if (answer.url().includes("/api/") && !answer.url().includes("/changes")) heard.push(answer.text().catch(() => ""));
  });
  for (const address of ["/sheet/jwc", "/workbench/jwc", "/tasks/jwc", "/tasks/jwc/3.1/implement", "/sheet/jwc?as_of=2026-06-01"]) {
    await page.goto(address);
    const alert = page.getByRole("alert");
    await expect(alert).toContainText("这不是您任职的单位");
    await expect(alert).toContainText("需要时请联系网安办");
    await expect(alert.getByRole("link", { name: "回到首页" })).toBeVisible();
    await expect(page.getByText("教务处")).toHaveCount(0);
  }
  for (const address of ["/overview", "/overview/reminders", "/review", "/approvals", "/ledger", "/accounts", "/account-acts", "/units"]) {
    await page.goto(address);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("无权查看");
    await expect(page.getByText("您的账号没有这项权限；需要时请联系网安办。")).toBeVisible();
  }
  await page.getByRole("link", { name: "回到首页" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("我的工作台");

  // What no page asks for.
  const year = "/api/v1/cycles/2026";
  const tried = [`/api/v1/evidence/${digest}`, `${year}/units/jwc/sheet`, `${year}/units/jwc/obligations`,
    `${year}/records?unit=jwc`, `${year}/records`, `${year}/queue`, `${year}/overview`, `/api/v1/ledger`, `/api/v1/accounts`,
    `/api/v1/proposals`,
    `/api/v1/account-acts`];
  for (const path of tried) {
    const answer = await page.evaluate(async (at) => {
      const got = await fetch(at);
      return { status: got.status, text: await got.text() };
    }, path);
    expect([403, 404, 422], path).toContain(answer.status);
    expect(answer.text, path).not.toContain(words);
    expect(answer.text, path).not.toContain(secret);
  }
  for (const text of await Promise.all(heard)) {
    expect(text).not.toContain(words);
    expect(text).not.toContain(secret);
  }

  // The same file under one's own name is one's own; it says nothing of whose it was before.
  await page.goto("/tasks/xxgc/3.1/implement");
  await attach(page, new URL("report.pdf", import.meta.url).pathname);
});
