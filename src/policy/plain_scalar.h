#pragma once

#include <cstdint>
#include <string_view>

namespace shouze {

/// What YAML readers, old (1.1) and new (1.2), may take an unquoted scalar for.
enum class PlainMeaning : std::uint8_t { kText, kBoolean, kNumber, kDate, kTime };

/// Sources: yaml.org/type (bool, int, float, timestamp); YAML 1.2 section 10.3.
PlainMeaning MeaningOf(std::string_view text);

/// "a number"; 数字.
std::string_view Name(PlainMeaning meaning);
std::string_view ChineseName(PlainMeaning meaning);

}  // namespace shouze
