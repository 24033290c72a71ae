#include "policy/plain_scalar.h"

#include <algorithm>
#include <array>
#include <string>

namespace shouze {
namespace {

constexpr std::size_t kWordBytesMax = 5;

std::string Lower(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return lower;
}

bool IsBooleanWord(std::string_view text) {
  constexpr std::array<std::string_view, 8> kWords = {"true", "false", "yes", "no",
                                                      "on",   "off",   "y",   "n"};
  return text.size() <= kWordBytesMax &&
         std::find(kWords.begin(), kWords.end(), Lower(text)) != kWords.end();
}

/// Takes the longest run of `characters` off the front of `text` and says how long it was.
std::size_t Eat(std::string_view& text, std::string_view characters) {
  const std::size_t length = std::min(text.find_first_not_of(characters), text.size());
  text.remove_prefix(length);
  return length;
}

constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kDigitsAndMarks = "0123456789_,";

bool EatOne(std::string_view& text, std::string_view characters) {
  if (text.empty() || characters.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

bool IsNumber(std::string_view text) {
  EatOne(text, "+-");
  if (text.size() == 4 && (Lower(text) == ".inf" || Lower(text) == ".nan")) return true;
  if (text.size() > 2 && text[0] == '0' &&
      std::string_view("xXoObB").find(text[1]) != std::string_view::npos) {
    text.remove_prefix(2);
    Eat(text, "0123456789abcdefABCDEF_");
    return text.empty();
  }
  if (text.starts_with('_') || text.starts_with(',')) return false;
  const std::size_t whole = Eat(text, kDigitsAndMarks);
  std::size_t fraction = 0;
  if (EatOne(text, ".")) fraction = Eat(text, "0123456789_");
  if (whole + fraction == 0) return false;
  if (EatOne(text, "eE")) {
    EatOne(text, "+-");
    if (Eat(text, kDigits) == 0) return false;
  }
  return text.empty();
}

/// 2026-01-01 and what begins like it.
bool IsDate(std::string_view text) {
  if (Eat(text, kDigits) != 4 || !EatOne(text, "-")) return false;
  const std::size_t month = Eat(text, kDigits);
  if (month < 1 || month > 2 || !EatOne(text, "-")) return false;
  const std::size_t day = Eat(text, kDigits);
  if (day < 1 || day > 2) return false;
  Eat(text, "0123456789tTzZ:.+- ");
  return text.empty();
}

/// 12:30, which YAML 1.1 takes for a number of base 60.
bool IsTime(std::string_view text) {
  EatOne(text, "+-");
  if (Eat(text, kDigits) == 0 || !EatOne(text, ":")) return false;
  if (Eat(text, kDigits) == 0) return false;
  Eat(text, "0123456789:.");
  return text.empty();
}

}  // namespace

PlainMeaning MeaningOf(std::string_view text) {
  if (IsBooleanWord(text)) return PlainMeaning::kBoolean;
  if (IsDate(text)) return PlainMeaning::kDate;
  if (IsTime(text)) return PlainMeaning::kTime;
  if (IsNumber(text)) return PlainMeaning::kNumber;
  return PlainMeaning::kText;
}

std::string_view Name(PlainMeaning meaning) {
  constexpr std::array<std::string_view, 5> kNames = {"text", "true or false", "a number", "a date",
                                                      "a time"};
  return kNames[static_cast<std::size_t>(meaning)];
}

std::string_view ChineseName(PlainMeaning meaning) {
  constexpr std::array<std::string_view, 5> kNames = {"文字", "是非值", "数字", "日期", "时间"};
  return kNames[static_cast<std::size_t>(meaning)];
}

}  // namespace shouze
