#include "cli/command_line.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "cli/command.h"

namespace shouze {
namespace {

/// In the order of the help page; a new command is declared in command.h and named here.
constexpr auto kCommands = {AddScoreCommand, AddPolicyCommand, AddCalendarCommand, AddDemoCommand};

}  // namespace

int RunCommandLine(int argc, const char* const* argv, const std::string& version,
                   CliContext& context) {
  CLI::App app("守责 Shouze：网络安全责任制考核，由事实计算得分 / scores computed from facts",
               "shouze");
  app.set_version_flag("--version", "shouze " + version, "版本 / version");
  app.set_help_flag("-h,--help", "帮助 / help");
  app.require_subcommand(1);
  for (const auto add : kCommands) add(app, context);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error, context.out, context.err) == 0 ? 0 : kExitWrongInput;
  }
  return context.exit_code;
}

}  // namespace shouze
