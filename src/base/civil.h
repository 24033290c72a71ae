#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace shouze {

/// A day of the Gregorian calendar, counted from 1970-01-01 (day 0).
struct CivilDate {
  std::int32_t days = 0;

  constexpr auto operator<=>(const CivilDate&) const = default;
  constexpr CivilDate operator+(int more) const { return {days + more}; }
  constexpr CivilDate operator-(int fewer) const { return {days - fewer}; }
};

enum class Weekday { kMonday, kTuesday, kWednesday, kThursday, kFriday, kSaturday, kSunday };

/// Year, month (1–12) and day (1–31) of a date.
struct YearMonthDay {
  int year = 1970;
  int month = 1;
  int day = 1;
};

/// The parts of `date`; its year alone; its day of the week.
YearMonthDay Split(CivilDate date);
int YearOf(CivilDate date);
Weekday WeekdayOf(CivilDate date);

/// The date, absent when there is no such day (2026-02-29) or the year is not in 1900–9999.
std::optional<CivilDate> MakeDate(int year, int month, int day);

/// 1 January of `year`, which must lie in 1900–9999.
CivilDate FirstDayOf(int year);

/// Reads `YYYY-MM-DD` and nothing else.
std::optional<CivilDate> ParseDate(std::string_view text);
std::string Format(CivilDate date);

/// 周一 … 周日.
std::string_view ChineseName(Weekday weekday);

/// A point in time: UTC milliseconds since 1970-01-01.
struct Instant {
  std::int64_t ms = 0;

  constexpr auto operator<=>(const Instant&) const = default;
};

/// The school's time zone: a fixed offset from UTC in minutes (China has no daylight saving).
struct UtcOffset {
  int minutes = 480;

  constexpr auto operator<=>(const UtcOffset&) const = default;
};

inline constexpr std::int64_t kMsPerHour = 3'600'000;
inline constexpr std::int64_t kMsPerDay = 24 * kMsPerHour;

/// 00:00:00.000 of `date`; "24:00" of a day is the midnight that begins the next.
Instant Midnight(CivilDate date, UtcOffset offset);

/// The date that a clock in the school shows at `instant`.
CivilDate DateAt(Instant instant, UtcOffset offset);

/// Reads RFC 3339 with an offset and at most three fraction digits; absent when it is not that.
std::optional<Instant> ParseInstant(std::string_view text);

/// Reads what a person types: RFC 3339, `YYYY-MM-DDTHH:MM[:SS]` in school time, or a date = its
/// 24:00.
std::optional<Instant> ParseTypedInstant(std::string_view text, UtcOffset offset);

/// RFC 3339 in school time; milliseconds only where there are any.
std::string FormatRfc3339(Instant instant, UtcOffset offset);

/// `2026-04-08 15:20`, with seconds and milliseconds only where there are any.
std::string FormatForPeople(Instant instant, UtcOffset offset);

/// The same, but a midnight is 24:00 of the day it ends: the way deadlines are spoken of.
std::string FormatDeadline(Instant instant, UtcOffset offset);

/// Reads `+08:00`, within ±14 hours.
std::optional<UtcOffset> ParseOffset(std::string_view text);
std::string Format(UtcOffset offset);

}  // namespace shouze
