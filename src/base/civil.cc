#include "base/civil.h"

#include <array>
#include <chrono>

#include "base/check.h"

namespace shouze {
namespace {

constexpr int kYearMin = 1900;
constexpr int kYearMax = 9999;

std::optional<int> Digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return std::nullopt;
  int value = 0;
  for (const char digit : text.substr(at, count)) {
    if (digit < '0' || digit > '9') return std::nullopt;
    value = value * 10 + (digit - '0');
  }
  return value;
}

// Sheets are full of instants: each is written into one text, without texts for its parts.
void AppendTwoDigits(std::string& text, int value) {
  text += static_cast<char>('0' + value / 10);
  text += static_cast<char>('0' + value % 10);
}

void AppendDate(std::string& text, CivilDate date) {
  const YearMonthDay parts = Split(date);
  text += std::to_string(parts.year);
  text += '-';
  AppendTwoDigits(text, parts.month);
  text += '-';
  AppendTwoDigits(text, parts.day);
}

/// Milliseconds after midnight of `HH:MM[:SS[.fff]]`; moves `at` past it.
std::optional<std::int64_t> ParseClock(std::string_view text, std::size_t& at,
                                       bool seconds_needed) {
  const auto hour = Digits(text, at, 2);
  const auto minute = Digits(text, at + 3, 2);
  if (!hour || !minute || text[at + 2] != ':' || *hour > 23 || *minute > 59) return std::nullopt;
  std::int64_t ms = (*hour * 60 + *minute) * 60'000LL;
  at += 5;
  if (at >= text.size() || text[at] != ':') {
    return seconds_needed ? std::nullopt : std::optional(ms);
  }
  const auto second = Digits(text, at + 1, 2);
  if (!second || *second > 59) return std::nullopt;
  ms += *second * 1000;
  at += 3;
  if (at < text.size() && text[at] == '.') {
    std::size_t count = 0;
    while (Digits(text, at + 1 + count, 1)) ++count;
    if (count < 1 || count > 3) return std::nullopt;
    constexpr std::array<int, 4> kScale = {0, 100, 10, 1};
    ms += *Digits(text, at + 1, count) * kScale[count];
    at += 1 + count;
  }
  return ms;
}

void AppendClock(std::string& text, std::int64_t ms, bool always_seconds) {
  AppendTwoDigits(text, static_cast<int>(ms / kMsPerHour));
  text += ':';
  AppendTwoDigits(text, static_cast<int>(ms / 60'000 % 60));
  if (always_seconds || ms % 60'000 != 0) {
    text += ':';
    AppendTwoDigits(text, static_cast<int>(ms / 1000 % 60));
  }
  if (const auto rest = static_cast<int>(ms % 1000); rest != 0) {
    text += '.';
    text += static_cast<char>('0' + rest / 100);
    AppendTwoDigits(text, rest % 100);
  }
}

void AppendOffset(std::string& text, UtcOffset offset) {
  const int size = offset.minutes < 0 ? -offset.minutes : offset.minutes;
  text += offset.minutes < 0 ? '-' : '+';
  AppendTwoDigits(text, size / 60);
  text += ':';
  AppendTwoDigits(text, size % 60);
}

}  // namespace

YearMonthDay Split(CivilDate date) {
  const std::chrono::year_month_day parts{std::chrono::sys_days{std::chrono::days{date.days}}};
  return {static_cast<int>(parts.year()), static_cast<int>(static_cast<unsigned>(parts.month())),
          static_cast<int>(static_cast<unsigned>(parts.day()))};
}

int YearOf(CivilDate date) { return Split(date).year; }

Weekday WeekdayOf(CivilDate date) {
  const int since_monday = (date.days + 3) % 7;  // 1970-01-01 was a Thursday.
  return static_cast<Weekday>(since_monday < 0 ? since_monday + 7 : since_monday);
}

std::optional<CivilDate> MakeDate(int year, int month, int day) {
  if (year < kYearMin || year > kYearMax || month < 1 || day < 1) return std::nullopt;
  const std::chrono::year_month_day parts{std::chrono::year{year},
                                          std::chrono::month{static_cast<unsigned>(month)},
                                          std::chrono::day{static_cast<unsigned>(day)}};
  if (!parts.ok()) return std::nullopt;
  return CivilDate{
      static_cast<std::int32_t>(std::chrono::sys_days{parts}.time_since_epoch().count())};
}

CivilDate FirstDayOf(int year) {
  const std::optional<CivilDate> first = MakeDate(year, 1, 1);
  CHECK(first.has_value());
  return *first;
}

std::optional<CivilDate> ParseDate(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = Digits(text, 0, 4);
  const auto month = Digits(text, 5, 2);
  const auto day = Digits(text, 8, 2);
  if (!year || !month || !day) return std::nullopt;
  return MakeDate(*year, *month, *day);
}

std::string Format(CivilDate date) {
  std::string text;
  AppendDate(text, date);
  return text;
}

std::string_view ChineseName(Weekday weekday) {
  constexpr std::array<std::string_view, 7> kNames = {"周一", "周二", "周三", "周四",
                                                      "周五", "周六", "周日"};
  return kNames[static_cast<std::size_t>(weekday)];
}

Instant Midnight(CivilDate date, UtcOffset offset) {
  return {date.days * kMsPerDay - offset.minutes * 60'000LL};
}

CivilDate DateAt(Instant instant, UtcOffset offset) {
  const std::int64_t local = instant.ms + offset.minutes * 60'000LL;
  const std::int64_t day = local >= 0 ? local / kMsPerDay : -((-local + kMsPerDay - 1) / kMsPerDay);
  return {static_cast<std::int32_t>(day)};
}

std::optional<Instant> ParseInstant(std::string_view text) {
  if (text.size() < 20 || (text[10] != 'T' && text[10] != 't')) return std::nullopt;
  const auto date = ParseDate(text.substr(0, 10));
  if (!date) return std::nullopt;
  std::size_t at = 11;
  const auto clock = ParseClock(text, at, true);
  if (!clock) return std::nullopt;
  const std::string_view zone = text.substr(at);
  const auto offset = zone == "Z" || zone == "z" ? std::optional(UtcOffset{0}) : ParseOffset(zone);
  if (!offset) return std::nullopt;
  return Instant{Midnight(*date, *offset).ms + *clock};
}

std::optional<Instant> ParseTypedInstant(std::string_view text, UtcOffset offset) {
  if (const auto instant = ParseInstant(text)) return instant;
  const auto date = ParseDate(text.substr(0, 10));
  if (!date || YearOf(*date) == kYearMax) return std::nullopt;
  if (text.size() == 10) return Midnight(*date + 1, offset);
  if (text[10] != 'T' && text[10] != ' ') return std::nullopt;
  std::size_t at = 11;
  const auto clock = ParseClock(text, at, false);
  if (!clock || at != text.size()) return std::nullopt;
  return Instant{Midnight(*date, offset).ms + *clock};
}

std::string FormatRfc3339(Instant instant, UtcOffset offset) {
  const CivilDate date = DateAt(instant, offset);
  std::string text;
  text.reserve(std::string_view("2026-04-02T10:00:00.007+08:00").size());
  AppendDate(text, date);
  text += 'T';
  AppendClock(text, instant.ms - Midnight(date, offset).ms, true);
  AppendOffset(text, offset);
  return text;
}

std::string FormatForPeople(Instant instant, UtcOffset offset) {
  const CivilDate date = DateAt(instant, offset);
  std::string text;
  AppendDate(text, date);
  text += ' ';
  AppendClock(text, instant.ms - Midnight(date, offset).ms, false);
  return text;
}

std::string FormatDeadline(Instant instant, UtcOffset offset) {
  const CivilDate date = DateAt(instant, offset);
  if (instant == Midnight(date, offset)) return Format(date - 1) + " 24:00";
  return FormatForPeople(instant, offset);
}

std::optional<UtcOffset> ParseOffset(std::string_view text) {
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return std::nullopt;
  const auto hours = Digits(text, 1, 2);
  const auto minutes = Digits(text, 4, 2);
  if (!hours || !minutes || *hours > 14 || *minutes > 59) return std::nullopt;
  const int size = *hours * 60 + *minutes;
  if (size > 14 * 60) return std::nullopt;
  return UtcOffset{text[0] == '-' ? -size : size};
}

std::string Format(UtcOffset offset) {
  std::string text;
  AppendOffset(text, offset);
  return text;
}

}  // namespace shouze
