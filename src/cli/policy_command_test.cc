#include <gmock/gmock.h>

#include "cli/run_command.h"

namespace shouze {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

constexpr const char* kSeed = "policies/czie-2024.yaml";

TEST(PolicyCommand, LintCountsWhatItFoundGood) {
  const CommandRun run = RunCommand(AddPolicyCommand, {"policy", "lint", kSeed});
  EXPECT_EQ(run.exit_code, 0);
  EXPECT_THAT(run.out,
              StartsWith("policies/czie-2024.yaml: 没有发现问题 / no problems（20 项指标"));
  EXPECT_THAT(run.err, IsEmpty());
}

TEST(PolicyCommand, LintListsAllProblemsOfAllFiles) {
  const ScratchFolder folder;
  const std::string first = folder.Write("a.yaml", "format: shouze-policy/1\nid: 1\n");
  const std::string second = folder.Write("b.yaml", "a: 1\na: 2\n");
  const CommandRun run = RunCommand(AddPolicyCommand, {"policy", "lint", first, kSeed, second});
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_THAT(run.out, HasSubstr("没有发现问题"));
  EXPECT_THAT(run.err, HasSubstr(first + ":2: "));
  EXPECT_THAT(run.err, HasSubstr("missing key 'aspects'"));
  EXPECT_THAT(run.err, HasSubstr(second + ":2: 键“a”重复"));
}

TEST(PolicyCommand, LintSaysWhyAFileCannotBeRead) {
  const ScratchFolder folder;
  const CommandRun run =
      RunCommand(AddPolicyCommand, {"policy", "lint", folder.path(), folder.path() + "/none.yaml"});
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_THAT(run.err, HasSubstr(folder.path() + ": 这是目录，不是文件"));
  EXPECT_THAT(run.err, HasSubstr("/none.yaml: 打不开这个文件（No such file or directory）"));
}

TEST(PolicyCommand, LintReadsNoMoreThanAMebibyte) {
  const ScratchFolder folder;
  const std::string file = folder.Write("a.yaml", std::string((1 << 20) + 1, '\n'));
  const CommandRun run = RunCommand(AddPolicyCommand, {"policy", "lint", file});
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_THAT(run.err, HasSubstr("the file is larger than 1048576 bytes and is not read"));
}

TEST(PolicyCommand, ShowPrintsOneIndicatorOrAll) {
  EXPECT_THAT(RunCommand(AddPolicyCommand, {"policy", "show", kSeed, "5.1"}).out,
              StartsWith("5.1  处置安全漏洞  10 分"));
  EXPECT_THAT(RunCommand(AddPolicyCommand, {"policy", "show", kSeed}).out,
              StartsWith("常州工程职业技术学院网络安全责任制落实考核评价办法（试行）\n"));
}

TEST(PolicyCommand, ShowKnowsBuiltInPoliciesByName) {
  const std::string bytes = ReadFile(kSeed, kYamlBytesMax).value();
  const CommandRun run = RunCommand(AddPolicyCommand, {"policy", "show", "czie-2024", "8"},
                                    {{"policies/czie-2024.yaml", bytes}});
  EXPECT_EQ(run.exit_code, 0);
  EXPECT_THAT(run.out, StartsWith("8  "));
}

TEST(PolicyCommand, ShowNamesTheIndicatorsThereAre) {
  const CommandRun run = RunCommand(AddPolicyCommand, {"policy", "show", kSeed, "5"});
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_THAT(run.err, StartsWith("没有指标“5”，有：1 2 3.1"));
}

}  // namespace
}  // namespace shouze
