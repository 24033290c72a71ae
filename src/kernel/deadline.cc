#include "kernel/deadline.h"

#include "base/text.h"

namespace shouze {
namespace {

Deadline AtEndOf(const WorkCalendar::Found& found, UtcOffset offset) {
  if (!found.date) return {std::nullopt, found.missing_year};
  return {EndOfDay(*found.date, offset), 0};
}

/// Why a day is no workday.
std::string Reason(const WorkCalendar& calendar, CivilDate date) {
  if (calendar.KindOf(date) == DayKind::kWeekend) return "周末";
  return Concat(calendar.HolidayName(date), "放假");
}

std::string MissingYear(int year) {
  return Concat("缺 ", year, " 年工作日历（国务院办公厅放假通知），无法推算");
}

}  // namespace

Instant EndOfDay(CivilDate date, UtcOffset offset) { return Midnight(date + 1, offset); }

Deadline AfterWorkdays(const WorkCalendar& calendar, Instant trigger, int workdays,
                       UtcOffset offset) {
  return AtEndOf(calendar.WorkdayAfter(DateAt(trigger, offset), workdays), offset);
}

Deadline AfterDays(const WorkCalendar& calendar, Instant trigger, int days, UtcOffset offset) {
  return AtEndOf(calendar.WorkdayFrom(DateAt(trigger, offset) + days), offset);
}

Instant AfterHours(Instant trigger, int hours) { return {trigger.ms + hours * kMsPerHour}; }

DeadlineExplanation ExplainWorkdays(const WorkCalendar& calendar, Instant trigger, int workdays,
                                    UtcOffset offset) {
  DeadlineExplanation way;
  CivilDate date = DateAt(trigger, offset);
  way.steps.push_back({date, "起算日，不计"});
  for (int counted = 0; counted < workdays;) {
    date = date + 1;
    if (!calendar.Covers(YearOf(date))) {
      way.steps.push_back({date, MissingYear(YearOf(date))});
      way.deadline = {std::nullopt, YearOf(date)};
      return way;
    }
    if (!calendar.IsWorkday(date)) {
      way.steps.push_back({date, Reason(calendar, date) + "，不计"});
      continue;
    }
    ++counted;
    const bool make_up = calendar.KindOf(date) == DayKind::kMakeUp;
    way.steps.push_back({date, Concat(make_up ? "补班" : "工作日", "，计第 ", counted, " 日")});
  }
  way.deadline = {EndOfDay(date, offset), 0};
  return way;
}

DeadlineExplanation ExplainDays(const WorkCalendar& calendar, Instant trigger, int days,
                                UtcOffset offset) {
  DeadlineExplanation way;
  CivilDate date = DateAt(trigger, offset);
  way.steps.push_back({date, "起算日，不计"});
  for (int counted = 1; counted <= days; ++counted) {
    date = date + 1;
    way.steps.push_back({date, Concat("计第 ", counted, " 日")});
  }
  while (true) {
    if (!calendar.Covers(YearOf(date))) {
      way.steps.push_back({date, MissingYear(YearOf(date))});
      way.deadline = {std::nullopt, YearOf(date)};
      return way;
    }
    if (calendar.IsWorkday(date)) break;
    way.steps.push_back({date, Reason(calendar, date) + "，期满日顺延"});
    date = date + 1;
  }
  if (way.steps.back().date != date) way.steps.push_back({date, "顺延后的期满日"});
  way.deadline = {EndOfDay(date, offset), 0};
  return way;
}

}  // namespace shouze
