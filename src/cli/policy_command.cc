#include <CLI/CLI.hpp>
#include <memory>

#include "base/text.h"
#include "cli/command.h"
#include "cli/context.h"
#include "cli/load.h"
#include "policy/show.h"

namespace shouze {
namespace {

std::size_t CountRules(const Policy& policy) {
  std::size_t count = 0;
  for (const Indicator& indicator : policy.indicators) count += indicator.rules.size();
  return count;
}

void LintPolicy(CliContext& context, const std::string& path) {
  const ResultOrErrors<Policy> policy = LoadPolicy(context, path);
  if (!policy) {
    Report(context, policy.error());
    return;
  }
  context.out << path << ": 没有发现问题 / no problems（" << policy->indicators.size()
              << " 项指标 indicators，" << policy->duties.size() << " 项职责 duties，"
              << CountRules(*policy) << " 条规则 rules，" << policy->kinds.size()
              << " 类台账 record kinds，" << policy->readings.size() << " 条本校解释 readings）\n";
}

void PrintPolicy(CliContext& context, const std::string& path,
                 const std::optional<std::string>& line) {
  const ResultOrErrors<Policy> policy = LoadPolicy(context, path);
  if (!policy) {
    Report(context, policy.error());
    return;
  }
  const Result<std::string> text = ShowPolicy(*policy, line);
  if (text) {
    context.out << ForTerminal(*text);
  } else {
    Report(context, {text.error()});
  }
}

void AddLint(CLI::App& app, CliContext& context) {
  auto files = std::make_shared<std::vector<std::string>>();
  CLI::App* command = app.add_subcommand("lint", "检查考核办法，列出全部问题 / list all problems");
  command->add_option("FILE", *files, "考核办法文件 / policy files")->required();
  command->callback([&context, files] {
    for (const std::string& file : *files) LintPolicy(context, file);
  });
}

void AddShow(CLI::App& app, CliContext& context) {
  auto file = std::make_shared<std::string>();
  auto line = std::make_shared<std::optional<std::string>>();
  CLI::App* command =
      app.add_subcommand("show", "以中文写出考核办法或其中一项指标 / print it for people");
  command
      ->add_option("FILE", *file, "考核办法文件，或内置办法的代号 / a policy file or a built-in id")
      ->required();
  command->add_option("LINE", *line, "指标编号，如 5.1 / an indicator, as 5.1");
  command->callback([&context, file, line] { PrintPolicy(context, *file, *line); });
}

}  // namespace

void AddPolicyCommand(CLI::App& app, CliContext& context) {
  CLI::App* command = app.add_subcommand("policy", "考核办法 / policies");
  command->require_subcommand(1);
  AddLint(*command, context);
  AddShow(*command, context);
}

}  // namespace shouze
