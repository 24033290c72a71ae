#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace shouze {

/// A piece of text for Concat: a string or a whole number.
class Piece {
 public:
  Piece(std::string_view text) : text_(text) {}    // NOLINT: implicit on purpose
  Piece(const std::string& text) : text_(text) {}  // NOLINT
  Piece(const char* text) : text_(text) {}         // NOLINT
  template <std::integral Number>
  Piece(Number number) : digits_(std::to_string(number)), is_number_(true) {}  // NOLINT

  std::string_view view() const { return is_number_ ? std::string_view(digits_) : text_; }

 private:
  std::string_view text_;
  std::string digits_;
  bool is_number_ = false;
};

/// Joins strings and whole numbers.
template <class... Pieces>
std::string Concat(const Pieces&... pieces) {
  std::string joined;
  (joined.append(Piece(pieces).view()), ...);
  return joined;
}

/// Joins `parts` with `between`.
template <class Range>
std::string Join(const Range& parts, std::string_view between) {
  std::string joined;
  bool first = true;
  for (const auto& part : parts) {
    if (!first) joined.append(between);
    joined.append(std::string_view(part));
    first = false;
  }
  return joined;
}

/// A whole number written with digits only and an optional minus; nothing else, no leading zeros.
std::optional<std::int64_t> ParseInteger(std::string_view text);

/// `text` with control characters other than line feeds replaced by `?`: what comes from a file
/// must not command the terminal it is shown on.
std::string ForTerminal(std::string_view text);

/// The width of `text` on a terminal: 2 for CJK and full-width characters, 1 for others.
int DisplayWidth(std::string_view text);

/// `text` followed by spaces up to `width` columns on a terminal.
std::string PadRight(std::string_view text, int width);

/// Spaces up to `width` columns on a terminal, then `text`.
std::string PadLeft(std::string_view text, int width);

}  // namespace shouze
