import { expect, test } from "./school";

/** The server fails while somebody looks on: every page says so, with a way to go on. */
for (const [who, path] of [["xxgc.contact2", "/workbench"], ["xxgc.contact2", "/sheet"], ["xxgc.contact2", "/tasks"],
  ["wab1", "/overview"], ["wab1", "/review"], ["wab1", "/records"], ["wab1", "/year"],
  ["wab1", "/overview/reminders"], ["wab1", "/objections"], ["lingdao", "/results"], ["xxgc.contact2", "/feedback"],
  ["xxgc.contact2", "/self-check"], ["lingdao", "/published/2026"]] as const) {
  test(`${path} says that the server failed, and comes back`, async ({ come }) => {
    const page = await come(who);
    await page.route(/\/api\/v1\/(?!me$)/, (route) =>
      route.fulfill({ status: 500, json: { code: "internal", message: "服务器出错了", english: "the server failed", fields: [], log_id: "e7" } }));
    await page.goto(path);
    const told = page.getByRole("main").getByRole("alert").first();
    await expect(told).toContainText("服务器出错了");
    await expect(told).toContainText("e7");
    await page.unroute(/\/api\/v1\/(?!me$)/);
    await told.getByRole("button", { name: "重试" }).click();
    await expect(told).toHaveCount(0);
  });
}
