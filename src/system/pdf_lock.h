#pragma once

#include <optional>
#include <string_view>

namespace shouze {

/// Whether a PDF asks for a password when it is opened: one that only forbids printing or copying
/// has an empty password for reading and opens for everybody. `dictionary` is the text of its
/// encryption dictionary, `trailer` that of its trailer. Absent where it cannot be told.
/// Source: ISO 32000-2, 7.6.4 (algorithms 2, 2.B, 6 and 11).
std::optional<bool> AsksForPassword(std::string_view dictionary, std::string_view trailer);

}  // namespace shouze
