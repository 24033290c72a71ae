#include <algorithm>
#include <set>
#include <utility>

#include "base/digest.h"
#include "base/text.h"
#include "exchange/holiday_cn.h"
#include "policy/read_calendar.h"
#include "service/cycles.h"

namespace shouze {
namespace {

Errors AtText(Errors errors) {
  for (Error& error : errors) error.where = Concat("/text (", error.where, ")");
  return errors;
}

/// What a file comes to.
struct Loading {
  CalendarYear year;
  std::vector<ProposedAct> acts;
  std::vector<int> cycles;  ///< Pinned anew.
};

ResultOrErrors<CalendarFact> ReadFile(const AddCalendarRequest& request) {
  CalendarFact fact;
  fact.text = request.text;
  const std::size_t first = request.text.find_first_not_of(" \t\r\n");
  if (first != std::string::npos && request.text[first] == '{') {
    const auto year = ReadHolidayCn(request.text, "calendar.json");
    if (!year) return AtText(year.error());
    fact.text = WriteCalendarYaml(*year);
  }
  fact.id = Sha256Hex(fact.text);
  if (!request.reason.empty()) fact.reason = request.reason;
  return fact;
}

/// The cycle with `calendar` in place of its year's.
CycleFact PinAnew(const SchoolState& state, const CycleFact& cycle, const CalendarFact& calendar) {
  CycleFact changed = cycle;
  const auto year_of = [&](const std::string& id) {
    const auto* const other = state.Find<CalendarFact>(id);
    return other == nullptr ? calendar.year : other->fact.year;
  };
  std::erase_if(changed.calendars,
                [&](const std::string& id) { return year_of(id) == calendar.year; });
  changed.calendars.push_back(calendar.id);
  std::ranges::sort(changed.calendars, {}, year_of);
  changed.reason = Concat(calendar.year, " 年工作日历");
  if (calendar.reason) changed.reason += Concat("：", *calendar.reason);
  return changed;
}

ResultOrErrors<Loading> Draft(const View& view, CalendarFact fact) {
  Loading loading;
  auto year = ReadCalendar(fact.text, "calendar.yaml");
  if (!year) return AtText(year.error());
  loading.year = std::move(*year);
  fact.year = loading.year.year;
  const SchoolState& state = view.state();
  if (state.Find<CalendarFact>(fact.id) == nullptr) {
    loading.acts.push_back({"calendar.add", {BodyOf(fact)}, std::nullopt});
  }
  for (const auto& [id, kept] : state.All<CycleFact>()) {
    if (kept.fact.stage > Stage::kOpen) continue;
    // Kept while the cycle was past its stage, and given again after it went back: pinned now.
    const auto& pins = kept.fact.calendars;
    if (std::ranges::find(pins, fact.id) != pins.end()) continue;
    const CycleFact changed = PinAnew(state, kept.fact, fact);
    loading.acts.push_back({"cycle.calendar", {BodyOf(changed)}, std::nullopt});
    loading.cycles.push_back(kept.fact.year);
  }
  return loading;
}

std::set<CivilDate> DaysOff(const CalendarYear& year) {
  std::set<CivilDate> days;
  for (const auto& off : year.off) days.insert(off.days.begin(), off.days.end());
  return days;
}

bool SameDays(const CalendarYear& one, const CalendarYear& other) {
  return DaysOff(one) == DaysOff(other) && std::set(one.work.begin(), one.work.end()) ==
                                               std::set(other.work.begin(), other.work.end());
}

/// Whether sheets were frozen by other days of this year than those of the file.
bool ChangesFrozenDays(const View& view, const CalendarYear& year) {
  for (const auto& [id, kept] : view.state().All<FrozenFact>()) {
    const auto* const cycle = view.state().Find<CycleFact>(std::to_string(kept.fact.cycle));
    if (cycle == nullptr) continue;
    const auto rules = view.Rules(cycle->fact);
    if (!rules) continue;
    const auto& years = (*rules)->calendar.years();
    const auto pinned = std::ranges::find(years, year.year, &CalendarYear::year);
    if (pinned != years.end() && !SameDays(*pinned, year)) return true;
  }
  return false;
}

/// Whether a due instant moves that had passed, or will have at once.
bool MovesJudged(const Consequences& consequences, Instant now) {
  return std::ranges::any_of(consequences.moved, [&](const MovedDue& one) {
    return one.before && (*one.before < now || (one.after && *one.after < now));
  });
}

ResultOrErrors<void> MayLoad(const AddCalendarRequest& request, const AddCalendarAnswer& answer) {
  if (answer.code != request.moves) {
    return Fail(ErrorCode::kConflict,
                Concat("载入会移动 ", answer.moved.size(), " 项任务的期限，使 ", answer.lost.size(),
                       " 项工作失效或逾期；请先核对清单，确认后再载入"),
                "this moves due instants: read the list first (check_only), then send its code "
                "as \"moves\"",
                "/moves");
  }
  if (answer.needs_reason && request.reason.empty()) {
    return Fail(ErrorCode::kInvalidInput, "这会改动已经据以判定的日子，请写明理由",
                "days that something was judged by change: a reason is needed", "/reason");
  }
  return {};
}

ResultOrErrors<AddCalendarAnswer> RunAddCalendar(Act& act, const AddCalendarRequest& request) {
  auto fact = ReadFile(request);
  if (!fact) return fact.error();
  const std::string id = fact->id;
  const auto loading = Draft(act, std::move(*fact));
  if (!loading) return loading.error();
  const auto found = FindConsequences(act, loading->acts);
  if (!found) return found.error();
  AddCalendarAnswer answer;
  answer.id = id;
  answer.year = loading->year.year;
  answer.cycles = loading->cycles;
  answer.moved = found->moved;
  answer.lost = found->lost;
  answer.code = CodeOf(*found);
  answer.needs_reason = ChangesFrozenDays(act, loading->year) || MovesJudged(*found, act.now());
  if (request.check_only) return answer;
  if (const auto may = MayLoad(request, answer); !may) return may.error();
  for (const ProposedAct& one : loading->acts) {
    if (const auto done = act.AppendBody(one.kind, one.body.text); !done) return done.error();
  }
  answer.written = true;
  NotifyOfConsequences(act, Concat(answer.year, " 年工作日历已载入"), *found);
  return answer;
}

}  // namespace

const WriteCase<AddCalendarRequest, AddCalendarAnswer> kAddCalendar = {
    "calendar.add", "载入工作日历", Action::kChangeCycle, "calendar.add, cycle.calendar",
    RunAddCalendar};

}  // namespace shouze
