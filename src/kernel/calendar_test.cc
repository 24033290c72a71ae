#include "kernel/calendar.h"

#include <gtest/gtest.h>

#include "kernel/deadline.h"

namespace shouze {
namespace {

constexpr UtcOffset kChina{480};

CivilDate Day(const char* text) { return *ParseDate(text); }

Instant At(const char* text) { return *ParseTypedInstant(text, kChina); }

CalendarYear NationalDay2026() {
  CalendarYear year;
  year.year = 2026;
  CalendarYear::DaysOff off{"国庆节", {}};
  for (int day = 1; day <= 7; ++day) off.days.push_back(*MakeDate(2026, 10, day));
  year.off.push_back(off);
  year.work = {Day("2026-09-20"), Day("2026-10-10")};
  return year;
}

WorkCalendar Calendar() {
  CalendarYear next;
  next.year = 2027;
  next.off.push_back({"元旦", {Day("2026-12-31"), Day("2027-01-01")}});
  return *WorkCalendar::Build({next, NationalDay2026()});
}

TEST(WorkCalendar, KnowsWorkdaysWeekendsDaysOffAndMakeUpDays) {
  const WorkCalendar calendar = Calendar();
  EXPECT_EQ(calendar.KindOf(Day("2026-09-30")), DayKind::kWorkday);
  EXPECT_EQ(calendar.KindOf(Day("2026-10-01")), DayKind::kDayOff);
  EXPECT_EQ(calendar.HolidayName(Day("2026-10-03")), "国庆节");
  EXPECT_EQ(calendar.KindOf(Day("2026-10-10")), DayKind::kMakeUp);
  EXPECT_EQ(calendar.KindOf(Day("2026-10-11")), DayKind::kWeekend);
}

TEST(WorkCalendar, TakesDaysOfTheDecemberBeforeFromTheNextYearsNotice) {
  EXPECT_EQ(Calendar().KindOf(Day("2026-12-31")), DayKind::kDayOff);
}

TEST(WorkCalendar, NamesTheYearItHasNoDataFor) {
  const WorkCalendar::Found found = Calendar().WorkdayAfter(Day("2027-12-30"), 5);
  EXPECT_FALSE(found.date);
  EXPECT_EQ(found.missing_year, 2028);
  EXPECT_FALSE(Calendar().Covers(2025));
}

TEST(WorkCalendar, DoesNotCountAcrossAMissingYear) {
  CalendarYear later;
  later.year = 2028;
  const WorkCalendar calendar = *WorkCalendar::Build({NationalDay2026(), later});
  EXPECT_EQ(calendar.WorkdayAfter(Day("2026-12-31"), 1).missing_year, 2027);
  EXPECT_TRUE(calendar.WorkdayAfter(Day("2027-12-31"), 1).date);
}

TEST(WorkCalendar, RefusesContradictionsAllAtOnce) {
  CalendarYear year = NationalDay2026();
  year.work.push_back(Day("2026-10-02"));  // Off, and a Friday besides.
  year.off.push_back({"元旦", {Day("2025-11-30")}});
  const auto built = WorkCalendar::Build({year, NationalDay2026()});
  ASSERT_FALSE(built);
  EXPECT_EQ(built.error().size(), 4u);
}

TEST(WorkCalendar, DigestDependsOnDaysAlone) {
  CalendarYear renamed = NationalDay2026();
  renamed.off[0].name = "国庆";
  CalendarYear amended = NationalDay2026();
  amended.work.pop_back();
  const std::string digest = WorkCalendar::Build({NationalDay2026()})->digest();
  EXPECT_EQ(WorkCalendar::Build({renamed})->digest(), digest);
  EXPECT_NE(WorkCalendar::Build({amended})->digest(), digest);
}

TEST(Deadline, MakeupSaturdayCountsAsWorkday) {
  const Deadline due = AfterWorkdays(Calendar(), At("2026-09-30T10:00"), 3, kChina);
  EXPECT_EQ(due.at, At("2026-10-10"));
}

TEST(Deadline, TriggersOwnDayIsDayZeroWhateverTheHour) {
  for (const char* hour : {"2026-09-21T00:00", "2026-09-21T23:59:59.999"}) {
    EXPECT_EQ(AfterWorkdays(Calendar(), At(hour), 1, kChina).at, At("2026-09-22")) << hour;
  }
}

TEST(Deadline, CalendarDaysEndingOnARestDayMoveToTheNextWorkday) {
  EXPECT_EQ(AfterDays(Calendar(), At("2026-09-25T09:00"), 10, kChina).at, At("2026-10-08"));
  EXPECT_EQ(AfterDays(Calendar(), At("2026-11-12T09:00"), 10, kChina).at, At("2026-11-23"));
  EXPECT_EQ(AfterDays(Calendar(), At("2026-09-30T09:00"), 10, kChina).at, At("2026-10-10"));
}

TEST(Deadline, HoursNeverMove) {
  EXPECT_EQ(AfterHours(At("2026-10-01T22:30"), 24), At("2026-10-02T22:30"));
}

TEST(Deadline, SchoolTimeDecidesTheDay) {
  // 23:30 UTC on the 21st is already the 22nd in China.
  const Instant trigger = *ParseInstant("2026-09-21T23:30:00Z");
  EXPECT_EQ(AfterWorkdays(Calendar(), trigger, 1, kChina).at, At("2026-09-23"));
  EXPECT_EQ(AfterWorkdays(Calendar(), trigger, 1, UtcOffset{0}).at,
            Midnight(Day("2026-09-23"), UtcOffset{0}));
}

// The explanation walks day by day, the deadline looks up: they must never part.
TEST(Deadline, LookUpEqualsTheExplainedWayOnEveryDay) {
  const WorkCalendar calendar = Calendar();
  for (CivilDate date = FirstDayOf(2026) - 3; date < FirstDayOf(2028); date = date + 1) {
    const Instant trigger{Midnight(date, kChina).ms + 36'000'000};
    for (const int count : {0, 1, 2, 3, 5, 10, 30}) {
      const Deadline workdays = AfterWorkdays(calendar, trigger, count, kChina);
      const Deadline walked = ExplainWorkdays(calendar, trigger, count, kChina).deadline;
      EXPECT_EQ(workdays.at, walked.at) << Format(date) << " + " << count;
      EXPECT_EQ(workdays.missing_year, walked.missing_year) << Format(date) << " + " << count;
      const Deadline days = AfterDays(calendar, trigger, count, kChina);
      const Deadline days_walked = ExplainDays(calendar, trigger, count, kChina).deadline;
      EXPECT_EQ(days.at, days_walked.at) << Format(date) << " + " << count;
      EXPECT_EQ(days.missing_year, days_walked.missing_year) << Format(date) << " + " << count;
    }
  }
}

TEST(Deadline, IsExplainedDayByDay) {
  const auto way = ExplainWorkdays(Calendar(), At("2026-09-30T10:00"), 3, kChina);
  ASSERT_EQ(way.steps.size(), 11u);
  EXPECT_EQ(way.steps[1].why, "国庆节放假，不计");
  EXPECT_EQ(way.steps[8].why, "工作日，计第 1 日");
  EXPECT_EQ(way.steps[10].why, "补班，计第 3 日");
}

}  // namespace
}  // namespace shouze
