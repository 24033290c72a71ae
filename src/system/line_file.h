#pragma once

#include <string>
#include <string_view>

namespace shouze {

/// Appends a line to a file, made for its owner alone (0600) where there is none; durable when it
/// returns. False where the disk does not take it.
bool AppendLine(const std::string& path, std::string_view line);

}  // namespace shouze
