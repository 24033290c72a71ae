#include "kernel/calendar.h"

#include <algorithm>
#include <map>

#include "base/check.h"
#include "base/digest.h"
#include "base/text.h"

namespace shouze {
namespace {

bool IsWeekend(CivilDate date) { return WeekdayOf(date) >= Weekday::kSaturday; }

Error Wrong(std::string message, std::string english) {
  return {ErrorCode::kInvalidInput, "", std::move(message), std::move(english)};
}

/// Collects what the notices say of single days and what is wrong with them.
class DayTable {
 public:
  void Read(const CalendarYear& year) {
    for (const CalendarYear::DaysOff& off : year.off) {
      for (const CivilDate date : off.days) Add(year, date, DayKind::kDayOff);
    }
    for (const CivilDate date : year.work) {
      if (!IsWeekend(date)) {
        errors.push_back(Wrong(
            Concat(year.year, " 年日历：", Format(date), " 不是周末，不能列为补班；请删去或改正"),
            Concat("calendar ", year.year, ": ", Format(date),
                   " is not at a weekend, so it cannot be a make-up day")));
      }
      Add(year, date, DayKind::kMakeUp);
    }
  }

  std::map<CivilDate, DayKind> days;
  Errors errors;

 private:
  void Add(const CalendarYear& year, CivilDate date, DayKind kind) {
    const YearMonthDay parts = Split(date);
    const bool december_before = parts.year == year.year - 1 && parts.month == 12;
    if (parts.year != year.year && !december_before) {
      errors.push_back(Wrong(
          Concat(year.year, " 年日历：", Format(date), " 不属于该年（只可另列上一年 12 月的日子）"),
          Concat("calendar ", year.year, ": ", Format(date),
                 " lies outside (only December of the year before may be added)")));
    }
    const auto [known, is_new] = days.emplace(date, kind);
    if (!is_new) {
      const bool twice = known->second == kind;
      errors.push_back(Wrong(
          Concat(year.year, " 年日历：", Format(date), twice ? " 列了两次" : " 既是放假又是补班"),
          Concat("calendar ", year.year, ": ", Format(date),
                 twice ? " is given twice" : " is both off and worked")));
    }
  }
};

/// Everything that decides about days, in one order: what the digest covers.
std::string CanonicalText(const std::vector<CalendarYear>& years,
                          const std::map<CivilDate, DayKind>& days) {
  std::string text;
  for (const CalendarYear& year : years) text += Concat(year.year, "\n");
  for (const auto& [date, kind] : days) {
    text += Concat(Format(date), kind == DayKind::kDayOff ? " off\n" : " work\n");
  }
  return text;
}

}  // namespace

ResultOrErrors<WorkCalendar> WorkCalendar::Build(std::vector<CalendarYear> years) {
  std::ranges::sort(years, {}, &CalendarYear::year);
  DayTable table;
  for (std::size_t i = 0; i < years.size(); ++i) {
    if (i > 0 && years[i - 1].year == years[i].year) {
      table.errors.push_back(Wrong(Concat(years[i].year, " 年的日历给了两份，请只留一份"),
                                   Concat("calendar ", years[i].year, " is given twice")));
    } else {
      table.Read(years[i]);
    }
  }
  if (!table.errors.empty()) return std::move(table.errors);

  WorkCalendar calendar;
  for (const CalendarYear& year : years) {
    const CivilDate first = FirstDayOf(year.year);
    if (calendar.spans_.empty() || calendar.spans_.back().last + 1 != first) {
      calendar.spans_.push_back({first, first, {}, {}, {}});
    }
    Span& span = calendar.spans_.back();
    span.last = FirstDayOf(year.year + 1) - 1;
    for (CivilDate date = first; date <= span.last; date = date + 1) {
      const auto listed = table.days.find(date);
      const DayKind kind = listed != table.days.end() ? listed->second
                           : IsWeekend(date)          ? DayKind::kWeekend
                                                      : DayKind::kWorkday;
      span.kinds.push_back(kind);
      if (kind == DayKind::kWorkday || kind == DayKind::kMakeUp) span.workdays.push_back(date);
      span.workdays_until.push_back(static_cast<std::int32_t>(span.workdays.size()));
    }
  }
  calendar.digest_ = Sha256Hex(CanonicalText(years, table.days));
  calendar.years_ = std::move(years);
  return calendar;
}

bool WorkCalendar::Covers(int year) const {
  return std::ranges::any_of(years_, [&](const CalendarYear& y) { return y.year == year; });
}

const WorkCalendar::Span* WorkCalendar::SpanOf(CivilDate date) const {
  for (const Span& span : spans_) {
    if (span.first <= date && date <= span.last) return &span;
  }
  return nullptr;
}

DayKind WorkCalendar::KindOf(CivilDate date) const {
  const Span* span = SpanOf(date);
  CHECK(span != nullptr);
  return span->kinds[static_cast<std::size_t>(date.days - span->first.days)];
}

bool WorkCalendar::IsWorkday(CivilDate date) const {
  const DayKind kind = KindOf(date);
  return kind == DayKind::kWorkday || kind == DayKind::kMakeUp;
}

std::string_view WorkCalendar::HolidayName(CivilDate date) const {
  for (const CalendarYear& year : years_) {
    for (const CalendarYear::DaysOff& off : year.off) {
      if (std::ranges::find(off.days, date) != off.days.end()) return off.name;
    }
  }
  return {};
}

WorkCalendar::Found WorkCalendar::WorkdayAfter(CivilDate start, int count) const {
  CHECK(count >= 0);
  if (count == 0) return {start, 0};
  const Span* span = SpanOf(start + 1);
  if (span == nullptr) return {std::nullopt, YearOf(start + 1)};
  const std::int32_t before =
      start < span->first
          ? 0
          : span->workdays_until[static_cast<std::size_t>(start.days - span->first.days)];
  const auto place = static_cast<std::size_t>(before) + static_cast<std::size_t>(count) - 1;
  if (place >= span->workdays.size()) return {std::nullopt, YearOf(span->last + 1)};
  return {span->workdays[place], 0};
}

WorkCalendar::Found WorkCalendar::WorkdayFrom(CivilDate date) const {
  return WorkdayAfter(date - 1, 1);
}

}  // namespace shouze
