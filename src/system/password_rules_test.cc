#include "system/password_rules.h"

#include <gmock/gmock.h>

#include <fstream>
#include <set>

#include "base/text.h"

namespace shouze {
namespace {

using testing::IsEmpty;

const PasswordWords kWords = {{"zhangming", "zhang.ming"},
                              {"yjgc", "xxgc", "云江工程", "信息工程学院", "网安办"}};

std::string Faults(std::string_view password, const PasswordPolicy& policy = {}) {
  std::vector<std::string_view> rules;
  for (const PasswordFault& fault : PasswordFaults(password, kWords, policy)) {
    rules.push_back(fault.rule);
  }
  return rules.empty() ? "-" : Join(rules, ",");
}

/// The pages are held to the same file.
TEST(PasswordRules, SayWhatTheCasesSay) {
  std::ifstream cases("passwords/cases.txt");
  int read = 0;
  for (std::string line; std::getline(cases, line);) {
    if (line.empty() || line.starts_with('#')) continue;
    const std::size_t tab = line.find('\t');
    ASSERT_NE(tab, line.npos) << line;
    EXPECT_EQ(Faults(line.substr(tab + 1)), line.substr(0, tab)) << line;
    ++read;
  }
  EXPECT_GT(read, 30);
}

TEST(PasswordRules, AskForLengthAndKindsAsTheSettingsSay) {
  EXPECT_EQ(Faults("qing-feng-ming-yue", {.kinds_min = 3}), "kinds");
  EXPECT_EQ(Faults("Qing-feng-ming-yue-8", {.kinds_min = 4}), "-");
  EXPECT_EQ(Faults("Qing-feng-7", {.characters_min = 8}), "-");
  EXPECT_EQ(Faults("Qing-feng-ming-7", {.characters_min = 20}), "length");
}

TEST(PasswordRules, AWordThatIsTooShortCountsForNothing) {
  EXPECT_EQ(PasswordWord("Li"), "");
  EXPECT_EQ(PasswordWord("Wab"), "wab");
  EXPECT_EQ(PasswordWord("网"), "");
  EXPECT_EQ(PasswordWord("网办"), "网办");
  EXPECT_THAT(PasswordFaults("blind-mice-run-3", {{"", ""}, {""}}, {}), IsEmpty());
}

}  // namespace
}  // namespace shouze
