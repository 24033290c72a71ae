#pragma once

#include <string_view>

namespace shouze {

/// The version that results name; the same as the program's (checked in app/main.cc).
inline constexpr std::string_view kEngineVersion = "0.1.0";

}  // namespace shouze
