#include "base/points.h"

#include "base/text.h"

namespace shouze {
namespace {

constexpr std::int64_t kWholeMax = 1'000'000'000'000;

}  // namespace

std::optional<std::int64_t> ParseThousandths(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t dot = text.find('.');
  const std::string_view whole_text = text.substr(0, dot);
  const std::optional<std::int64_t> whole = ParseInteger(whole_text);
  if (!whole || *whole < 0 || *whole > kWholeMax) return std::nullopt;
  std::int64_t value = *whole * 1000;
  if (dot != std::string_view::npos) {
    const std::string_view fraction = text.substr(dot + 1);
    if (fraction.empty() || fraction.size() > 3) return std::nullopt;
    std::int64_t scale = 100;
    for (const char digit : fraction) {
      if (digit < '0' || digit > '9') return std::nullopt;
      value += (digit - '0') * scale;
      scale /= 10;
    }
  }
  return negative ? -value : value;
}

std::string FormatThousandths(std::int64_t thousandths) {
  const bool negative = thousandths < 0;
  const std::uint64_t size = negative ? 0 - static_cast<std::uint64_t>(thousandths)
                                      : static_cast<std::uint64_t>(thousandths);
  std::string text = Concat(negative ? "-" : "", size / 1000);
  if (const std::uint64_t rest = size % 1000; rest != 0) {
    std::string digits = std::to_string(rest);
    digits.insert(0, 3 - digits.size(), '0');
    digits.erase(digits.find_last_not_of('0') + 1);
    text.append(".").append(digits);
  }
  return text;
}

std::string Format(Points points) { return FormatThousandths(points.thousandths); }

}  // namespace shouze
