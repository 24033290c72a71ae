#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace shouze {

/// Reads one code point of valid UTF-8 and moves `at` past it.
char32_t NextCodePoint(std::string_view text, std::size_t& at);

/// Adds a code point to UTF-8.
void AppendCodePoint(std::string& text, char32_t point);

}  // namespace shouze
