#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/civil.h"
#include "base/result.h"

namespace shouze {

/// One year's notice of the State Council: days off and make-up workdays.
struct CalendarYear {
  struct DaysOff {
    std::string name;  ///< 国庆节
    std::vector<CivilDate> days;
  };
  int year = 0;                     ///< The notice's title year.
  std::vector<std::string> papers;  ///< Where the notice stands.
  std::vector<DaysOff> off;
  std::vector<CivilDate> work;  ///< 补班
};

/// What a day is and why.
enum class DayKind : std::uint8_t { kWorkday, kWeekend, kDayOff, kMakeUp };

/// 工作日历: statutory holidays and make-up workdays of the years covered. A workday is Monday to
/// Friday, less days off, plus make-up days. Other years are unknown, never guessed.
class WorkCalendar {
 public:
  WorkCalendar() = default;

  /// Builds it from its years. A year's notice covers that year and may add days of the December
  /// before. Errors: a year given twice, a day outside, a day both off and worked, a make-up day
  /// that is a plain workday anyway.
  static ResultOrErrors<WorkCalendar> Build(std::vector<CalendarYear> years);

  bool Covers(int year) const;
  const std::vector<CalendarYear>& years() const { return years_; }

  /// Needs Covers(year of `date`).
  DayKind KindOf(CivilDate date) const;
  bool IsWorkday(CivilDate date) const;
  /// The holiday's name for a day off, else empty.
  std::string_view HolidayName(CivilDate date) const;

  /// A day, or the first year without data that stood in the way.
  struct Found {
    std::optional<CivilDate> date;
    int missing_year = 0;  ///< Meaningful only without a date.
  };
  /// The `count`-th workday after `start`, `start` being day 0. `count` ≥ 0.
  Found WorkdayAfter(CivilDate start, int count) const;
  /// `date` itself when it is a workday, else the next one.
  Found WorkdayFrom(CivilDate date) const;

  /// SHA-256 over the canonical text of all years, hex.
  const std::string& digest() const { return digest_; }

 private:
  /// Consecutive covered years, with the workdays of them counted through.
  struct Span {
    CivilDate first;
    CivilDate last;
    std::vector<DayKind> kinds;                ///< By day since `first`.
    std::vector<std::int32_t> workdays_until;  ///< Workdays up to and with that day.
    std::vector<CivilDate> workdays;           ///< In order.
  };
  const Span* SpanOf(CivilDate date) const;

  std::vector<CalendarYear> years_;
  std::vector<Span> spans_;
  std::string digest_;
};

}  // namespace shouze
