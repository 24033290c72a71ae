#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>
#include <string>

#include "cli/command.h"
#include "cli/context.h"
#include "cli/load.h"
#include "cli/open_school.h"
#include "service/ledger_loss.h"

namespace shouze {
namespace {

void GoOnWithout(CliContext& context, const SchoolArguments& arguments, const std::string& head) {
  const auto loaded = LoadSettings(arguments);
  if (!loaded) return Report(context, loaded.error());
  const std::string file = WitnessFileOf(loaded->settings);
  const auto witnessed = HeadWitness::Read(file);
  const auto store = OpenTables(loaded->settings, arguments, SchoolUse::kWrite);
  if (!store) return Report(context, store.error());
  if (!witnessed) {
    return Report(context, Fail(ErrorCode::kNotFound, "没有见证文件，没有什么要认可的",
                                "there is no witness, and nothing to accept", file));
  }
  SystemClock clock;
  HeadWitness witness(file);
  const auto accepted = AcceptLoss(**store, clock, witness, *witnessed, head);
  if (!accepted) return Report(context, {accepted.error()});
  context.out << "已记入安全日志和程序日志：见证的第 " << witnessed->seq << " 条（"
              << witnessed->digest
              << "）不再要求，账本从现在的末尾继续 / noted: the ledger goes on "
              << "from its present end\n";
}

}  // namespace

void AddAcceptLossCommand(CLI::App& app, CliContext& context) {
  auto arguments = std::make_shared<SchoolArguments>();
  auto head = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand(
      "accept-loss",
      "账本末尾确已丢失、无处找回时，从现在的末尾继续，记入安全日志 / go on without entries that are "
      "gone for good");
  AddSchoolOptions(*command, *arguments);
  command
      ->add_option("--head", *head,
                   "账本现在的末尾摘要，见 serve 的提示 / the digest it ends with now")
      ->required();
  command->callback([&context, arguments, head] { GoOnWithout(context, *arguments, *head); });
}

}  // namespace shouze
