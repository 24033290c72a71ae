#include "cli/command_line.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <map>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "cli/command.h"
#include "cli/record_export.h"
#include "service/audit.h"

namespace shouze {
namespace {

/// A command and what it leaves in the security log: changes go through use cases, which the
/// school notes; exports are noted here, once they have gone well.
struct CommandRow {
  void (*add)(CLI::App& app, CliContext& context);
  Audit audit;
};

/// In the order of the help page; a new command is declared in command.h and named here.
constexpr CommandRow kCommands[] = {
    {AddInitCommand, Audit::kChange},   {AddServeCommand, Audit::kNone},
    {AddRehearseCommand, Audit::kNone}, {AddUserCommand, Audit::kChange},
    {AddVerifyCommand, Audit::kNone},   {AddArchiveCommand, Audit::kExport},
    {AddVaultCommand, Audit::kNone},    {AddBackupCommand, Audit::kExport},
    {AddRestoreCommand, Audit::kOwn},   {AddWitnessCommand, Audit::kNone},
    {AddExportCommand, Audit::kExport}, {AddImportCommand, Audit::kChange},
    {AddDoctorCommand, Audit::kNone},   {AddMailCommand, Audit::kChange},
    {AddClockCommand, Audit::kChange},  {AddAcceptLossCommand, Audit::kOwn},
    {AddAccessCommand, Audit::kNone},   {AddOpenApiCommand, Audit::kNone},
    {AddScoreCommand, Audit::kNone},    {AddPolicyCommand, Audit::kNone},
    {AddCalendarCommand, Audit::kNone}, {AddDemoCommand, Audit::kNone}};

/// What is wrong with a command line, by CLI11's name of the error; CLI11 itself speaks English.
std::string_view InChinese(std::string_view error) {
  constexpr std::pair<std::string_view, std::string_view> kTexts[] = {
      {"RequiredError", "缺少必需的命令、选项或文件"}, {"ExtrasError", "有不认识的参数"},
      {"ExcludesError", "有不能同用的选项"},           {"RequiresError", "有选项须与另一选项同用"},
      {"ConversionError", "有选项的值不对"},           {"ValidationError", "有选项的值不对"},
      {"ArgumentMismatch", "有选项缺少值或多了值"}};
  for (const auto& [name, text] : kTexts) {
    if (name == error) return text;
  }
  return "命令写得不对";
}

std::string FailureMessage(const CLI::App* app, const CLI::Error& error) {
  std::string command = app->get_name();
  for (const CLI::App* inner : app->get_subcommands()) command += " " + inner->get_name();
  return Concat(error.what(), "：", InChinese(error.get_name()), "；用法见 ", command,
                " --help / see ", command, " --help\n");
}

}  // namespace

int RunCommandLine(int argc, const char* const* argv, const std::string& version,
                   CliContext& context) {
  CLI::App app("守责 Shouze：网络安全责任制考核，由事实计算得分 / scores computed from facts",
               "shouze");
  app.set_version_flag("--version", "shouze " + version, "版本 / version");
  app.set_help_flag("-h,--help", "帮助 / help");
  app.require_subcommand(1);
  app.failure_message(FailureMessage);
  std::map<const CLI::App*, Audit> audits;
  for (const CommandRow& row : kCommands) {
    row.add(app, context);
    audits[app.get_subcommands(nullptr).back()] = row.audit;
  }
  if (argc < 2) {
    context.out << app.help();
    return 0;
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error, context.out, context.err) == 0 ? 0 : kExitWrongInput;
  }
  if (context.exit_code != 0) return context.exit_code;
  for (const CLI::App* command : app.get_subcommands()) {
    if (audits[command] == Audit::kExport) RecordExport(*command);
  }
  return context.exit_code;
}

}  // namespace shouze
