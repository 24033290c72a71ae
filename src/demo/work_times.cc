#include "demo/work_times.h"

#include <algorithm>

namespace shouze {
namespace {

constexpr std::int64_t kMsPerMinute = kMsPerHour / 60;
constexpr std::int64_t kMsPerSecond = 1000;
/// A window up to this long is met somewhere in it, not so many days before its end.
constexpr std::int64_t kShortWindowMs = 5 * kMsPerDay;
constexpr int kTriesMax = 12;

}  // namespace

WorkTimes::WorkTimes(const WorkCalendar& calendar, const std::vector<Range>& office_hours,
                     UtcOffset offset)
    : calendar_(calendar), office_hours_(office_hours), offset_(offset) {}

bool WorkTimes::IsWorkday(CivilDate date) const {
  if (calendar_.Covers(YearOf(date))) return calendar_.IsWorkday(date);
  return WeekdayOf(date) < Weekday::kSaturday;
}

CivilDate WorkTimes::WorkdayFrom(CivilDate date) const {
  while (!IsWorkday(date)) date = date + 1;
  return date;
}

CivilDate WorkTimes::WorkdayUntil(CivilDate date) const {
  while (!IsWorkday(date)) date = date - 1;
  return date;
}

CivilDate WorkTimes::AddWorkdays(CivilDate date, int count) const {
  for (; count > 0; --count) date = WorkdayFrom(date + 1);
  for (; count < 0; ++count) date = WorkdayUntil(date - 1);
  return date;
}

Instant WorkTimes::TimeOn(CivilDate date, Range minutes, Chance& chance) const {
  return {Midnight(date, offset_).ms + chance.Between(minutes.min, minutes.max) * kMsPerMinute};
}

Instant WorkTimes::OfficeTime(CivilDate date, Chance& chance) const {
  return TimeOn(date, chance.Pick(office_hours_), chance);
}

Instant WorkTimes::OfficeTimeAfter(Instant instant, int workdays, Chance& chance) const {
  const CivilDate today = DateAt(instant, offset_);
  if (workdays == 0 && IsWorkday(today)) {
    const Instant soon{instant.ms + chance.Between(20, 180) * kMsPerMinute};
    if (InOfficeHours(soon) && DateAt(soon, offset_) == today) return soon;
  }
  const Instant then = OfficeTime(AddWorkdays(today, std::max(workdays, 1)), chance);
  return {then.ms + chance.Between(0, 59) * kMsPerSecond};
}

Instant WorkTimes::Within(Instant start, Instant due, int lead_workdays, Chance& chance) const {
  if (due <= start) return due;
  if (due.ms - start.ms <= kShortWindowMs) return WithinShort(start, due, chance);
  const CivilDate first = DateAt(start, offset_);
  const CivilDate last = DateAt({due.ms - 1}, offset_);
  CivilDate date = AddWorkdays(WorkdayUntil(last), -lead_workdays);
  if (date <= first) {
    date = WorkdayUntil(first + chance.Between(1, static_cast<int>(last.days - first.days)));
  }
  const Instant at{OfficeTime(date, chance).ms + chance.Between(0, 59) * kMsPerSecond};
  return at > start && at <= due ? at : WithinShort(start, due, chance);
}

Instant WorkTimes::WithinShort(Instant start, Instant due, Chance& chance) const {
  const std::int64_t seconds = (due.ms - start.ms) / kMsPerSecond;
  Instant at = due;
  for (int i = 0; i < kTriesMax; ++i) {
    at = {start.ms + seconds * chance.Between(50, 950) / 1000 * kMsPerSecond};
    if (InOfficeHours(at)) break;
  }
  return at;
}

bool WorkTimes::InOfficeHours(Instant instant) const {
  const CivilDate date = DateAt(instant, offset_);
  if (!IsWorkday(date)) return false;
  const std::int64_t minute = (instant.ms - Midnight(date, offset_).ms) / kMsPerMinute;
  return std::ranges::any_of(office_hours_, [&](const Range& hours) {
    return hours.min <= minute && minute <= hours.max;
  });
}

}  // namespace shouze
