#include "cli/command_line.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <string_view>
#include <utility>

#include "base/text.h"
#include "cli/command.h"

namespace shouze {
namespace {

/// In the order of the help page; a new command is declared in command.h and named here.
constexpr auto kCommands = {AddInitCommand,   AddServeCommand,    AddRehearseCommand,
                            AddUserCommand,   AddVerifyCommand,   AddArchiveCommand,
                            AddVaultCommand,  AddBackupCommand,   AddRestoreCommand,
                            AddExportCommand, AddImportCommand,   AddDoctorCommand,
                            AddMailCommand,   AddClockCommand,    AddAcceptLossCommand,
                            AddAccessCommand, AddOpenApiCommand,  AddScoreCommand,
                            AddPolicyCommand, AddCalendarCommand, AddDemoCommand};

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
  for (const auto add : kCommands) add(app, context);
  if (argc < 2) {
    context.out << app.help();
    return 0;
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error, context.out, context.err) == 0 ? 0 : kExitWrongInput;
  }
  return context.exit_code;
}

}  // namespace shouze
