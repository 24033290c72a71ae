import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test as base, expect, type Browser, type BrowserContext, type Page } from "@playwright/test";

const root = resolve(new URL(".", import.meta.url).pathname, "../..");
export const binary = resolve(root, process.env.SHOUZE_BUILD ?? "build", "shouze");
const libfaketime = ["x86_64", "aarch64"]
  .map((machine) => `/usr/lib/${machine}-linux-gnu/faketime/libfaketimeMT.so.1`)
  .find(existsSync);

/** Where setup.ts keeps the schools that tests copy. */
export const made = process.env.SHOUZE_TEST_MADE ?? "";
/** The instant until which the rehearsed school has lived; a Friday morning. */
export const lived = "2026-11-20T09:00";
/** When the empty one was founded; a Monday morning. */
export const founded = "2026-01-05T08:00";

/** The product takes every SHOUZE_ variable for a setting; these are the tests' own. */
export function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith("SHOUZE_")),
  );
}

/** Opens the figures of the served schools to a collector. */
export const metricsToken = "a-token-of-the-stories";

/** Of the served schools: small, so that too much is quickly reached; stories set the clock by months. */
const settings = {
  SHOUZE_HTTP_METRICS_TOKEN: metricsToken,
  SHOUZE_DATA_FILE_BYTES_MAX: String(4 << 20),
  SHOUZE_SCHOOL_NAME: "云江工程职业技术学院（示例）",
  SHOUZE_CLOCK_TOLERANCE_SECONDS: String(366 * 86400),
};

/** What makes a process live at another time: `clock` is a file that says `@…`, or says it itself. */
function atTime(clock: string): NodeJS.ProcessEnv {
  const said = clock.startsWith("@") ? { FAKETIME: clock } : { FAKETIME_TIMESTAMP_FILE: clock };
  return { ...said, LD_PRELOAD: libfaketime, TZ: "Asia/Shanghai", FAKETIME_NO_CACHE: "1", FAKETIME_DONT_FAKE_MONOTONIC: "1" };
}
const said = (local: string) => `@${local.replace("T", " ")}:00`;

/** A command of the product, given at this school time. */
export function shouze(local: string, ...given: string[]): string {
  const env = { ...environment(), ...atTime(said(local)) };
  const done = spawnSync(binary, given, { cwd: root, env, encoding: "utf8" });
  if (done.status !== 0) throw new Error(`shouze ${given.join(" ")}\n${done.stdout}${done.stderr}`);
  return done.stdout;
}

function psql(...statements: string[]): void {
  for (const one of statements) {
    const done = spawnSync("psql", ["-q", "-v", "ON_ERROR_STOP=1", "-d", databaseOf("postgres"), "-c", one],
      { encoding: "utf8" });
    if (done.status !== 0) throw new Error(done.stderr);
  }
}
function databaseOf(name: string): string {
  // Its host is a socket's folder, which URL does not take.
  return (process.env.SHOUZE_TEST_POSTGRES ?? "").replace("/postgres?", `/${name}?`);
}

let next = 0;

/** `rehearsed`: 6 units that have lived until `lived`; `empty`: `shouze init`, accounts in `told`. */
type Kind = "rehearsed" | "empty";

/** A school of its own for a file of tests: its data, its server, its clock. */
export class School {
  private process: ChildProcess | null = null;
  private readonly clock: string;
  private port = 0;
  private log = "";
  url = "";

  private constructor(
    private readonly folder: string,
    private readonly database: string,
    readonly password: string,
  ) {
    this.clock = `${folder}.clock`;
  }

  static async start(kind: Kind): Promise<School> {
    const folder = mkdtempSync(join(tmpdir(), "shouze-school-"));
    const postgres = process.env.SHOUZE_TEST_DATABASE === "postgres";
    let database = "";
    if (postgres) {
      const name = `e2e_${process.pid}_${++next}`;
      psql(`CREATE DATABASE ${name} TEMPLATE e2e_${kind}`);
      database = databaseOf(name);
    }
    cpSync(join(made, kind), folder, { recursive: true });
    return School.over(folder, database, School.password(kind), kind === "rehearsed" ? lived : founded);
  }

  /** A school served where it lies. */
  static async over(folder: string, database: string, password: string, clock: string): Promise<School> {
    const school = new School(folder, database, password);
    school.setClock(clock);
    await school.serve();
    return school;
  }

  /** Of all accounts of the rehearsed school that can log in. */
  static password(kind: Kind): string {
    return /均为 (\S+)，/.exec(readFileSync(join(made, `${kind}.txt`), "utf8"))?.[1] ?? "";
  }

  /** What `shouze init` printed of an account: its first password. */
  static firstPassword(login: string): string {
    const told = readFileSync(join(made, "empty.txt"), "utf8");
    const line = told.split("\n").find((one) => one.trim().startsWith(`${login} `));
    return line?.trim().split(/\s+/).at(-1) ?? "";
  }

  options(): string[] {
    return ["--data", this.folder, ...(this.database ? ["--database", this.database] : [])];
  }

  /** The server's clock stands at this school time and goes on from there. */
  setClock(local: string): void {
    writeFileSync(this.clock, `${said(local)}\n`);
  }

  /** `other`: settings of this time. */
  async serve(other: NodeJS.ProcessEnv = {}): Promise<void> {
    this.process = spawn(binary, ["serve", ...this.options(), "--listen", `127.0.0.1:${this.port}`], {
      cwd: root,
      env: { ...environment(), ...settings, ...other, ...atTime(this.clock) },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.process.stderr?.on("data", (text) => (this.log += text));
    this.url = await new Promise<string>((resolve, reject) => {
      let out = "";
      this.process?.stdout?.on("data", (text) => {
        out += text;
        const found = /http:\/\/\S+?(?=\/\s)/.exec(out);
        if (found) resolve(found[0]);
      });
      this.process?.on("exit", (code) => reject(new Error(`serve ended: ${code}\n${out}${this.log}`)));
    });
    this.port = Number(new URL(this.url).port);
  }

  /** As a lost machine: nothing is said good-bye to. */
  async kill(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    const process = this.process;
    if (!process || process.exitCode !== null) return;
    const ended = new Promise((resolve) => process.once("exit", resolve));
    process.removeAllListeners("exit");
    process.once("exit", () => undefined);
    process.kill(signal);
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 5000))]);
    this.process = null;
  }

  async stop(): Promise<void> {
    await this.kill("SIGTERM");
    rmSync(this.folder, { recursive: true, force: true });
    rmSync(this.clock, { force: true });
  }

  /** A person with a browser of their own, logged in. */
  async person(browser: Browser, login: string, options: Person = {}): Promise<Page> {
    const context = await browser.newContext({
      baseURL: this.url,
      ...(options.phone ? { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } : {}),
    });
    await this.enter(context, login, options.password ?? this.password);
    return context.newPage();
  }

  /** Logs in without the page; login.spec.ts has the page. */
  async enter(context: BrowserContext, login: string, password: string): Promise<void> {
    const answer = await context.request.post(`${this.url}/api/v1/login`, {
      headers: { Origin: this.url },
      data: { login, password },
    });
    if (!answer.ok()) throw new Error(`${login}: ${answer.status()} ${await answer.text()}`);
  }
}

interface Person {
  phone?: boolean;
  password?: string;
}
/** Somebody comes to work, and goes when the test has ended. */
export type Come = (login: string, options?: Person) => Promise<Page>;

/** The school that a file of tests has to itself. */
let school: { file: string; kind: Kind; at: School } | null = null;
async function schoolOf(file: string, kind: Kind): Promise<School> {
  if (school?.file !== file || school.kind !== kind) {
    await school?.at.stop();
    school = null;
    school = { file, kind, at: await School.start(kind) };
  }
  return school.at;
}

interface Given {
  kind: Kind;
  school: School;
  come: Come;
}
export const test = base.extend<Given, { last: void }>({
  kind: ["rehearsed", { option: true }],
  school: async ({ kind, last: _ }, use, info) => use(await schoolOf(info.file, kind)),
  come: async ({ browser, school }, use) => {
    const pages: Page[] = [];
    const violations: string[] = [];
    await use(async (login, options) => {
      const page = await school.person(browser, login, options);
      page.context().on("console", (message) => {
        if (message.text().includes("Content Security Policy")) violations.push(message.text());
      });
      pages.push(page);
      return page;
    });
    // Whatever a page does, it does within the policy that it was sent with.
    expect(violations).toEqual([]);
    for (const page of pages) await page.context().close();
  },
  last: [
    async ({}, use) => {
      await use();
      await school?.at.stop();
      school = null;
    },
    { scope: "worker" },
  ],
});
export { expect, psql, databaseOf };
