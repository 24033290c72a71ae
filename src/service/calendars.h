#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/school_state.h"
#include "service/deadline_way.h"
#include "service/use_case.h"

/// 工作日历, to be read: the years there are, and any deadline by them.
namespace shouze {

/// One holiday.
struct CalendarHoliday {
  std::string name;  ///< 国庆节
  std::vector<CivilDate> days;
};
SHOUZE_DESCRIBE(CalendarHoliday, name, days)

/// One year as it is now.
struct CalendarRow {
  std::string id;
  int year = 0;
  std::vector<std::string> papers;  ///< Where the notice stands.
  std::vector<CalendarHoliday> off;
  std::vector<CivilDate> work;  ///< 补班
  std::int64_t since = 0;       ///< The entry that says so.
  Instant since_at;
};
SHOUZE_DESCRIBE(CalendarRow, id, year, papers, off, work, since, since_at)

struct CalendarsAnswer {
  std::vector<CalendarRow> calendars;  ///< By year.
};
SHOUZE_DESCRIBE(CalendarsAnswer, calendars)

extern const ReadCase<Nothing, CalendarsAnswer> kListCalendars;

/// One of the three lengths: 0 to 10 000.
struct ExplainDueRequest {
  Label from;  ///< RFC 3339, or `YYYY-MM-DDTHH:MM` in school time, or a date: its 00:00.
  std::optional<int> workdays;
  std::optional<int> days;
  std::optional<int> hours;
};
SHOUZE_DESCRIBE(ExplainDueRequest, from, workdays, days, hours)

struct ExplainDueAnswer {
  Instant from;
  std::string from_text;               ///< `2026-09-30 10:00（周三）`
  std::vector<DeadlineWayStep> steps;  ///< None for hours.
  std::string note;                    ///< 满 24 小时，节假日照计，不顺延
  std::optional<Instant> due;          ///< Absent where a year is missing.
  std::string due_text;
  std::optional<int> missing_year;
};
SHOUZE_DESCRIBE(ExplainDueAnswer, from, from_text, steps, note, due, due_text, missing_year)

/// By the newest calendar of each year, as `shouze calendar due` explains it.
extern const ReadCase<ExplainDueRequest, ExplainDueAnswer> kExplainDue;

struct ReadDayRequest {
  CivilDate date;
};
SHOUZE_DESCRIBE(ReadDayRequest, date)

/// One day as a deadline: what falls on a day off is not moved where a date is named.
struct ReadDayAnswer {
  std::optional<bool> workday;    ///< Absent where its year has no calendar.
  std::string holiday;            ///< 国庆节; empty on a plain weekend.
  std::optional<CivilDate> next;  ///< Of a day off: the next workday, where it is known.
};
SHOUZE_DESCRIBE(ReadDayAnswer, workday, holiday, next)

/// By the newest calendar of each year.
extern const ReadCase<ReadDayRequest, ReadDayAnswer> kReadDay;

/// Ids of the kept calendars, the newest of each year, by year.
std::vector<std::string> NewestCalendars(const SchoolState& state);

}  // namespace shouze
