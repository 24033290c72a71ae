import { readFileSync } from "node:fs";
import { expect, test } from "./school";

/** 下一年: the calendar comes, the year is opened, standing systems are carried over, nothing is marked done. */
test("the next year is opened from this one", async ({ come, school }) => {
  school.setClock("2027-01-06T09:00");
  const office = await come("wab1");
  await office.goto("/year");
  const calendar = readFileSync(new URL("../simulation/calendar-2027.yaml", import.meta.url), "utf8");
  await office.getByRole("button", { name: "载入工作日历" }).click();
  let dialog = office.getByRole("dialog");
  await dialog.getByRole("textbox").fill(calendar);
  await dialog.getByRole("button", { name: "载入", exact: true }).click();
  await expect(dialog).toContainText("2027 年工作日历已载入");
  await dialog.getByRole("button", { name: "关闭" }).last().click();
  await office.getByRole("button", { name: "新建年度" }).click();
  dialog = office.getByRole("dialog");
  await dialog.getByRole("button", { name: "建立" }).click();
  await expect(dialog).toBeHidden();
  await expect(office.getByRole("combobox", { name: /年度/ })).toHaveValue("2027");
  await office.getByRole("button", { name: /进入“进行中”/ }).click();
  await office.getByRole("dialog").getByRole("button", { name: /进入“进行中”/ }).click();
  await expect(office.getByText("2027 年度现在是“进行中”")).toBeVisible();

  const carry = office.locator("section.card").filter({ has: office.getByRole("heading", { name: /上年结转/ }) });
  const boxes = carry.getByRole("checkbox");
  const all = await boxes.count();
  expect(all).toBeGreaterThan(0);
  await boxes.first().check();
  await carry.getByRole("button", { name: "结转 1 项" }).click();
  await expect(office.getByText("已结转 1 项")).toBeVisible();
  await expect(carry.getByText("✓ 已结转")).toHaveCount(1);
  await expect(boxes).toHaveCount(all - 1);
  // It is registered anew in this year, and nothing of it is done.
  const carried = await office.request.get(`${school.url}/api/v1/cycles/2027/records`);
  const { records } = (await carried.json()) as { records: { id: string; units: string[]; at: string }[] };
  expect(records).toHaveLength(1);
  expect(records[0]!.at.startsWith("2027-01-06T09:")).toBe(true);
  const tasks = await office.request.get(`${school.url}/api/v1/cycles/2027/units/${records[0]!.units[0]}/obligations`);
  const { obligations } = (await tasks.json()) as { obligations: { submissions: unknown[] }[] };
  expect(obligations.length).toBeGreaterThan(0);
  expect(obligations.filter((one) => one.submissions.length > 0)).toEqual([]);
});
