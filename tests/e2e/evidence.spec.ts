import { readFileSync } from "node:fs";
import { expect, test } from "./school";
import { attach, confirm, fileRow, photo, picker, report, type Made } from "./steps";

const here = (name: string) => new URL(name, import.meta.url).pathname;
const pdf = (name: string, bytes: Buffer): Made => ({ name, mimeType: "application/pdf", buffer: bytes });
const program = Buffer.concat([
  Buffer.from("4d5a90000300000004000000ffff0000b800000000000000400000000000000000000000", "hex"),
  Buffer.alloc(4096, 0x90),
]);
/** A report with random bytes in it, which nothing on the way makes fewer. */
function large(bytes: number): Buffer {
  const noise = Buffer.alloc(bytes);
  for (let at = 0, seed = 1; at < bytes; ++at) {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    noise[at] = seed >> 16;
  }
  const whole = readFileSync(report);
  const end = whole.subarray(whole.lastIndexOf("trailer"));
  return Buffer.concat([whole, Buffer.from(`9 0 obj\n<< /Length ${bytes} >>\nstream\n`), noise,
    Buffer.from("\nendstream\nendobj\n"), end]);
}
/** Its trailer names a lock that opens with no empty password. */
const locked = Buffer.from(readFileSync(report, "latin1").replace("<< /Size 8", "<< /Encrypt << /Filter /Standard /Length 40 /V 1 /R 2 /P -4"
  + " /O <853fee3f6550fc3bc212797eaed99cc9be53347583a738e25fdfb1242bf93366>"
  + " /U <bffd0602be6b6b4173a44807062ef00b5908dedd9022f684eef67985661f1250> >>"
  + " /ID [<293a53243d0fc1f08d6798a387b3f622><293a53243d0fc1f08d6798a387b3f622>] /Size 8"), "latin1");

test("a wrong, an empty and a too large file are told apart; the others stay", async ({ come }) => {
  const page = await come("jwc.contact");
  await page.goto("/tasks/jwc/3.1/implement");
  await attach(page, report);
  await picker(page).setInputFiles([
    pdf("整改报告.pdf", program),
    pdf("空白.pdf", Buffer.alloc(0)),
    pdf("录像.pdf", large(5 << 20)),
    pdf("总结.pdf", locked),
    { name: "名单.xls", mimeType: "application/vnd.ms-excel", buffer: Buffer.from("<html><table><tr><td>1</td></tr></table></html>") },
    { name: "evil.exe", mimeType: "application/octet-stream", buffer: Buffer.from("MZ") },
    pdf("照片.pdf", readFileSync(photo)),
    pdf("副本.pdf", readFileSync(report)),
  ]);
  await expect(fileRow(page, "整改报告.pdf")).toContainText("没有传上：这是可执行程序，不能作为佐证材料");
  await expect(fileRow(page, "总结.pdf")).toContainText("没有传上：这份 PDF 设有打开密码");
  await expect(fileRow(page, "名单.xls")).toContainText("这是网页存成的 .xls，请用 Excel 或 WPS 打开后另存为 .xlsx");
  await expect(fileRow(page, "evil.exe")).toContainText("名字以 .exe 结尾的是程序或脚本");
  await expect(fileRow(page, "照片.pdf")).toContainText("已上传；已按内容和命名规则记为“照片.png”");
  await expect(fileRow(page, "副本.pdf")).toContainText("与“report.pdf”内容完全相同");
  await page.getByRole("button", { name: "移除 副本.pdf" }).click();
  await expect(fileRow(page, "空白.pdf")).toContainText("没有传上：这是空文件");
  await expect(fileRow(page, "录像.pdf")).toContainText(/没有传上：.*(过大|太大|超过|不能超过).*4/);
  await expect(fileRow(page, "report.pdf")).toContainText("已上传");

  await page.getByRole("button", { name: "移除 录像.pdf" }).click();
  await expect(fileRow(page, "录像.pdf")).toHaveCount(0);
  await confirm(page);
  await expect(page.getByRole("button", { name: /report\.pdf/ })).toBeVisible();
  await expect(page.getByText("整改报告.pdf")).toHaveCount(0);
});

test("what phones and scanners write is shown", async ({ come }) => {
  const page = await come("tw.contact");
  await page.goto("/tasks/tw/3.1/implement");
  await attach(page, here("photo.heic"), here("scan.tif"));
  await confirm(page);
  await page.goto("/tasks/tw/3.1/implement");
  await page.getByRole("button", { name: /photo\.heic/ }).click();
  const dialog = page.getByRole("dialog");
  const drawn = () => dialog.locator("canvas").evaluate((canvas: HTMLCanvasElement) => [canvas.width, canvas.height]);
  await expect(dialog.getByRole("img", { name: "photo.heic" })).toBeVisible();
  await expect.poll(drawn).toEqual([64, 48]);
  await dialog.getByRole("button", { name: "scan.tif" }).click();
  await expect(dialog.getByText("第 1 / 2 页")).toBeVisible();
  await expect.poll(drawn).toEqual([8, 8]);
  await dialog.getByRole("button", { name: "下一页" }).click();
  await expect(dialog.getByText("第 2 / 2 页")).toBeVisible();
});

test("an upload goes on over a killed server, and is confirmed once", async ({ come, school }) => {
  const page = await come("jxgc.contact");
  // Else the page might hear that it was done, and take the form away before the second click.
  await page.route("**/changes**", (route) => route.abort());
  await page.goto("/tasks/jxgc/3.1/implement");
  const network = await page.context().newCDPSession(page);
  const speed = (upload: number) => network.send("Network.emulateNetworkConditions", {
    offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: upload });
  await network.send("Network.enable");
  await speed(300_000);
  await picker(page).setInputFiles([pdf("扫描件.pdf", large(3 << 20))]);
  await expect(fileRow(page, "扫描件.pdf")).toContainText(/正在上传 [1-9]\d?%/);
  await school.kill();
  await expect(fileRow(page, "扫描件.pdf")).toContainText("连接中断，恢复后自动续传");
  await speed(-1);
  school.setClock("2026-11-20T09:10");
  await school.serve();
  await expect(fileRow(page, "扫描件.pdf")).toContainText("已上传");

  // Gone again just before the confirmation.
  await school.kill();
  await page.getByRole("button", { name: "确认报送" }).click();
  await expect(page.getByRole("alert")).toContainText("连不上服务器");
  await expect(page.getByRole("alert")).toContainText("您填写的内容还在本页");
  school.setClock("2026-11-20T09:20");
  await school.serve();
  // Done by the server, and the answer lost on the way.
  await page.route("**/submissions", async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    await route.fetch();
    await route.abort();
    await page.unroute("**/submissions");
  });
  await page.getByRole("button", { name: "确认报送" }).click();
  await expect(page.getByRole("alert")).toContainText("连不上服务器");
  await confirm(page);
  await expect(page.getByText("尚未审核")).toHaveCount(1);
  await page.reload();
  await expect(page.getByRole("button", { name: /扫描件\.pdf/ })).toHaveCount(1);
});
