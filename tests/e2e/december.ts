import { expect, type APIRequestContext } from "@playwright/test";
import type { People, View } from "./look";
import type { School } from "./school";

/** December by the API alone, for pictures of its pages: whoever acts is one of the rehearsed school. */
export class December {
  constructor(private readonly people: People, private readonly school: School) {}

  private async as<T>(login: string, act: (request: APIRequestContext) => Promise<T>): Promise<T> {
    const page = await this.people.page(login);
    const done = await act(page.request);
    await page.close();
    return done;
  }
  private async get<T>(login: string, path: string): Promise<T> {
    return this.as(login, async (request) => (await (await request.get(`/api/v1${path}`)).json()) as T);
  }
  private async send(login: string, method: "POST" | "PUT", path: string, data: object): Promise<void> {
    await this.as(login, async (request) => {
      const answer = await request.fetch(`/api/v1${path}`, { method, headers: { Origin: this.school.url }, data });
      expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
    });
  }
  private step(to: string, more: object = {}): Promise<void> {
    return this.send("wab1", "POST", "/cycles/2026/stage", { to, reason: "", ...more });
  }

  private async entryOf(unit: string): Promise<number> {
    return (await this.get<{ feedback: { entry: number } }>("wab1", `/cycles/2026/units/${unit}/feedback`)).feedback.entry;
  }

  /** Whatever still waits for the office is decided. */
  async clear(): Promise<void> {
    interface Blocked { kind: string; unit: string; about: string }
    const { blockers } = await this.get<{ blockers: Blocked[] }>("wab1", "/cycles/2026/blockers");
    for (const one of blockers) {
      if (one.kind === "disputed") {
        await this.send("wab1", "POST", `/cycles/2026/units/${one.unit}/disputes/${one.about}/decision`, { upheld: false, decision: "扫描记录清楚，维持" });
        continue;
      }
      const { obligations } = await this.get<{ obligations: { key: string; submissions: { id: string }[] }[] }>("wab1", `/cycles/2026/units/${one.unit}/obligations`);
      const submission = obligations.find((each) => each.key === one.about)?.submissions[0]?.id;
      await this.send("wab1", "POST", `/submissions/${submission}/reviews`, { verdict: "accepted", reason: "" });
    }
    const { proposals } = await this.get<{ proposals: { id: string; state: string }[] }>("wab2", "/proposals");
    for (const one of proposals.filter((each) => each.state === "open" || each.state === "pending")) {
      await this.send("wab2", "POST", `/proposals/${one.id}/approval`, { remark: "" });
    }
  }

  /** To 单位确认, with an objection by 信息工程学院 that its head has signed, and a word that waits for its head. */
  async confirming(): Promise<void> {
    await this.step("initial");
    await this.step("confirming", { confirm_on: "2026-12-28" });
    const lost = await this.get<{ lines: { indicator: string; before: number; points: number }[] }>("wab1", "/cycles/2026/units/xxgc/feedback");
    const line = lost.lines.find((one) => one.before < one.points);
    await this.send("xxgc.contact2", "PUT", "/cycles/2026/units/xxgc/feedback", {
      objections: [{ indicator: line!.indicator, reason: "当时已经办理完毕，办结单可查。", files: [] }], note: "", entry: 0,
    });
    await this.send("xxgc.head", "POST", "/cycles/2026/units/xxgc/feedback/sign", { entry: await this.entryOf("xxgc") });
    await this.send("tsg.contact", "PUT", "/cycles/2026/units/tsg/feedback", { objections: [], note: "已核对", entry: 0 });
    await this.send("tsg.head", "POST", "/cycles/2026/units/tsg/feedback/sign", { entry: await this.entryOf("tsg") });
    await this.send("jwc.contact", "PUT", "/cycles/2026/units/jwc/feedback", { objections: [], note: "", entry: 0 });
  }

  /** The objection is answered by who has not reviewed it. */
  async answered(): Promise<void> {
    const { objections } = await this.get<{ objections: { line: { indicator: string } }[] }>("xiaoban", "/cycles/2026/objections");
    await this.send("xiaoban", "PUT", `/cycles/2026/units/xxgc/objections/${objections[0]!.line.indicator}/answer`, {
      outcome: "refused", reason: "办结单晚于期限，维持初评。", entry: 0,
    });
  }

  /** Once the time of the others is over: the result, with a comment. */
  async final(): Promise<void> {
    await this.step("final");
    await this.send("xiaoban", "POST", "/cycles/2026/comments", { about: "", text: "同意上报领导小组。" });
  }

  async published(): Promise<string> {
    await this.send("lingdao", "POST", "/cycles/2026/resolution", { to: "approved", number: "网安领〔2026〕3 号", date: "2026-12-29", remark: "" });
    await this.step("published", { publication: { totals: true, ranking: true, lines: true, to_anybody: true } });
    const { units } = await this.get<{ units: { digest: string }[] }>("wab1", "/cycles/2026/results");
    return units[0]!.digest;
  }
}

const press = (name: string) => (page: Parameters<NonNullable<View["before"]>>[0]) => page.getByRole("button", { name }).first().click();

/** What is worth looking at in each of its stages. */
export const confirmingViews: View[] = [
  { name: "december-feedback", who: "xxgc.contact2", path: "/feedback" },
  { name: "december-feedback-head", who: "jwc.contact", path: "/feedback" },
  { name: "december-objections", who: "wab1", path: "/objections" },
  { name: "december-objections-co", who: "xiaoban", path: "/objections" },
  { name: "december-year", who: "wab1", path: "/year" },
  { name: "december-papers", who: "wab1", path: "/objections", before: press("文书") },
  { name: "december-workbench", who: "xxgc.contact2", path: "/workbench" },
  { name: "december-sheet", who: "xxgc.contact2", path: "/sheet" },
];
export const finalViews: View[] = [
  { name: "december-results", who: "lingdao", path: "/results" },
  { name: "december-results-approve", who: "lingdao", path: "/results", before: press("审定通过") },
  { name: "december-results-office", who: "wab1", path: "/results", before: press("文书") },
  {
    name: "december-inspection", who: "wab1", path: "/results",
    before: async (page) => {
      await press("迎检材料")(page);
      await page.getByRole("dialog").getByRole("button", { name: "生成", exact: true }).click();
      await page.getByRole("dialog").getByRole("link", { name: /下载/ }).waitFor();
    },
  },
];
export const publishedViews = (digest: string): View[] => [
  { name: "december-published", who: "", path: "/published/2026" },
  { name: "december-verify", who: "", path: `/verify/${digest}` },
  { name: "december-results-published", who: "wab1", path: "/results" },
  { name: "december-sheet-print", who: "xxgc.contact2", path: "/sheet", print: true },
];
