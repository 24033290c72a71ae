#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace shouze {

/// Points of a score, exact: whole thousandths. There is no floating point anywhere near a score.
struct Points {
  std::int64_t thousandths = 0;

  constexpr auto operator<=>(const Points&) const = default;
  constexpr Points operator+(Points other) const { return {thousandths + other.thousandths}; }
  constexpr Points operator-(Points other) const { return {thousandths - other.thousandths}; }
  constexpr Points& operator+=(Points other) { return *this = *this + other; }
  constexpr Points& operator-=(Points other) { return *this = *this - other; }
};

/// Reads a plain decimal with at most three fraction digits (`7`, `2.5`, `-0.167`) as thousandths.
/// Absent when `text` is anything else: an exponent, a leading zero, more digits, out of range.
std::optional<std::int64_t> ParseThousandths(std::string_view text);

/// Writes thousandths as the shortest plain decimal: `7`, `2.5`, `-0.05`; never an exponent.
std::string FormatThousandths(std::int64_t thousandths);

/// The shortest plain decimal of `points`.
std::string Format(Points points);

}  // namespace shouze
