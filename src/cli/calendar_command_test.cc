#include <gmock/gmock.h>

#include "cli/run_command.h"

namespace shouze {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

constexpr const char* kCalendars = "calendars/cn";

CommandRun Due(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"calendar", "due"});
  arguments.insert(arguments.end(), {"--calendars", kCalendars});
  return RunCommand(AddCalendarCommand, std::move(arguments));
}

TEST(CalendarCommand, DueExplainsWorkdaysDayByDay) {
  const CommandRun run = Due({"--from", "2026-09-30T10:00", "--workdays", "3"});
  EXPECT_EQ(run.exit_code, 0);
  EXPECT_THAT(run.out, StartsWith("起算：2026-09-30 10:00（周三）\n"
                                  "  2026-09-30 周三  起算日，不计\n"
                                  "  2026-10-01 周四  国庆节放假，不计\n"));
  EXPECT_THAT(run.out, HasSubstr("  2026-10-10 周六  补班，计第 3 日\n"));
  EXPECT_THAT(run.out, EndsWith("期限：2026-10-10 24:00（周六）\n"));
}

TEST(CalendarCommand, DueMovesTheEndOfDaysButNotOfHours) {
  EXPECT_THAT(Due({"--from", "2026-09-30T10:00", "--days", "3"}).out,
              EndsWith("期限：2026-10-08 24:00（周四）\n"));
  EXPECT_THAT(Due({"--from", "2026-09-30T10:00", "--hours", "24"}).out,
              EndsWith("期限：2026-10-01 10:00（周四）\n"));
}

TEST(CalendarCommand, DueTakesADateAsItsBeginning) {
  EXPECT_THAT(Due({"--from", "2026-04-02", "--workdays", "0"}).out,
              StartsWith("起算：2026-04-02 00:00（周四）\n"));
}

TEST(CalendarCommand, DueNamesAYearWithoutCalendar) {
  const CommandRun run = Due({"--from", "2026-12-30T10:00", "--workdays", "3"});
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_THAT(run.out, EndsWith("期限：未知\n"));
  EXPECT_THAT(run.err, StartsWith("没有 2027 年的工作日历，不作推算"));
}

TEST(CalendarCommand, DueCountsInTheSchoolsTimeZone) {
  EXPECT_THAT(
      Due({"--from", "2026-04-01T20:00:00Z", "--workdays", "1", "--utc-offset", "+08:00"}).out,
      StartsWith("起算：2026-04-02 04:00（周四）\n"));
  EXPECT_EQ(Due({"--from", "2026-04-01", "--workdays", "1", "--utc-offset", "8"}).exit_code, 2);
}

TEST(CalendarCommand, DueWantsOneLengthAndARealInstant) {
  EXPECT_EQ(Due({"--from", "2026-04-01"}).exit_code, 2);
  EXPECT_EQ(Due({"--from", "2026-04-01", "--days", "1", "--hours", "1"}).exit_code, 2);
  EXPECT_EQ(Due({"--from", "2026-04-01", "--days", "-1"}).exit_code, 2);
  const CommandRun run = Due({"--from", "2026-02-30", "--days", "1"});
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_THAT(run.err, StartsWith("--from: 时刻写成 2026-09-30T10:00 这样"));
}

TEST(CalendarCommand, DueUsesBuiltInCalendarsWithoutAFolder) {
  const std::string bytes = ReadFile("calendars/cn/2026.yaml", kYamlBytesMax).value();
  const CommandRun run = RunCommand(
      AddCalendarCommand, {"calendar", "due", "--from", "2026-04-02T10:00", "--workdays", "1"},
      {{"calendars/cn/2026.yaml", bytes}});
  EXPECT_THAT(run.out, EndsWith("期限：2026-04-03 24:00（周五）\n"));
}

TEST(CalendarCommand, DueTellsEveryProblemOfTheCalendars) {
  const ScratchFolder folder;
  const std::string file = folder.Write("2026.yaml", "year: 2026\n");
  const CommandRun run = RunCommand(
      AddCalendarCommand,
      {"calendar", "due", "--from", "2026-04-02", "--days", "1", "--calendars", folder.path()});
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_THAT(run.err, HasSubstr(file + ":1: 缺少键“papers”"));
  EXPECT_THAT(run.err, HasSubstr(file + ":1: 缺少键“make_up”"));
}

constexpr const char* kHolidayCn =
    R"({"year": 2026, "papers": ["https://example.invalid/1"], "days": [
  {"name": "元旦", "date": "2026-01-01", "isOffDay": true},
  {"name": "元旦", "date": "2026-01-04", "isOffDay": false}]})";

TEST(CalendarCommand, ImportPrintsACalendar) {
  const ScratchFolder folder;
  const std::string json = folder.Write("2026.json", kHolidayCn);
  const CommandRun run = RunCommand(AddCalendarCommand, {"calendar", "import", json});
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.out, EndsWith("year: 2026\n"
                                "papers:\n"
                                "  - \"https://example.invalid/1\"\n"
                                "holidays:\n"
                                "  - name: 元旦\n"
                                "    days: [\"2026-01-01\"]\n"
                                "make_up: [\"2026-01-04\"]\n"));
}

TEST(CalendarCommand, ImportWritesAFileButOverNoOther) {
  const ScratchFolder folder;
  const std::string json = folder.Write("2026.json", kHolidayCn);
  const std::vector<std::string> arguments = {"calendar", "import", json, "--out", folder.path()};
  EXPECT_EQ(RunCommand(AddCalendarCommand, arguments).exit_code, 0);
  EXPECT_EQ(RunCommand(AddCalendarCommand, arguments).exit_code, 0);  // The same again.
  const std::string file = folder.Write("2026.yaml", "year: 2026\n");
  const CommandRun run = RunCommand(AddCalendarCommand, arguments);
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_THAT(run.err, StartsWith(file + ": 已有内容不同的同名文件"));
}

TEST(CalendarCommand, ImportRefusesAYearWhoseNoticeIsNotOut) {
  const ScratchFolder folder;
  const std::string json = folder.Write("2027.json", R"({"year": 2027, "papers": [], "days": []})");
  const CommandRun run = RunCommand(AddCalendarCommand, {"calendar", "import", json});
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_THAT(run.err, HasSubstr("放假通知尚未公布"));
}

}  // namespace
}  // namespace shouze
