import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type Browser, type Page } from "@playwright/test";
import { confirmingViews, December, finalViews, publishedViews } from "./december";
import { busy, pages, People, settle, states, type View } from "./look";
import { founded, lived, School, shouze } from "./school";
import { letIn } from "./setup";
import { attach, photo, report } from "./steps";

/** Pictures of every page for looking at: scripts/e2e --shots FOLDER. */
const folder = process.env.SHOUZE_TEST_SHOTS ?? "shots";
const sizes = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
const themes = ["light", "dark"] as const;
const a4 = { width: 794, height: 1123 };
const own = "qiu-Tian_72-yezi";

test.describe.configure({ mode: "parallel", timeout: 2_400_000 });

async function look(page: Page, view: View, state: string, few = false): Promise<void> {
  const at = join(folder, view.name);
  mkdirSync(at, { recursive: true });
  if (view.print) {
    await page.setViewportSize(a4);
    await page.emulateMedia({ media: "print", colorScheme: "light" });
    await settle(page);
    await page.screenshot({ path: join(at, `${state}-print-a4.png`), fullPage: true });
    return;
  }
  for (const [size, viewport] of Object.entries(sizes)) {
    await page.setViewportSize(viewport);
    for (const colorScheme of few ? (["light"] as const) : themes) {
      await page.emulateMedia({ colorScheme });
      await settle(page);
      await page.mouse.move(0, 0);
      const dialog = await page.getByRole("dialog").first().isVisible();
      await page.screenshot({ path: join(at, `${state}-${size}-${colorScheme}.png`), fullPage: !dialog, animations: "disabled" });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (wide > 0) console.log(`${view.name} ${state} ${size}: scrolls sideways by ${wide}`);
    }
  }
}

async function visit(people: People, view: View, state: string, prepare?: (page: Page) => Promise<unknown>, few = false): Promise<void> {
  const page = await people.page(view.who);
  try {
    await prepare?.(page);
    await page.goto(view.path);
    await settle(page);
    await view.before?.(page);
    await look(page, view, state, few);
  } catch (error) {
    console.log(`${view.name} ${state}: ${String(error).split("\n")[0]}`);
  }
  await page.close();
}

async function school(kind: "full" | "december" | "empty", use: (school: School, told: string) => Promise<void>): Promise<void> {
  const at = mkdtempSync(join(tmpdir(), "shouze-shots-"));
  rmSync(at, { recursive: true });
  const until = kind === "december" ? "2026-12-20T20:00" : kind === "full" ? lived : founded;
  const told = kind === "empty"
    ? shouze(until, "init", "--data", at)
    : shouze(until, "demo", "--data", at, "--units", "45", "--until", until);
  const password = /均为 (\S+)，/.exec(told)?.[1] ?? own;
  if (kind !== "empty") await letIn(at, "", password, until);
  const one = await School.over(at, "", password, until);
  await use(one, told);
  await one.stop();
}

const handIn: View = {
  name: "task-hand-in", who: "xxgc.contact2", path: "/tasks/xxgc/3.1/implement",
  before: (page) => attach(page, photo, report),
};

test("full", async ({ browser }) => {
  await school("full", async (one) => {
    const people = new People(browser, one, () => one.password);
    await busy(people, one);
    for (const view of [...pages("xxgc", "3.1/implement"), handIn, ...states("xxgc")]) await visit(people, view, "full");
    await people.leave();
    const english = new People(browser, one, () => one.password, true);
    for (const view of pages("xxgc", "3.1/implement")) await visit(english, view, "english", undefined, true);
    await english.leave();
    await failing(browser, one);
  });
});

test("december", async ({ browser }) => {
  await school("december", async (one) => {
    one.setClock("2026-12-21T09:00");
    let people = new People(browser, one, () => one.password);
    const december = new December(people, one);
    await december.clear();
    await december.confirming();
    for (const view of confirmingViews) await visit(people, view, "full");
    await december.answered();
    // Logins of the week before have ended.
    await people.leave();
    one.setClock("2026-12-29T09:00");
    people = new People(browser, one, () => one.password);
    const later = new December(people, one);
    await later.final();
    for (const view of finalViews) await visit(people, view, "full");
    const digest = await later.published();
    for (const view of publishedViews(digest)) await visit(people, view, "full");
    await people.leave();
  });
});

/** The pages themselves come; every answer of the API but who one is goes wrong. */
async function failing(browser: Browser, one: School): Promise<void> {
  const told: Record<string, [number, string, string]> = {
    "error-500": [500, "internal", "服务器出错了"],
    "error-403": [403, "forbidden", "您没有这项权限"],
    "error-404": [404, "not_found", "没有找到"],
  };
  for (const state of [...Object.keys(told), "offline"]) {
    const people = new People(browser, one, () => one.password);
    for (const view of pages("xxgc", "3.1/implement").filter((each) => !/-(head|leading|office)$|^not-found|^forbidden|^login/.test(each.name))) {
      await visit(people, view, state, (page) => page.route(/\/api\/v1\/(?!me$)/, (route) => {
        const wrong = told[state];
        if (!wrong) return route.abort("connectionrefused");
        const [status, code, message] = wrong;
        return route.fulfill({ status, contentType: "application/problem+json",
          body: JSON.stringify({ type: "about:blank", title: code, status, code, message, english: code }) });
      }), state !== "error-500");
    }
    await people.leave();
  }
}

test("empty", async ({ browser }) => {
  await school("empty", async (one, told) => {
    const passwords = new Map<string, string>();
    for (const login of ["sysadmin", "secadmin", "auditor", "office"]) {
      const first = told.split("\n").find((line) => line.trim().startsWith(`${login} `))?.trim().split(/\s+/).at(-1) ?? "";
      const context = await browser.newContext({ baseURL: one.url });
      await one.enter(context, login, first);
      await context.request.post("/api/v1/me/password", { headers: { Origin: one.url }, data: { old_password: first, new_password: own } });
      await context.close();
      passwords.set(login, own);
    }
    const people = new People(browser, one, (login) => passwords.get(login) ?? "");
    for (const view of pages("xxgc", "3.1/implement")) {
      if (/-(head|leading|office)$|^not-found|^forbidden|^task$|^login/.test(view.name)) continue;
      const who = passwords.has(view.who) ? view.who : "office";
      await visit(people, { ...view, who }, "empty");
    }
    await people.leave();
  });
});

test.afterAll(() => {
  const shown = readdirSync(folder, { withFileTypes: true }).filter((each) => each.isDirectory()).map((each) => each.name);
  const rows = shown.map((name) => {
    const files = readdirSync(join(folder, name)).filter((file) => file.endsWith(".png")).sort();
    const cells = files.map((file) => `<a href="${name}/${file}"><img loading="lazy" src="${name}/${file}" alt=""><br>${file.slice(0, -4)}</a>`);
    return `<h2 id="${name}">${name}</h2><div>${cells.join("")}</div>`;
  });
  writeFileSync(join(folder, "index.html"), `<!doctype html><meta charset="utf-8"><title>Shots</title><style>
body{font:13px sans-serif;margin:2em;background:#eee}nav a{margin-right:1em}div{display:flex;gap:12px;overflow-x:auto}
div a{flex:none}img{height:420px;width:auto;max-width:660px;object-fit:cover;object-position:top;border:1px solid #999}</style>
<nav>${shown.map((name) => `<a href="#${name}">${name}</a>`).join("")}</nav>${rows.join("\n")}\n`);
});
