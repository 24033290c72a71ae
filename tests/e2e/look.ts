import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Browser, type BrowserContext, type Page } from "@playwright/test";
import type { School } from "./school";
import { attach, confirm, report } from "./steps";

/** A page in a state worth looking at: who goes where, and does what there. */
export interface View {
  name: string;
  who: string;
  path: string;
  before?: (page: Page) => Promise<unknown>;
  /** As it is printed, on A4. */
  print?: boolean;
}

/** The pages of the router, for who works with them. `unit` and `key`: a unit's open task. */
export function pages(unit: string, key: string): View[] {
  const contact = unit === "xxgc" ? "xxgc.contact2" : `${unit}.contact`;
  return [
    { name: "login", who: "", path: "/login" },
    { name: "workbench", who: contact, path: "/workbench" },
    { name: "workbench-head", who: `${unit}.head`, path: "/workbench" },
    { name: "tasks", who: contact, path: "/tasks" },
    { name: "task", who: contact, path: `/tasks/${unit}/${key}` },
    { name: "task-office", who: "wab1", path: `/tasks/${unit}/${key}` },
    { name: "sheet", who: contact, path: "/sheet" },
    { name: "overview", who: "wab1", path: "/overview" },
    { name: "overview-leading", who: "lingdao", path: "/overview" },
    { name: "reminders", who: "wab1", path: "/overview/reminders" },
    { name: "review", who: "wab1", path: "/review" },
    { name: "approvals", who: "wab2", path: "/approvals" },
    { name: "register", who: "wab1", path: "/register" },
    { name: "register-vulnerability", who: "wab1", path: "/register/vulnerability" },
    { name: "records", who: "wab1", path: "/records" },
    { name: "self-check", who: contact, path: "/self-check" },
    { name: "feedback", who: contact, path: "/feedback" },
    { name: "objections", who: "wab1", path: "/objections" },
    { name: "results", who: "lingdao", path: "/results" },
    { name: "published", who: "", path: "/published/2026" },
    { name: "verify", who: "", path: `/verify/${"0".repeat(64)}` },
    { name: "year", who: "wab1", path: "/year" },
    { name: "policy", who: contact, path: "/policy" },
    { name: "policy-indicator", who: contact, path: "/policy/5.1" },
    { name: "units", who: "wab1", path: "/units" },
    { name: "accounts", who: "secadmin", path: "/accounts" },
    { name: "account-acts", who: "auditor", path: "/account-acts" },
    { name: "first-password", who: "", path: "/first-password" },
    { name: "first-password-dead", who: "", path: `/first-password#${"0".repeat(64)}` },
    { name: "ledger", who: "auditor", path: "/ledger" },
    { name: "settings", who: "sysadmin", path: "/settings" },
    { name: "notices", who: contact, path: "/notices" },
    { name: "me", who: contact, path: "/me" },
    { name: "first-day", who: "wab1", path: "/first-day" },
    { name: "not-found", who: "wab1", path: "/nowhere" },
    { name: "forbidden", who: contact, path: "/accounts" },
  ];
}

/** Of the pages: opened, filled in, printed. */
export function states(unit: string): View[] {
  const contact = unit === "xxgc" ? "xxgc.contact2" : `${unit}.contact`;
  const press = (name: string | RegExp) => (page: Page) => page.getByRole("button", { name }).first().click();
  return [
    { name: "sheet-line", who: contact, path: "/sheet?line=4.1" },
    { name: "sheet-print", who: contact, path: "/sheet", print: true },
    { name: "sheet-papers", who: contact, path: "/sheet", before: press("文书") },
    { name: "sheet-inspection", who: contact, path: "/sheet", before: press("迎检材料") },
    { name: "reminders-print", who: "wab1", path: "/overview/reminders", print: true },
    { name: "review-keys", who: "wab1", path: "/review", before: (page) => page.keyboard.press("?") },
    { name: "review-return", who: "wab1", path: "/review", before: press(/^退回/) },
    { name: "approvals-approve", who: "wab2", path: "/approvals", before: press(/^批准/) },
    { name: "records-opened", who: "wab1", path: "/records", before: (page) => page.locator("main").getByRole("button", { name: /^打开 / }).first().click() },
    { name: "units-opened", who: "wab1", path: "/units", before: (page) => page.locator("main").getByRole("button", { name: /信息工程学院/ }).first().click() },
    { name: "units-found", who: "wab1", path: "/units", before: press(/设立|新建/) },
    { name: "accounts-opened", who: "secadmin", path: "/accounts", before: (page) => page.locator("main").getByRole("row").getByRole("button").first().click() },
    { name: "accounts-waits", who: "sysadmin", path: "/accounts?q=jijian", before: async (page) => {
      await page.locator("main").getByRole("button", { name: "纪检" }).click();
      await page.getByRole("button", { name: "重置密码" }).click();
    } },
    { name: "account-acts-approve", who: "auditor", path: "/account-acts", before: press("批准") },
    { name: "ledger-entry", who: "auditor", path: "/ledger", before: press(/^第 \d+ 条$/) },
    { name: "ledger-proof", who: "auditor", path: "/ledger", before: (page) => page.getByRole("tab", { name: "验证账本" }).click() },
    { name: "ledger-security", who: "auditor", path: "/ledger", before: (page) => page.getByRole("tab", { name: "安全日志" }).click() },
    { name: "year-new", who: "wab1", path: "/year", before: press(/新.*年度|建立.*年度/) },
    { name: "search", who: "wab1", path: "/policy", before: (page) => page.getByRole("combobox", { name: /^查找单位/ }).first().fill("信息") },
  ];
}

/** Something waits for a review, something for a second person, and something for another administrator. */
export async function busy(people: People, school: School): Promise<void> {
  const contact = await people.page("tsg.contact");
  await contact.goto("/tasks/tsg/3.1/implement");
  await attach(contact, report);
  await confirm(contact);
  await contact.close();
  const office = await people.page("wab1");
  const asked = await office.request.post("/api/v1/cycles/2026/units/tsg/extensions", {
    headers: { Origin: school.url },
    data: { obligation: "9.1/proof", until: "2026-12-26T00:00:00+08:00", reason: "讲师改期" },
  });
  expect(asked.ok(), await asked.text()).toBe(true);
  await office.close();
  const keeper = await people.page("sysadmin");
  const { accounts } = await (await keeper.request.get("/api/v1/accounts")).json();
  const { id } = accounts.find((one: { login: string }) => one.login === "jijian");
  const put = await keeper.request.post(`/api/v1/accounts/${id}/disabling`, {
    headers: { Origin: school.url },
    data: { reason: "离岗半年" },
  });
  expect(put.ok(), await put.text()).toBe(true);
  await keeper.close();
}

/** What keeps somebody out of the page as it stands: axe's serious and critical violations. */
export async function barriers(page: Page): Promise<string[]> {
  // What a choice in a dialog shows is on its own white ground, which axe takes for the veil behind.
  const axe = new AxeBuilder({ page }).options({ resultTypes: ["violations"] }).exclude(".el-dialog .el-select__placeholder");
  const { violations } = await axe.analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map((one) => `${one.id} ${one.nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} ${node.failureSummary?.slice(0, 200)}`).join(" ")}`);
}

/** People who have come, each once. */
export class People {
  private readonly contexts = new Map<string, BrowserContext>();
  constructor(
    private readonly browser: Browser,
    private readonly school: School,
    private readonly passwords: (login: string) => string,
    private readonly english = false,
  ) {}
  async page(login: string): Promise<Page> {
    let context = this.contexts.get(login);
    if (!context) {
      context = await this.browser.newContext({ baseURL: this.school.url, viewport: { width: 1440, height: 900 } });
      if (this.english) await context.addInitScript(() => localStorage.setItem("language", "en"));
      if (login) await this.school.enter(context, login, this.passwords(login));
      this.contexts.set(login, context);
    }
    return context.newPage();
  }
  async leave(): Promise<void> {
    for (const context of this.contexts.values()) await context.close();
  }
}

/** Loaded, and nothing moves any more. */
export async function settle(page: Page): Promise<void> {
  await page.locator("h1").first().waitFor({ timeout: 10_000 }).catch(() => undefined);
  await page.waitForFunction(() => document.querySelectorAll("[aria-busy=true]").length === 0, undefined, { timeout: 5_000 }).catch(() => undefined);
  await page.evaluate(() => document.fonts.ready);
  await page.waitForFunction(() => document.getAnimations().every((one) => one.playState !== "running" || one.effect?.getTiming().iterations === Infinity), undefined, { timeout: 5_000 }).catch(() => undefined);
  await page.evaluate(async () => {
    for (let n = 0, quiet = 0, last = ""; n < 40 && quiet < 4; ++n) {
      await new Promise((resolve) => setTimeout(resolve, 60));
      const now = `${document.body.innerHTML.length} ${document.documentElement.scrollHeight}`;
      quiet = now === last ? quiet + 1 : 0;
      last = now;
    }
  });
}
