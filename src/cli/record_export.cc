#include "cli/record_export.h"

#include <CLI/App.hpp>
#include <optional>
#include <string>

#include "cli/open_school.h"
#include "service/traces.h"
#include "system/log.h"
#include "system/process.h"

namespace shouze {
namespace {

std::optional<std::string> OptionOf(const CLI::App& command, const char* name) {
  const CLI::Option* const option = command.get_option_no_throw(name);
  if (option == nullptr || option->count() == 0) return std::nullopt;
  return option->as<std::string>();
}

void Lost(const std::string& command, std::string_view cause) {
  Log(LogLevel::kWarning, "export_not_recorded",
      {{"command", command}, {"user", AtTheMachine()}, {"cause", std::string(cause)}});
}

}  // namespace

void RecordExport(const CLI::App& command) {
  const std::string name = command.get_name();
  SchoolArguments arguments;
  arguments.settings = OptionOf(command, "--settings");
  arguments.folder = OptionOf(command, "--data");
  arguments.database = OptionOf(command, "--database");
  const auto loaded = LoadSettings(arguments);
  if (!loaded) return Lost(name, loaded.error().front().english);
  try {
    StoreOptions options = StoreOptionsOf(loaded->settings, arguments);
    options.opening = Opening::kExisting;
    options.readers = 1;
    const auto store = Store::Open(options);
    if (!store) return Lost(name, store.error().english);
    SystemClock clock;
    const auto written = (*store)->Write([&](WriteTx& tx) -> Result<void> {
      AddSecurityEvent(tx, {0, clock.Now(), "operator", "export", AtTheMachine(),
                            DetailOf({{"command", "shouze " + name}}), std::string(kOutcomeOk),
                            "command." + name});
      return {};
    });
    static_cast<void>(written);
  } catch (const StoreBroken& broken) {
    Lost(name, broken.what());
  }
}

}  // namespace shouze
