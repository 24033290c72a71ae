import { resolve } from "node:path";
import { expect, type Locator, type Page } from "@playwright/test";

/** What several stories do, as people do it. */
const here = (name: string) => resolve(new URL(".", import.meta.url).pathname, name);
export const photo = here("photo.png");
export const report = here("report.pdf");

export async function registerVulnerability(page: Page, unit: string, system: string): Promise<void> {
  await page.goto("/register/vulnerability");
  await fillVulnerability(page, unit, system);
  await page.getByRole("button", { name: "登记", exact: true }).click();
  await expect(page.getByRole("heading", { name: "已登记" })).toBeVisible();
}
export async function fillVulnerability(page: Page, unit: string, system: string): Promise<void> {
  await page.getByRole("searchbox", { name: "输入单位名称，回车选中" }).fill(unit);
  await expect(page.getByRole("checkbox", { name: unit, exact: true })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByText("已选 1 个")).toBeVisible();
  await page.getByLabel(/^系统/).fill(system);
  await page.getByLabel(/^漏洞编号/).fill("CVE-2026-0001");
}

export interface Made {
  name: string;
  mimeType: string;
  buffer: Buffer;
}
export const picker = (page: Page) => page.getByLabel("选择文件");
/** The line of a file that is being handed in. */
export const fileRow = (page: Page, name: string) => page.getByRole("listitem").filter({ hasText: name });

export async function attach(page: Page, ...files: string[]): Promise<void> {
  await picker(page).setInputFiles(files);
  await expect(page.getByText("已上传")).toHaveCount(files.length);
}
/** Hands in for the task at this address. */
export async function handIn(page: Page, task: string, ...files: string[]): Promise<void> {
  await page.goto(`/tasks/${task}`);
  await attach(page, ...files);
  await confirm(page);
}
export async function confirm(page: Page): Promise<void> {
  await page.getByRole("button", { name: "确认报送" }).click();
  await expect(page.getByRole("heading", { name: "已报送" })).toBeVisible();
}

/** What waits for review, of this unit. */
export const waiting = (page: Page, unit: string) =>
  page.getByRole("navigation", { name: "审核队列" }).getByRole("link", { name: new RegExp(unit) });

/** A person of the office agrees to what another one asked for. */
export async function approve(page: Page, what: RegExp): Promise<void> {
  await page.goto("/approvals");
  await page.getByRole("article").filter({ hasText: what }).getByRole("button", { name: "批准", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "批准", exact: true }).click();
  await expect(page.getByRole("status").filter({ hasText: "已批准，已写入账本" })).toBeVisible();
}

/** An administrator of another kind agrees to what one asked for on an account. */
export async function approveAccountAct(page: Page, what: RegExp): Promise<void> {
  await page.goto("/account-acts");
  await page.getByRole("article").filter({ hasText: what }).getByRole("button", { name: "批准", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "批准", exact: true }).click();
  await expect(page.getByRole("status").filter({ hasText: "已批准并办理" })).toBeVisible();
}
/** The drawer of an account. */
export async function openAccount(page: Page, name: string): Promise<void> {
  await page.goto("/accounts");
  await page.getByRole("button", { name, exact: true }).click();
  await expect(page.getByRole("heading", { level: 2, name })).toBeVisible();
}

/** A choice of Element Plus: opened by keyboard, then taken. */
export async function choose(box: Locator, option: string | RegExp): Promise<void> {
  await box.focus();
  await box.press("Enter");
  await box.page().getByRole("option", { name: option }).last().click();
}

/** A box of Element Plus is ticked by its label: the input itself lies hidden. */
export const tick = (box: Locator) => box.locator("xpath=ancestor::label").click();
