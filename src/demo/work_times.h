#pragma once

#include <vector>

#include "base/civil.h"
#include "demo/chance.h"
#include "demo/school_plan.h"
#include "kernel/calendar.h"

namespace shouze {

/// When people of the school are at work. In years without a calendar Monday to Friday are
/// workdays: good enough for what is made up.
class WorkTimes {
 public:
  /// `office_hours`: minutes of the day, not empty. All arguments must outlive it.
  WorkTimes(const WorkCalendar& calendar, const std::vector<Range>& office_hours, UtcOffset offset);

  bool IsWorkday(CivilDate date) const;
  /// `date` itself or the next workday; itself or the one before.
  CivilDate WorkdayFrom(CivilDate date) const;
  CivilDate WorkdayUntil(CivilDate date) const;
  /// The `count`-th workday after (before, where negative) `date`.
  CivilDate AddWorkdays(CivilDate date, int count) const;

  /// A whole minute of `date` within `minutes` of the day; within office hours.
  Instant TimeOn(CivilDate date, Range minutes, Chance& chance) const;
  Instant OfficeTime(CivilDate date, Chance& chance) const;
  /// In office hours, `workdays` workdays after `instant` and surely later than it.
  Instant OfficeTimeAfter(Instant instant, int workdays, Chance& chance) const;

  /// When somebody does what must be done from `start` until `due`, who likes to be `lead_workdays`
  /// early: in office hours where the window has any, never after `due`.
  Instant Within(Instant start, Instant due, int lead_workdays, Chance& chance) const;

 private:
  bool InOfficeHours(Instant instant) const;
  Instant WithinShort(Instant start, Instant due, Chance& chance) const;

  const WorkCalendar& calendar_;
  const std::vector<Range>& office_hours_;
  UtcOffset offset_;
};

}  // namespace shouze
