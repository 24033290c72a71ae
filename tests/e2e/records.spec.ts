import { expect, test } from "./school";
import { approve, attach, confirm, registerVulnerability, report } from "./steps";

test("registered for all units in one form; corrected; withdrawn", async ({ come }) => {
  const office = await come("wab1");
  await office.goto("/register");
  await office.getByRole("searchbox", { name: /^查找类别/ }).fill("会议");
  await office.getByRole("link", { name: /网络安全工作会议/ }).first().click();
  await expect(office.getByRole("complementary", { name: "登记后" })).toContainText("参加会议");
  await office.getByRole("button", { name: "登记", exact: true }).click();
  await expect(office.getByText("请至少选一个单位")).toBeVisible();
  await office.getByRole("checkbox", { name: "全部单位（6 个）" }).check();
  await office.getByLabel(/^会议名称/).fill("第四季度网络安全会义");
  await office.getByRole("button", { name: "为 6 个单位登记网络安全工作会议" }).click();
  await office.getByRole("dialog", { name: "确认登记" }).getByRole("button", { name: "登记", exact: true }).click();
  const receipt = office.getByRole("status").filter({ has: office.getByRole("heading", { name: "已登记" }) });
  await expect(receipt).toContainText("6 个单位各有 1 项任务");

  const unit = await come("tsg.contact");
  await unit.goto("/tasks");
  await expect(unit.getByRole("link", { name: /第四季度网络安全会义/ })).toBeVisible();

  await receipt.getByRole("link", { name: "查看台账" }).click();
  const drawer = office.getByRole("dialog", { name: /^网络安全工作会议 r\d+/ });
  await drawer.getByRole("button", { name: "更正" }).click();
  const correct = office.getByRole("dialog", { name: /^更正台账/ });
  await correct.getByLabel(/^会议名称/).fill("第四季度网络安全会议");
  await correct.getByRole("button", { name: "更正" }).click();
  await expect(correct.getByRole("alert").first()).toContainText("请写明理由");
  await correct.getByLabel("更正理由").fill("错别字");
  await correct.getByRole("button", { name: "更正" }).click();
  await expect(drawer.getByText("已更正，任务与得分已重算。")).toBeVisible();
  await expect(unit.getByRole("link", { name: /第四季度网络安全会议/ })).toBeVisible();

  await drawer.getByRole("button", { name: "撤销" }).click();
  const withdraw = office.getByRole("dialog", { name: /^撤销台账/ });
  await withdraw.getByRole("textbox").fill("会议改期，另行通知");
  await withdraw.getByRole("button", { name: "撤销" }).click();
  await expect(office.getByText("已撤销。")).toBeVisible();
  await expect(unit.getByRole("link", { name: /第四季度网络安全会议/ })).toHaveCount(0);
});

test("a record with a hand-in is withdrawn only by who has seen what is lost", async ({ come }) => {
  const centre = await come("xxzx-yw");
  await registerVulnerability(centre, "图书馆", "馆藏检索");
  const unit = await come("tsg.contact");
  await unit.goto("/tasks");
  await unit.getByRole("link", { name: /馆藏检索/ }).first().click();
  await attach(unit, report);
  await confirm(unit);

  await centre.getByRole("link", { name: "查看台账" }).click();
  await centre.getByRole("dialog", { name: /^漏洞/ }).getByRole("button", { name: "撤销" }).click();
  const withdraw = centre.getByRole("dialog", { name: /^撤销台账/ });
  await withdraw.getByRole("textbox").fill("扫描误报");
  await withdraw.getByRole("button", { name: "撤销" }).click();
  await expect(withdraw.getByRole("alert")).toContainText("已有的报送不再计入");
  await withdraw.getByRole("button", { name: "已逐项核对，仍要这样做" }).click();
  await expect(centre.getByText("已撤销。")).toBeVisible();
  await unit.goto("/notices");
  await expect(unit.getByText(/“撤销台账”已经生效.*馆藏检索/)).toBeVisible();
});

test("no more attend than a unit has, and hours beyond the half days are told", async ({ come }) => {
  const unit = await come("tsg.contact");
  await unit.goto("/register/training");
  await unit.getByLabel(/^培训名称/).fill("网络安全专题讲座");
  await unit.getByText("全体在职人员", { exact: true }).click();
  const known = await unit.getByText(/^在职人数 \d+$/).textContent();
  const most = Number(known?.replace(/\D/g, ""));
  await unit.getByLabel(/^学时/).fill("8");
  await unit.getByLabel(/^半天数/).fill("1");
  await expect(unit.getByText(/每个至多计 4 学时：这里按 4 学时计，不是 8/)).toBeVisible();
  await unit.getByLabel(/^参训人数/).fill("9999");
  await expect(unit.getByText(`图书馆的“在职人数”是 ${most}，“参训人数”不能多于 ${most}`)).toBeVisible();
  await unit.getByRole("button", { name: "登记", exact: true }).click();
  await expect(unit.getByText("如人数有变，请先请网安办更新“在职人数”").first()).toBeVisible();
  await expect(unit.getByRole("heading", { name: "已登记" })).toHaveCount(0);
  await unit.getByLabel(/^参训人数/).fill(String(most));
  await unit.getByRole("button", { name: "登记", exact: true }).click();
  await expect(unit.getByRole("heading", { name: "已登记" })).toBeVisible();
});

test("a project's dates follow each other, and one on a day off names the next workday", async ({ come }) => {
  const office = await come("wab1");
  await office.goto("/register/project");
  await office.getByRole("checkbox", { name: "图书馆" }).check();
  await office.getByLabel(/^项目名称/).fill("智慧书库");
  const date = async (name: RegExp, day: string) => {
    await office.getByRole("combobox", { name }).fill(day);
    await office.keyboard.press("Enter");
  };
  await date(/^申请期限/, "2026-12-20");
  await expect(office.getByText("这天是周日，休息日，不顺延；下一个工作日是 2026-12-21（周一）")).toBeVisible();
  await date(/^验收期限/, "2026-12-01");
  await expect(office.getByText("“验收期限”2026-12-01 早于“申请期限”2026-12-20，请按先后填写")).toBeVisible();
  await office.getByRole("button", { name: "登记", exact: true }).click();
  await expect(office.getByRole("alert").filter({ hasText: "请按先后填写" }).first()).toBeVisible();
  await expect(office.getByRole("heading", { name: "已登记" })).toHaveCount(0);
  await date(/^验收期限/, "2026-12-25");
  await office.getByRole("button", { name: "登记", exact: true }).click();
  await expect(office.getByRole("heading", { name: "已登记" })).toBeVisible();
});

test("what lies more than a day back counts once a second person approves", async ({ come }) => {
  const office = await come("wab1");
  await office.goto("/register/meeting");
  await office.getByRole("checkbox", { name: "图书馆" }).check();
  await office.getByLabel(/^会议名称/).fill("馆藏系统专题会");
  await office.getByRole("radio", { name: "另选时间" }).check();
  await office.getByRole("combobox", { name: "时间" }).fill("2026-11-17 14:00");
  await office.keyboard.press("Enter");
  await expect(office.getByText("时间在 24 小时以前，不会马上生效：须由网安办另一人批准。")).toBeVisible();
  await office.getByRole("button", { name: "提请登记" }).click();
  await expect(office.getByText("请写明理由")).toBeVisible();
  await office.getByLabel(/请写明为什么现在才登记/).fill("会议纪要今天才送到");
  await office.getByRole("button", { name: "提请登记" }).click();
  await expect(office.getByRole("heading", { name: "已提请，等待批准" })).toBeVisible();
  await office.goto("/records?q=馆藏系统专题会");
  await expect(office.getByText("没有符合条件的台账")).toBeVisible();
  await office.goto("/approvals");
  const own = office.getByRole("article").filter({ hasText: "馆藏系统专题会" });
  await expect(own.getByRole("button", { name: "批准", exact: true })).toHaveCount(0);
  await expect(own).toContainText("这是您提请的");

  await approve(await come("wab2"), /馆藏系统专题会/);
  await office.goto("/records?q=馆藏系统专题会");
  await expect(office.getByRole("button", { name: /馆藏系统专题会/ })).toHaveCount(1);
});

test("a unit disputes a record; refused with a reason it counts again", async ({ come }) => {
  await registerVulnerability(await come("xxzx-yw"), "教务处", "考试报名系统");
  const unit = await come("jwc.contact");
  await unit.goto("/records?q=考试报名系统");
  await unit.getByRole("button", { name: /考试报名系统/ }).click();
  await unit.getByRole("button", { name: "提出争议" }).click();
  const dialog = unit.getByRole("dialog", { name: /提出争议$/ });
  await dialog.getByRole("textbox").fill("该系统已移交信息中心管理");
  await dialog.getByRole("button", { name: "提出争议" }).click();
  await expect(unit.getByText("已提出争议，等待网安办裁定。")).toBeVisible();
  await unit.goto("/sheet?line=5.1");
  await expect(unit.getByText("争议处理中").first()).toBeVisible();

  const office = await come("wab1");
  await office.goto("/approvals?tab=disputes");
  const card = office.getByRole("article").filter({ hasText: "考试报名系统" });
  await expect(card).toContainText("该系统已移交信息中心管理");
  await card.getByRole("button", { name: "提请裁定" }).click();
  const decide = office.getByRole("dialog");
  await decide.getByRole("button", { name: "提请裁定" }).click();
  await expect(decide.getByRole("alert").first()).toBeVisible();
  await decide.getByRole("radio", { name: /争议成立/ }).first().check();
  await decide.getByRole("textbox").fill("移交记录属实");
  await decide.getByRole("button", { name: "提请裁定" }).click();
  await expect(office.getByText("已提请裁定，等网安办另一人批准后生效。")).toBeVisible();

  // The other one of the office sees why, and refuses; the proposer reads the reason.
  const second = await come("wab2");
  await second.goto("/approvals");
  const asked = second.getByRole("article").filter({ hasText: "移交记录属实" });
  await asked.getByRole("button", { name: "不予批准" }).click();
  await second.getByRole("dialog").getByRole("textbox").fill("移交手续尚未完成");
  await second.getByRole("dialog").getByRole("button", { name: "不予批准" }).click();
  await expect(second.getByText(/已不予批准：/)).toBeVisible();
  await office.goto("/approvals?tab=decided");
  await expect(office.getByRole("article").filter({ hasText: "移交手续尚未完成" })).toBeVisible();
});

test("a pasted table gives each unit its own number, and nobody's by its place", async ({ come }) => {
  const office = await come("wab1");
  await office.goto("/register/training");
  const find = office.getByRole("searchbox", { name: "输入单位名称，回车选中" });
  await find.fill("图书馆");
  // Enter that confirms an input method's word: while composing, and right behind it as on a Mac.
  await find.evaluate((input) => {
    const key = (more: KeyboardEventInit) =>
      input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true, ...more }));
    key({ isComposing: true });
    key({ keyCode: 229 });
    input.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true, data: "图书馆" }));
    key({ keyCode: 13 });
  });
  await expect(find).toHaveValue("图书馆");
  await expect(office.getByRole("checkbox", { name: "图书馆", exact: true })).not.toBeChecked();
  // The next one is somebody's own.
  await expect(async () => {
    await find.press("Enter");
    await expect(office.getByText("已选 1 个")).toBeVisible({ timeout: 100 });
  }).toPass();
  await find.fill("ｊｗｃ");
  await find.press("Enter");
  await expect(office.getByText("已选 2 个")).toBeVisible();

  const attendees = office.locator("[data-number]");
  await office.getByRole("button", { name: "各单位不同，分别填写" }).click();
  const paste = async (text: string) =>
    attendees.first().evaluate((input, pasted) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", pasted);
      input.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    }, text);
  await paste("序号\t单位\t参训人数\r\n1\t教务科\t７\r\n2\t图书馆\t9\r\n\t合 计\t16\r\n");
  const preview = office.getByRole("dialog", { name: /^粘贴的“参训人数”/ });
  await expect(preview.getByRole("row", { name: /合 计 · 16/ })).toContainText("合计，不填");
  await expect(preview.getByRole("row", { name: /教务科/ })).toContainText("是不是 教务处？");
  await expect(preview.getByRole("button", { name: "填入 1 个单位" })).toBeVisible();
  await preview.getByRole("combobox", { name: "第 2 行是哪个单位" }).selectOption("教务处");
  await preview.getByRole("button", { name: "填入 2 个单位" }).click();
  await expect(office.locator("[data-number=tsg]")).toHaveValue("9");
  await expect(office.locator("[data-number=jwc]")).toHaveValue("7");

  // A column whose first cell is blank shifts nobody.
  await paste("\r\n12\r\n");
  await office.getByRole("dialog", { name: /^粘贴的/ }).getByRole("button", { name: "填入 1 个单位" }).click();
  await expect(attendees.first()).toHaveValue("");
  await expect(attendees.last()).toHaveValue("12");

  // A day as offices write it is one day, shown at once, or told.
  await office.getByRole("radio", { name: "另选时间" }).check();
  const at = office.getByRole("combobox", { name: "时间" });
  await at.fill("2026.11.20 8：30");
  await at.press("Enter");
  await expect(at).toHaveValue("2026-11-20 08:30");
  await at.fill("26.11.19 8:30");
  await at.press("Enter");
  await expect(office.getByText("“26.11.19 8:30”不能确定是哪一天，请写全年月日，如 2026-03-05 14:30")).toBeVisible();
});

test("whoever reads titles alone asks for what a record says, and is noted", async ({ come }) => {
  const centre = await come("xxzx-yw");
  await registerVulnerability(centre, "图书馆", "馆藏检索");
  const leader = await come("lingdao");
  await leader.goto("/records");
  await leader.getByRole("button", { name: /漏洞 馆藏检索/ }).click();
  const drawer = leader.getByRole("dialog", { name: /^漏洞 r\d+/ });
  await expect(drawer.getByText("系统、地址、漏洞编号等详情只给办理的人看。")).toBeVisible();
  await expect(drawer.getByText("CVE-2026-0001")).toHaveCount(0);
  await drawer.getByRole("button", { name: "说明理由后查看详情" }).click();
  const asked = leader.getByRole("dialog", { name: /^查看 r\d+ 的详情/ });
  await asked.getByRole("textbox").fill("专项检查");
  await asked.getByRole("button", { name: "查看", exact: true }).click();
  await expect(drawer.getByText("CVE-2026-0001")).toBeVisible();
  const office = await come("wab1");
  await office.goto("/notices");
  await expect(office.getByText(/的详情，理由：专项检查/)).toBeVisible();
});
