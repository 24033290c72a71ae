#include <gmock/gmock.h>

#include "cli/run_command.h"
#include "exchange/read_facts.h"

namespace shouze {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr const char* kSchool = "demo/school.yaml";
constexpr const char* kPolicy = "policies/czie-2024.yaml";

CommandRun Demo(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "demo-facts");
  arguments.insert(arguments.end(), {"--policy", kPolicy, "--calendars", "calendars/cn"});
  const std::string school = ReadFile(kSchool, kYamlBytesMax).value();
  return RunCommand(AddDemoCommand, std::move(arguments), {{kSchool, school}});
}

std::size_t UnitsIn(const std::string& json) { return ReadFacts(json)->facts.units.size(); }

TEST(DemoCommand, PrintsFactsOfTheBuiltInSchool) {
  const CommandRun run = Demo({});
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_EQ(run.err, "");
  EXPECT_THAT(run.out, StartsWith("{\n  \"cycle\": {\"year\":2026}"));
  EXPECT_GT(UnitsIn(run.out), 40u);
}

TEST(DemoCommand, TakesSeedUnitsAndYear) {
  const CommandRun run = Demo({"--seed", "7", "--units", "3", "--year", "2025"});
  EXPECT_EQ(UnitsIn(run.out), 3u);
  EXPECT_THAT(run.out, HasSubstr("\"year\":2025"));
  EXPECT_NE(run.out, Demo({"--seed", "8", "--units", "3", "--year", "2025"}).out);
}

TEST(DemoCommand, FindsThePolicyThatTheSchoolNames) {
  const std::string school = ReadFile(kSchool, kYamlBytesMax).value();
  const std::string policy = ReadFile(kPolicy, kYamlBytesMax).value();
  const CommandRun run =
      RunCommand(AddDemoCommand, {"demo-facts", "--units", "2", "--calendars", "calendars/cn"},
                 {{kSchool, school}, {kPolicy, policy}});
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_EQ(UnitsIn(run.out), 2u);
}

TEST(DemoCommand, WritesAFile) {
  const ScratchFolder folder;
  const std::string file = folder.path() + "/facts.json";
  EXPECT_EQ(Demo({"--units", "2", "--out", file}).out, "");
  EXPECT_EQ(UnitsIn(ReadFile(file, kYamlBytesMax).value()), 2u);
  EXPECT_EQ(Demo({"--out", folder.path() + "/none/facts.json"}).exit_code, kExitWrongInput);
}

TEST(DemoCommand, SaysThatAYearHasNoCalendar) {
  const CommandRun run = Demo({"--units", "2", "--year", "2031"});
  EXPECT_EQ(run.exit_code, 0);
  EXPECT_THAT(run.err, HasSubstr("没有 2031 年的工作日历"));
}

TEST(DemoCommand, TellsWhatIsWrongWithASchool) {
  const ScratchFolder folder;
  const std::string file = folder.Write("school.yaml", "policy: czie-2024\n");
  const CommandRun run = Demo({"--school", file});
  EXPECT_EQ(run.exit_code, kExitWrongInput);
  EXPECT_THAT(run.err, HasSubstr(file + ":1: 缺少键“units”"));
}

TEST(DemoCommand, RefusesNumbersOutOfRange) {
  EXPECT_EQ(Demo({"--units", "0"}).exit_code, kExitWrongInput);
  EXPECT_EQ(Demo({"--intensity", "0"}).exit_code, kExitWrongInput);
  EXPECT_EQ(Demo({"--year", "99"}).exit_code, kExitWrongInput);
}

}  // namespace
}  // namespace shouze
