#include "cli/command_line.h"

#include <gmock/gmock.h>

#include <sstream>
#include <vector>

namespace shouze {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

struct Answer {
  std::string out;
  std::string err;
  int exit_code = 0;
};

Answer Typed(std::vector<const char*> arguments) {
  std::ostringstream out;
  std::ostringstream err;
  CliContext context{out, err, {}};
  arguments.insert(arguments.begin(), "shouze");
  const int exit_code =
      RunCommandLine(static_cast<int>(arguments.size()), arguments.data(), "test", context);
  return {out.str(), err.str(), exit_code};
}

TEST(CommandLine, WithoutArgumentsShowsWhatThereIs) {
  const Answer answer = Typed({});
  EXPECT_EQ(answer.exit_code, 0);
  EXPECT_THAT(answer.out, HasSubstr("demo-facts"));
  EXPECT_THAT(answer.err, IsEmpty());
}

TEST(CommandLine, MistakesNameTheOptionFirstAndThenTheHelpInChineseAndEnglish) {
  const Answer wanting = Typed({"score"});
  EXPECT_EQ(wanting.exit_code, kExitWrongInput);
  EXPECT_THAT(wanting.err, StartsWith("--policy is required：缺少必需的命令、选项或文件"));
  EXPECT_THAT(wanting.err, HasSubstr("用法见 shouze score --help / see shouze score --help\n"));
  const Answer wrong = Typed({"demo-facts", "--units", "0"});
  EXPECT_EQ(wrong.exit_code, kExitWrongInput);
  EXPECT_THAT(wrong.err, StartsWith("--units: "));
  EXPECT_THAT(wrong.err, HasSubstr("有选项的值不对"));
}

TEST(CommandLine, UnknownCommandIsWrongInput) {
  const Answer answer = Typed({"frob"});
  EXPECT_EQ(answer.exit_code, kExitWrongInput);
  EXPECT_THAT(answer.out, IsEmpty());
}

}  // namespace
}  // namespace shouze
