#include <gmock/gmock.h>

#include "base/text.h"
#include "cli/run_command.h"

namespace shouze {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

constexpr const char* kExample = "tests/conformance/facts/example.json";

CommandRun ScoreFile(const std::string& facts, std::vector<std::string> more) {
  more.insert(more.begin(), {"score", "--policy", "policies/czie-2024.yaml", "--calendars",
                             "calendars/cn", "--facts", facts});
  return RunCommand(AddScoreCommand, std::move(more));
}

CommandRun Score(std::vector<std::string> more) { return ScoreFile(kExample, std::move(more)); }

CommandRun WhatIf(const std::string& as_of, const std::string& key) {
  return Score({"--as-of", as_of, "--unit", "jwc", "--what-if", "accepted:" + key});
}

std::string LineWith(const std::string& text, const std::string& part) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.find(part) != std::string::npos) return line;
  }
  return {};
}

TEST(ScoreCommand, TableListsUnitsByCode) {
  const CommandRun run = Score({});
  EXPECT_EQ(run.exit_code, 0);
  EXPECT_THAT(run.err, IsEmpty());
  EXPECT_THAT(run.out, HasSubstr("2026 年度，截至 2026-12-31 24:00，满分 100，2 个单位\n"));
  EXPECT_THAT(LineWith(run.out, "教务处"), StartsWith("jwc   教务处          59      59    41 "));
  EXPECT_LT(run.out.find("\njwc "), run.out.find("\nxxgc "));
}

TEST(ScoreCommand, EveryRowOfTheTableIsEquallyWide) {
  const std::string table = Score({}).out;
  EXPECT_EQ(DisplayWidth(LineWith(table, "教务处")), DisplayWidth(LineWith(table, "信息工程学院")));
}

TEST(ScoreCommand, WhatCameAfterTheInstantIsSaidOnStandardError) {
  const CommandRun run = Score({"--as-of", "2026-10-20"});
  EXPECT_THAT(run.out, HasSubstr("截至 2026-10-20 24:00"));
  EXPECT_EQ(run.err,
            "提示 / notice: 截至时刻 2026-10-20 24:00 之后的 1 条台账未计入 / 1 record(s) "
            "after 2026-10-20 24:00 did not count\n");
}

TEST(ScoreCommand, SheetExplainsEveryDeductionAndListsOpenTasks) {
  const std::string sheet = Score({"--as-of", "2026-10-20", "--explain", "--unit", "jwc"}).out;
  EXPECT_THAT(sheet, StartsWith("教务处（jwc，党政管理部门）2026 年度得分表\n"));
  EXPECT_THAT(sheet, HasSubstr("总分 82 / 100，已扣 18，可能再失 23\n"));
  EXPECT_THAT(sheet, HasSubstr("应于 2026-10-09 24:00 前整改，实际 2026-10-13 09:00 报送，逾期；"
                               "依据：附件1 第5项\n"));
  EXPECT_THAT(LineWith(sheet, "4.2 "), HasSubstr("未发生"));
  EXPECT_THAT(LineWith(sheet, "8/submit/i1"),
              AllOf(StartsWith("2026-09-30 24:00"), HasSubstr("可补报至 2026-12-20 24:00")));
  EXPECT_THAT(sheet, Not(HasSubstr("信息工程学院")));
}

TEST(ScoreCommand, ExplainWithoutAUnitPrintsAllSheets) {
  const std::string sheets = Score({"--explain"}).out;
  EXPECT_THAT(sheets, StartsWith("教务处（jwc"));
  EXPECT_THAT(sheets, HasSubstr("\n\n\n信息工程学院（xxgc"));
}

TEST(ScoreCommand, JsonIsOneLineAndTakesAUnit) {
  const CommandRun run = Score({"--json", "--unit", "xxgc", "--as-of", "2026-12-31T23:59:59"});
  EXPECT_THAT(run.out, StartsWith("{\"policy\":{\"id\":\"czie-2024\""));
  EXPECT_THAT(run.out, AllOf(HasSubstr("\"as_of\":\"2026-12-31T23:59:59+08:00\""),
                             HasSubstr("\"unit\":\"xxgc\""), Not(HasSubstr("\"unit\":\"jwc\""))));
  EXPECT_EQ(std::count(run.out.begin(), run.out.end(), '\n'), 1);
}

TEST(ScoreCommand, WrongFactsAreAllToldAndNothingIsComputed) {
  const ScratchFolder folder;
  const std::string file =
      folder.Write("facts.json", R"({"cycle": {"year": 2026}, "units": [{"code": "a", "kind": "x"}],
                        "posts": [{"unit": "b", "post": "contact", "from": "2026"}]})");
  const CommandRun run = ScoreFile(file, {"--json"});
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_THAT(run.out, IsEmpty());
  EXPECT_THAT(run.err, AllOf(HasSubstr("facts.json:/units/0/kind: "),
                             HasSubstr("facts.json:/posts/0/from: "),
                             HasSubstr("facts.json:/posts/0/unit: ")));
}

TEST(ScoreCommand, UnknownUnitNamesNearOnes) {
  EXPECT_THAT(Score({"--unit", "xxcg"}).err, HasSubstr("是否想写 xxgc"));
  EXPECT_THAT(Score({"--unit", "教务"}).err, HasSubstr("是否想写 jwc"));
  EXPECT_EQ(Score({"--unit", "zzzz"}).exit_code, 2);
}

TEST(ScoreCommand, OptionsThatMakeNoSenseAreWrongInput) {
  EXPECT_EQ(Score({"--as-of", "tomorrow"}).exit_code, 2);
  EXPECT_EQ(Score({"--what-if", "accepted:1/sign"}).exit_code, 2);
  EXPECT_EQ(Score({"--unit", "jwc", "--what-if", "1/sign"}).exit_code, 2);
  EXPECT_EQ(Score({"--unit", "jwc", "--what-if", "accepted:1/sign", "--json"}).exit_code, 2);
  EXPECT_THAT(ScoreFile("nowhere.json", {}).err, HasSubstr("nowhere.json: "));
}

TEST(WhatIf, TaskInTimeSavesWhatIsAtRisk) {
  EXPECT_EQ(WhatIf("2026-10-20", "3.1/implement").out,
            "若 教务处（jwc）于 2026-10-20 24:00 报送 3.1/implement 并当即通过审核：\n"
            "  任务 3.1/implement 落实责任制：待办 → 已完成\n"
            "  3.1 落实网络安全工作责任制：得分 4 → 4，可能再失 4 → 0\n"
            "  全表：总分 82 → 82，可能再失 23 → 19\n");
}

TEST(WhatIf, ReturnedOneCanBeHandedInAgain) {
  EXPECT_THAT(WhatIf("2026-10-20", "8/submit/i1").out, HasSubstr("已退回 → 已完成"));
  EXPECT_THAT(
      WhatIf("2026-12-21", "8/submit/i1").out,
      HasSubstr(
          "得分不变：期限 2026-09-30 24:00 已过，不再能挽回（补报也已于 2026-12-20 24:00 截止）"));
}

TEST(WhatIf, WhereNothingChangesItSaysWhy) {
  const auto why = [](const std::string& as_of, const std::string& key) {
    const CommandRun run = WhatIf(as_of, key);
    EXPECT_EQ(run.exit_code, 0) << run.err;
    return LineWith(run.out, "得分不变：");
  };
  EXPECT_THAT(why("2026-10-20", "5.1/fix/v2"), HasSubstr("不再能挽回（此项不适用补报）"));
  EXPECT_THAT(why("2026-10-20", "1/sign"), HasSubstr("期限 2026-03-31 24:00 已过"));
  EXPECT_THAT(why("2026-10-20", "2/lead"), HasSubstr("此项不由报送完成，岗位有人在任即完成"));
  EXPECT_THAT(why("2026-10-20", "3.2/attend/m1"), HasSubstr("此项不由报送完成，由台账记录完成"));
  EXPECT_THAT(why("2026-10-20", "9.1/hours"), HasSubstr("此项不由报送完成，达到人均要求即完成"));
  EXPECT_THAT(why("2026-10-20", "3.3/summary"), HasSubstr("自 2026-12-01 00:00 起可以报送"));
  EXPECT_THAT(why("2026-10-20", "5.2/rectify/n1"), HasSubstr("此项已完成"));
  EXPECT_THAT(why("2026-09-01T08:00", "8/submit/i1"), HasSubstr("此时还没有这项任务"));
  EXPECT_THAT(why("2027-01-02", "3.1/implement"), HasSubstr("考核年度已于 2026-12-31 24:00 结束"));
}

TEST(WhatIf, WaivedTaskCostsNothing) {
  const CommandRun run =
      Score({"--as-of", "2026-10-01", "--unit", "xxgc", "--what-if", "accepted:8/submit/i1"});
  EXPECT_THAT(run.out, HasSubstr("得分不变：此项已豁免"));
}

TEST(WhatIf, KeyThatNamesNothingIsWrongInput) {
  const CommandRun run = WhatIf("2026-10-20", "5.1/fix/v9");
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_THAT(run.out, IsEmpty());
  EXPECT_THAT(run.err, HasSubstr("\n--what-if accepted:5.1/fix/v9: "));
}

}  // namespace
}  // namespace shouze
