import { expect, test } from "./school";
import { attach, confirm, fillVulnerability, report } from "./steps";

test("a double click on 确认报送 hands in once", async ({ come }) => {
  const page = await come("jwc.contact");
  await page.goto("/tasks/jwc/3.1/implement");
  await attach(page, report);
  await page.getByRole("button", { name: "确认报送" }).dblclick();
  await expect(page.getByRole("heading", { name: "已报送" })).toBeVisible();
  await page.reload();
  await expect(page.getByText("尚未审核")).toHaveCount(1);
  await expect(page.getByRole("button", { name: /report\.pdf/ })).toHaveCount(1);
});

test("two windows of one person hand in once; the second is told", async ({ come }) => {
  const first = await come("jxgc.contact");
  const second = await first.context().newPage();
  // The second hears nothing of the first, as with a bad connection.
  await second.route("**/changes**", (route) => route.abort());
  for (const page of [first, second]) {
    await page.goto("/tasks/jxgc/3.1/implement");
    await attach(page, report);
  }
  await confirm(first);
  await second.getByRole("button", { name: "确认报送" }).click();
  await expect(second.getByRole("alert").or(second.getByText("已报送，等待网安办审核")).first()).toBeVisible();
  await first.reload();
  await expect(first.getByText("尚未审核")).toHaveCount(1);
});

test("a double click on 登记 registers once", async ({ come }) => {
  const page = await come("xxzx-yw");
  await page.goto("/register/vulnerability");
  await fillVulnerability(page, "教务处", "教务排课系统");
  await page.getByRole("button", { name: "登记", exact: true }).dblclick();
  await expect(page.getByRole("heading", { name: "已登记" })).toBeVisible();
  await page.goto("/records?q=教务排课系统");
  await expect(page.getByRole("button", { name: /教务排课系统/ })).toHaveCount(1);
});

test("whoever registers the same in a second window is warned", async ({ come }) => {
  const first = await come("xxzx-yw");
  const second = await first.context().newPage();
  for (const page of [first, second]) {
    await page.goto("/register/vulnerability");
    await fillVulnerability(page, "图书馆", "座位预约系统");
  }
  await first.getByRole("button", { name: "登记", exact: true }).click();
  await expect(first.getByRole("heading", { name: "已登记" })).toBeVisible();
  await expect(second.getByText("今年已有同样的台账，请确认不是重复登记")).toBeVisible();
});
