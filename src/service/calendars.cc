#include "service/calendars.h"

#include <map>
#include <utility>

#include "base/text.h"
#include "ledger/cycle_rules.h"
#include "policy/read_calendar.h"
#include "service/school.h"

namespace shouze {
namespace {

/// Every day of it is a step of the answer.
constexpr int kLengthMax = 10'000;

Errors Wrong(std::string where, std::string message, std::string english) {
  return Fail(ErrorCode::kInvalidInput, std::move(message), std::move(english), std::move(where));
}

ResultOrErrors<CalendarsAnswer> RunList(const View& view, const Nothing&) {
  CalendarsAnswer answer;
  for (const std::string& id : NewestCalendars(view.state())) {
    const auto& kept = *view.state().Find<CalendarFact>(id);
    const auto year = ReadCalendar(kept.fact.text, Concat("calendar ", kept.fact.year));
    if (!year) return year.error();
    CalendarRow& row = answer.calendars.emplace_back();
    row.id = id;
    row.year = year->year;
    row.papers = year->papers;
    for (const auto& off : year->off) row.off.push_back({off.name, off.days});
    row.work = year->work;
    row.since = kept.seq;
    row.since_at = kept.entered_at;
  }
  return answer;
}

ResultOrErrors<void> CheckLength(const ExplainDueRequest& request) {
  const int given = (request.workdays ? 1 : 0) + (request.days ? 1 : 0) + (request.hours ? 1 : 0);
  if (given != 1) {
    return Wrong("/workdays", "请写明工作日数 workdays、日数 days、小时数 hours 之一",
                 "give one of workdays, days and hours");
  }
  const auto check = [](std::string_view name,
                        const std::optional<int>& length) -> ResultOrErrors<void> {
    if (!length || (*length >= 0 && *length <= kLengthMax)) return {};
    return Wrong(Concat("/", name), Concat("应为 0 至 ", kLengthMax, " 的整数"),
                 Concat("must be a whole number from 0 to ", kLengthMax));
  };
  if (const auto right = check("workdays", request.workdays); !right) return right;
  if (const auto right = check("days", request.days); !right) return right;
  return check("hours", request.hours);
}

ResultOrErrors<ExplainDueAnswer> RunExplain(const View& view, const ExplainDueRequest& request) {
  if (const auto right = CheckLength(request); !right) return right.error();
  const auto from = ReadTrigger(request.from, view.offset());
  if (!from) {
    return Wrong("/from", "时刻写成 2026-09-30T10:00 这样，日期须存在",
                 "write it like 2026-09-30T10:00, and a day that exists");
  }
  const auto calendar = CalendarOf(view.state(), NewestCalendars(view.state()));
  if (!calendar) return calendar.error();
  ExplainDueAnswer answer;
  answer.from = *from;
  answer.from_text = Concat(FormatForPeople(*from, view.offset()), "（",
                            ChineseName(WeekdayOf(DateAt(*from, view.offset()))), "）");
  DeadlineExplanation way;
  if (request.hours) {
    way.deadline.at = AfterHours(*from, *request.hours);
    answer.note = HoursInWords(*request.hours);
  } else if (request.workdays) {
    way = ExplainWorkdays(*calendar, *from, *request.workdays, view.offset());
  } else {
    way = ExplainDays(*calendar, *from, *request.days, view.offset());
  }
  answer.steps = StepsOf(way);
  answer.due = way.deadline.at;
  answer.due_text = SpokenDeadline(way.deadline, view.offset());
  if (!way.deadline.at) answer.missing_year = way.deadline.missing_year;
  return answer;
}

ResultOrErrors<ReadDayAnswer> RunDay(const View& view, const ReadDayRequest& request) {
  const auto calendar = CalendarOf(view.state(), NewestCalendars(view.state()));
  if (!calendar) return calendar.error();
  ReadDayAnswer answer;
  if (!calendar->Covers(YearOf(request.date))) return answer;
  answer.workday = calendar->IsWorkday(request.date);
  if (*answer.workday) return answer;
  answer.holiday = calendar->HolidayName(request.date);
  answer.next = calendar->WorkdayFrom(request.date).date;
  return answer;
}

}  // namespace

std::vector<std::string> NewestCalendars(const SchoolState& state) {
  std::map<int, const Kept<CalendarFact>*> newest;
  for (const auto& [id, kept] : state.All<CalendarFact>()) {
    auto& best = newest[kept.fact.year];
    if (best == nullptr || kept.seq > best->seq) best = &kept;
  }
  std::vector<std::string> ids;
  for (const auto& [year, kept] : newest) ids.push_back(kept->fact.id);
  return ids;
}

const ReadCase<Nothing, CalendarsAnswer> kListCalendars = {
    "calendar.list", "查看工作日历", Action::kReadPolicy, DependsOn::kSchool, RunList};
const ReadCase<ExplainDueRequest, ExplainDueAnswer> kExplainDue = {
    "calendar.due", "推算期限", Action::kReadPolicy, DependsOn::kSchool, RunExplain};
const ReadCase<ReadDayRequest, ReadDayAnswer> kReadDay = {
    "calendar.day", "查看某日是否工作日", Action::kReadPolicy, DependsOn::kSchool, RunDay};

}  // namespace shouze
