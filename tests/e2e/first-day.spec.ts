import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, School, test } from "./school";
import { choose as pick } from "./steps";

test.use({ kind: "empty" });
const root = resolve(new URL(".", import.meta.url).pathname, "../..");
const web = createRequire(resolve(root, "web/package.json"));

type Cell = string | number | Date | null;
interface SheetRead {
  sheet: string;
  data: Cell[][];
}
/** The template, filled in as one would in Excel: below its own heads. */
async function fill(template: string, units: Cell[][], posts: Cell[][], postsName = "岗位"): Promise<Buffer> {
  const { default: read } = await import(web.resolve("read-excel-file/node"));
  const { default: write } = await import(web.resolve("write-excel-file/node"));
  const sheets = (await read(template)) as SheetRead[];
  const head = (name: string) => sheets.find((one) => one.sheet === name)?.data[0]?.filter(Boolean) ?? [];
  expect(head("单位")).toEqual(["单位代码", "单位名称", "类别", "设立日期", "在职人数"]);
  const made = write([
    { sheet: "单位", data: [head("单位"), ...units].map(cells) },
    { sheet: postsName, data: [head("岗位"), ...posts].map(cells) },
  ]);
  return made.toBuffer();
}
const cells = (row: Cell[]) => row.map((value) => (value === null ? null : { value, type: typeof value === "number" ? Number : String }));
const xlsx = (buffer: Buffer) => ({
  name: "守责-单位与岗位.xlsx",
  mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  buffer,
});

test("from an empty school to units at work", async ({ page, school }) => {
  test.setTimeout(180_000);
  await page.goto(school.url);
  await page.getByLabel("账号").fill("office");
  await page.getByLabel("密码").fill(School.firstPassword("office"));
  await page.getByRole("button", { name: "登录" }).click();
  await page.getByLabel("新密码", { exact: true }).fill("qiu-Tian_72-yezi");
  await page.getByLabel("再输一遍").fill("qiu-Tian_72-yezi");
  await page.getByRole("button", { name: "设定并继续" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/login"));
  await page.goto(`${school.url}/first-day`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("首次使用");
  const step = (name: string) => page.getByRole("button", { name: new RegExp(`^\\d* ?${name}`) });
  if (await page.getByRole("button", { name: "载入", exact: true }).isVisible()) {
    await page.getByRole("textbox").last().fill(readFileSync(resolve(root, "policies/czie-2024.yaml"), "utf8"));
    await page.getByRole("button", { name: "载入", exact: true }).click();
  }
  await expect(step("考核办法")).toContainText("已完成");

  // The template, filled in, with two mistakes; told by cell; mended.
  const coming = page.waitForEvent("download");
  await page.getByRole("button", { name: "下载模板" }).click();
  const template = await (await coming).path();
  const posts = (from: string): Cell[][] => [
    ["xxgc", "网络安全信息员", "张明", "zhangming", "8107", null, from],
    ["jwc", "网络安全信息员", "李红", "lihong", "8101", null, "2026-01-05"],
  ];
  const units = (kind: string): Cell[][] => [
    ["xxgc", "信息工程学院", kind, null, 86],
    ["jwc", "教务处", "党政管理部门", null, 24],
  ];
  const choose = page.getByLabel(/\.xlsx/);
  await choose.setInputFiles([xlsx(Buffer.from("这不是表格"))]);
  await expect(page.getByRole("alert")).toContainText("这不是 .xlsx 文件");
  await choose.setInputFiles([xlsx(await fill(template, units("教学"), posts("去年")))]);
  const faults = page.getByRole("alert").filter({ hasText: "有 2 处要改，还没有写入任何内容" });
  await expect(faults.getByRole("row", { name: /单位 C2.*教学/ })).toContainText("从下拉列表里选；是不是“教学单位”？");
  await expect(faults.getByRole("row", { name: /岗位 G2.*去年/ })).toContainText("写作 2026-01-05");
  await expect(page.getByRole("button", { name: "写入全部" })).toHaveCount(0);
  await page.getByLabel(/改好后，再选一次文件/).setInputFiles([xlsx(await fill(template, units("教学单位"), posts("2026.1.5"), "岗位（2026）"))]);
  await expect(page.getByRole("status").filter({ hasText: "有 1 处没有读取，或按下面的意思读取" })).toContainText("表“岗位（2026）”当作“岗位”读取");
  await expect(page.getByText("新设 2 个单位，登记 2 项任职，新建 2 个账号。")).toBeVisible();
  await page.getByRole("button", { name: "写入全部" }).dblclick();
  await expect(page.getByRole("heading", { name: "已写入 2 个单位、2 项任职" })).toBeVisible();
  const password = (await page.getByRole("row", { name: /zhangming/ }).getByRole("code").textContent()) ?? "";
  await expect(page.getByRole("button", { name: "已保存，收起" })).toBeDisabled();
  const kept = page.waitForEvent("download");
  await page.getByRole("button", { name: "下载表格" }).click();
  await kept;
  await page.getByRole("button", { name: "已保存，收起" }).click();
  await expect(step("单位与岗位")).toContainText("2 个单位，2 项任职");

  // The year: set up, and begun.
  if (!(await step("工作日历").textContent())?.includes("有 2026 年")) throw new Error("no calendar of 2026 came along");
  await page.getByRole("button", { name: "新建年度" }).click();
  const dialog = page.getByRole("dialog", { name: "新建年度" });
  const policy = dialog.getByRole("combobox", { name: /^考核办法/ });
  await pick(policy, /czie-2024/);
  await dialog.getByRole("button", { name: "建立" }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole("button", { name: "2026 年度进入“进行中”" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "进入“进行中”" }).click();
  await expect(page.getByText("都已就绪，2026 年度正在进行")).toBeVisible();

  // One of the people sees what there is to do.
  const unit = await page.context().browser()!.newContext({ baseURL: school.url });
  const own = await unit.newPage();
  await own.goto("/login");
  await own.getByLabel("账号").fill("zhangming");
  await own.getByLabel("密码").fill(password);
  await own.getByRole("button", { name: "登录" }).click();
  await own.getByLabel("新密码", { exact: true }).fill("chun-Feng_31-liushu");
  await own.getByLabel("再输一遍").fill("chun-Feng_31-liushu");
  await own.getByRole("button", { name: "设定并继续" }).click();
  await expect(own.getByRole("region", { name: "下一件要做的事" })).toContainText("签订");
  await unit.close();
});
