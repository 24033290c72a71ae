#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/civil.h"
#include "base/result.h"
#include "kernel/calendar.h"

namespace shouze {

/// A due instant (inclusive), or the calendar year that is missing to tell it.
struct Deadline {
  std::optional<Instant> at;
  int missing_year = 0;  ///< Meaningful only without `at`.
};

/// 24:00 of `date`.
Instant EndOfDay(CivilDate date, UtcOffset offset);

/// 24:00 of the `workdays`-th workday after the trigger; the trigger's own day is day 0.
/// Source: 民法典 201. Cases: tests/conformance/deadline/.
Deadline AfterWorkdays(const WorkCalendar& calendar, Instant trigger, int workdays,
                       UtcOffset offset);

/// 24:00 of the `days`-th day after the trigger's; an end that is no workday moves to the next
/// workday. Source: 民法典 201, 203.
Deadline AfterDays(const WorkCalendar& calendar, Instant trigger, int days, UtcOffset offset);

/// `hours` × 3600 s after the trigger, holidays or not. Source: 民法典 201.
Instant AfterHours(Instant trigger, int hours);

/// One day of a deadline's way, for people.
struct DeadlineStep {
  CivilDate date;
  std::string why;  ///< 补班，计第 3 日
};

/// The way from trigger to deadline, day by day, counted anew rather than looked up.
struct DeadlineExplanation {
  Deadline deadline;
  std::vector<DeadlineStep> steps;
};
DeadlineExplanation ExplainWorkdays(const WorkCalendar& calendar, Instant trigger, int workdays,
                                    UtcOffset offset);
DeadlineExplanation ExplainDays(const WorkCalendar& calendar, Instant trigger, int days,
                                UtcOffset offset);

}  // namespace shouze
