#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>
#include <string>

#include "base/text.h"
#include "cli/command.h"
#include "cli/context.h"
#include "cli/load.h"
#include "cli/open_school.h"
#include "service/clock_doubt.h"
#include "service/clock_faults.h"
#include "service/clock_keeping.h"

/// Commands about the machine's clock: show, confirm.
namespace shouze {
namespace {

void ShowClock(CliContext& context, const SchoolArguments& arguments) {
  const auto opened = OpenSchool(arguments, SchoolUse::kRead);
  if (!opened) return Report(context, opened.error());
  const School& school = *(*opened)->school;
  const UtcOffset offset = school.options().offset;
  const auto doubt = school.Doubt();
  context.out << "时钟 clock " << FormatRfc3339((*opened)->system_clock.Now(), offset) << "\n";
  if (!doubt) {
    context.out << "可信 / believed\n";
    return;
  }
  context.out << "✗ " << Describe(ClockInDoubt(*doubt, offset).front()) << "\n";
  context.exit_code = kExitFindings;
}

void ConfirmTheClock(CliContext& context, const SchoolArguments& arguments,
                     const std::string& reason) {
  const auto opened = OpenSchool(arguments, SchoolUse::kWrite);
  if (!opened) return Report(context, opened.error());
  School& school = *(*opened)->school;
  const auto confirmed = school.Run(kConfirmClock, school.Operator(), {reason});
  if (!confirmed) return Report(context, confirmed.error());
  // A server that runs on this machine takes it from there within half a minute.
  if (const auto anchor = (*opened)->clock->Anchor()) KeepAnchorNow(school.store(), *anchor);
  context.out << "已确认时钟 confirmed: "
              << FormatRfc3339(confirmed->shown, school.options().offset) << "\n";
}

}  // namespace

void AddClockCommand(CLI::App& app, CliContext& context) {
  auto arguments = std::make_shared<SchoolArguments>();
  auto reason = std::make_shared<std::string>();
  CLI::App* clock = app.add_subcommand("clock", "服务器时钟 / the machine's clock");
  clock->require_subcommand(1);
  CLI::App* show = clock->add_subcommand("show", "时钟是否可信，为什么 / whether it is believed");
  AddSchoolOptions(*show, *arguments);
  show->callback([&context, arguments] { ShowClock(context, *arguments); });
  CLI::App* confirm = clock->add_subcommand(
      "confirm",
      "核对过服务器时间无误，恢复写入；记入安全日志 / the clock was checked and is right");
  AddSchoolOptions(*confirm, *arguments);
  confirm->add_option("--reason", *reason, "怎样核对的 / how it was checked")->required();
  confirm->callback(
      [&context, arguments, reason] { ConfirmTheClock(context, *arguments, *reason); });
}

}  // namespace shouze
