#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace shouze {

enum class LogLevel { kDebug, kNote, kWarning, kError };

/// One line of the program's log on standard error: time, level, event, key=value pairs; values are
/// quoted and freed of control characters. Never a secret. Threads may log at once.
void Log(LogLevel level, std::string_view event,
         std::initializer_list<std::pair<std::string_view, std::string>> pairs = {});

/// From which level on; `debug` `note` `warning` `error`. False: unknown.
bool SetLogLevel(std::string_view level);

}  // namespace shouze
