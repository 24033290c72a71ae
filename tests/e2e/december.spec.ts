import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expect, test } from "./school";
import { barriers } from "./look";
import { approve, attach, report } from "./steps";

/**
 * 十二月: the initial result goes to the units, one objects and is answered, the others confirm or say
 * nothing, the leading group approves, and what is published is seen without a login.
 */
const unitName = "信息工程学院";

async function decideDispute(office: Page, second: Page): Promise<void> {
  await office.goto("/approvals?tab=disputes");
  await office.getByRole("button", { name: "提请裁定" }).click();
  const dialog = office.getByRole("dialog");
  await dialog.getByRole("radio", { name: /争议不成立/ }).check();
  await dialog.getByRole("textbox").fill("扫描记录清楚，维持");
  await dialog.getByRole("button", { name: "提请裁定" }).click();
  await expect(office.getByText("已提请裁定，等网安办另一人批准后生效。")).toBeVisible();
  await approve(second, /争议/);
}
async function enter(office: Page, stage: string, more?: (dialog: ReturnType<Page["getByRole"]>) => Promise<void>): Promise<void> {
  await office.goto("/year");
  await office.getByRole("button", { name: `进入“${stage}”` }).click();
  const dialog = office.getByRole("dialog");
  await more?.(dialog);
  await dialog.getByRole("button", { name: `进入“${stage}”` }).click();
  await expect(office.getByText(`2026 年度现在是“${stage}”`)).toBeVisible();
}

test("what a unit says of itself stands beside what is computed", async ({ come }) => {
  const contact = await come("tsg.contact");
  await contact.goto("/self-check");
  const line = contact.getByRole("article").filter({ has: contact.getByRole("heading", { name: /^5\.1 / }) });
  await line.getByRole("radio", { name: "无此事项" }).click();
  await line.getByLabel(/说明/).fill("本年没有收到漏洞通报");
  await contact.reload();
  await expect(line.getByRole("radio", { name: "无此事项" })).toBeChecked();
  await contact.getByRole("button", { name: "保存自查" }).click();
  await expect(contact.getByText("自查已保存")).toBeVisible();
  const office = await come("wab1");
  await office.goto("/self-check/tsg");
  const seen = office.getByRole("article").filter({ has: office.getByRole("heading", { name: /^5\.1 / }) });
  await expect(seen.getByRole("radio", { name: "无此事项" })).toBeChecked();
  await expect(seen.getByRole("radio", { name: "无此事项" })).toBeDisabled();
  await expect(seen).toContainText("本年没有收到漏洞通报");
});

test("a changed policy is tried on the year's facts, and nothing is kept", async ({ come }) => {
  const office = await come("wab1");
  await office.goto("/policy?tab=files");
  const policy = readFileSync(new URL("../../policies/czie-2024.yaml", import.meta.url), "utf8");
  const trial = office.locator("form.card").filter({ has: office.getByRole("heading", { name: "改办法会怎样" }) });
  // Pasted at once: typing 900 lines into a text area takes Chromium seconds.
  const paste = (text: string) => trial.getByRole("textbox").evaluate((area: HTMLTextAreaElement, value) => {
    area.value = value;
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }, text);
  await paste(`${policy}\nnonsense: 1\n`);
  await trial.getByRole("button", { name: "试算" }).click();
  await expect(trial.getByRole("alert")).toContainText("第");
  await paste(policy);
  await trial.getByRole("button", { name: "试算" }).click();
  await expect(trial.getByText("每个单位的结果都不变。")).toBeVisible();
  const dearer = policy.replace("per_record: vulnerability, points: 2", "per_record: vulnerability, points: 3");
  expect(dearer).not.toBe(policy);
  await paste(dearer);
  await trial.getByRole("button", { name: "试算" }).click();
  await expect(trial.getByText(/^\d+ 个单位的结果会变/)).toBeVisible();
});

test("from the initial result to what is published", async ({ come, school, browser }) => {
  test.setTimeout(300_000);
  school.setClock("2026-12-21T09:00");
  const office = await come("wab1");
  await decideDispute(office, await come("wab2"));
  await enter(office, "初评");

  // Before it is handed down the unit is told of nothing.
  const contact = await come("xxgc.contact2");
  await contact.goto("/feedback");
  await expect(contact.getByText("还没有初评结果")).toBeVisible();
  await enter(office, "单位确认", async (dialog) => {
    await expect(dialog.getByRole("combobox", { name: /反馈截止日/ })).toHaveValue("2026-12-28");
  });

  // The contact objects to one line with evidence; a reload loses nothing.
  await contact.goto("/feedback");
  await expect(contact.getByText("待反馈")).toBeVisible();
  await contact.getByRole("button", { name: "提出异议" }).first().click();
  await contact.getByRole("button", { name: "保存，交负责人签发" }).click();
  await expect(contact.getByRole("alert")).toContainText("请写明异议的理由");
  await contact.getByLabel(/为什么有异议/).fill("当时已经办理，材料在此");
  await contact.reload();
  await expect(contact.getByLabel(/为什么有异议/)).toHaveValue("当时已经办理，材料在此");
  await attach(contact, report);
  await contact.getByRole("button", { name: "保存，交负责人签发" }).click();
  await expect(contact.getByText("待签发")).toBeVisible();
  await expect(contact.locator(".el-message")).toHaveCount(0);
  expect(await barriers(contact)).toEqual([]);

  // Who had the head's way in shortly before is said beside the signature.
  const { accounts } = (await (await office.request.get("/api/v1/accounts")).json()) as { accounts: { id: string; login: string }[] };
  const signer = accounts.find((one) => one.login === "xxgc.head")!.id;
  const moved = await office.request.put(`/api/v1/unit-accounts/${signer}`, {
    headers: { Origin: school.url }, data: { mail: "head@school.example" } });
  expect(moved.ok()).toBe(true);

  // What waits for the head is the first thing they see.
  const head = await come("xxgc.head", { phone: true });
  await head.goto("/");
  const word = head.getByRole("region", { name: "2026 年度初评反馈" });
  await expect(word).toContainText("反馈待您签发");
  await expect(word).toContainText(/\d+ 个失分项/);
  await expect(head.getByText("现在没有要报送的任务")).toHaveCount(0);
  const other = await come("tsg.head");
  await other.goto("/");
  await expect(other.getByRole("region", { name: "2026 年度初评反馈" })).toContainText("初评结果待您核对、签发");
  await word.getByRole("link", { name: "去签发" }).click();
  await expect(head.getByText("已附 1 个文件")).toBeVisible();
  await head.getByRole("button", { name: "签发", exact: true }).click();
  await expect(head.getByText("有异议", { exact: true })).toBeVisible();
  await expect(head.getByText("等待答复")).toBeVisible();
  await expect(head.getByText(/签发前 7 日内，签发人的登录由他人开通、重置或改过邮箱（网安办/)).toBeVisible();

  // Upholding it takes a fact first; refusing it takes a reason.
  await office.goto("/objections");
  const card = office.getByRole("article").filter({ hasText: unitName });
  await card.getByText("采纳", { exact: true }).first().click();
  await card.getByLabel("答复内容").fill("经核实");
  await card.getByRole("button", { name: "答复单位" }).click();
  await expect(card.getByText(/仍与初评相同|须由网安办另一人/)).toBeVisible();
  expect(await barriers(office)).toEqual([]);
  const co_organiser = await come("xiaoban");
  await co_organiser.goto("/objections");
  const theirs = co_organiser.getByRole("article").filter({ hasText: unitName });
  await theirs.getByText("不采纳", { exact: true }).click();
  await theirs.getByLabel("答复内容").fill("材料不足以证明当时已经办理");
  await theirs.getByRole("button", { name: "答复单位" }).click();
  await expect(co_organiser.getByText("已答复")).toBeVisible();
  await contact.goto("/feedback");
  await expect(contact.getByText("材料不足以证明当时已经办理")).toBeVisible();

  // The others have not signed: that blocks the result until their time is over.
  await office.goto("/year");
  await expect(office.getByRole("heading", { name: /单位反馈尚未签发/ })).toBeVisible();
  await expect(office.getByRole("button", { name: "进入“年度结果”" })).toBeDisabled();
  school.setClock("2026-12-29T09:00");
  const later = await come("wab1");
  await enter(later, "年度结果");
  await later.goto("/results");
  await expect(later.getByRole("row").filter({ hasText: "教务处" })).toContainText("未反馈，视为确认");

  const co = await come("xiaoban");
  await co.goto("/results");
  await co.getByLabel(/写下意见/).fill("同意上报");
  await co.getByRole("button", { name: "提交意见" }).click();
  await expect(co.getByText("同意上报")).toBeVisible();
  await expect(co.getByRole("button", { name: "审定通过" })).toHaveCount(0);

  const leader = await come("lingdao");
  await leader.goto("/");
  await expect(leader.getByText("2026 年度结果已形成，请审定。")).toBeVisible();
  await leader.getByRole("link", { name: "开始审定" }).click();
  await expect(leader.getByText("同意上报")).toBeVisible();
  expect(await barriers(leader)).toEqual([]);
  await leader.getByRole("button", { name: "审定通过" }).click();
  await leader.getByRole("dialog").getByRole("button", { name: "审定通过" }).click();
  await expect(leader.getByRole("alert")).toContainText("请填写文号");
  await leader.getByLabel("会议或决议文号").fill("网安领〔2026〕3 号");
  await leader.getByRole("dialog").getByRole("button", { name: "审定通过" }).click();
  await expect(leader.getByText(/领导小组 网安领〔2026〕3 号/)).toBeVisible();

  // Shown to anybody: totals, ranking and lines, nothing else.
  const stranger = await (await browser.newContext({ locale: "zh-CN" })).newPage();
  await stranger.goto(`${school.url}/published/2026`);
  await expect(stranger.getByText("结果尚未公布")).toBeVisible();
  await enter(later, "公布", async (dialog) => {
    await dialog.getByLabel("不登录也能看").check();
    await dialog.getByLabel(/各项得分/).check();
  });
  await stranger.goto(`${school.url}/published/2026`);
  await expect(stranger.getByRole("heading", { name: /2026 年度网络安全责任制考核结果/ })).toBeVisible();
  await expect(stranger.getByRole("row").filter({ hasText: unitName })).toBeVisible();
  const results = await later.request.get(`${school.url}/api/v1/cycles/2026/results`);
  const digest = ((await results.json()) as { units: { unit: string; digest: string }[] }).units.find((one) => one.unit === "xxgc")?.digest;
  await stranger.goto(`${school.url}/verify/${digest}`);
  await expect(stranger.getByText("现行有效的年度结果")).toBeVisible();
  // What a unit prints now carries the code that leads there.
  const printing = await come("xxgc.contact2");
  await printing.goto("/sheet");
  await printing.emulateMedia({ media: "print" });
  await expect(printing.getByRole("img", { name: /核验/ })).toBeVisible();
  await expect(printing.getByText(`/verify/${digest}`)).toBeVisible();
  await stranger.goto(`${school.url}/verify/${"0".repeat(64)}`);
  await expect(stranger.getByText("查无此表")).toBeVisible();
});
