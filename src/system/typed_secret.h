#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace shouze {

/// Whether somebody types at a terminal.
bool IsTypedAtTerminal();

/// A line of the standard input; at a terminal after `prompt`, and not shown while it is typed.
/// Absent: there is none.
std::optional<std::string> ReadTypedSecret(std::string_view prompt);

}  // namespace shouze
