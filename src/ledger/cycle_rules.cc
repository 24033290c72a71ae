#include "ledger/cycle_rules.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "policy/read_calendar.h"
#include "policy/read_policy.h"

namespace shouze {
namespace {

Errors NotKept(std::string_view what, std::string_view english, std::string_view id) {
  return Fail(ErrorCode::kNotFound, Concat("账本中没有", what, " ", id),
              Concat("the ledger has no ", english, " ", id));
}

}  // namespace

const UnitYear* ThatYear(const UnitFact& unit, int year) {
  if (!unit.years) return nullptr;
  const auto then = unit.years->find(std::to_string(year));
  return then == unit.years->end() ? nullptr : &then->second;
}

UnitYear UnitIn(const UnitFact& unit, int year) {
  const UnitYear* const then = ThatYear(unit, year);
  return then != nullptr ? *then : UnitYear{unit.kind, unit.fields};
}

std::optional<Error> WhyNotIn(const CycleFact& cycle, const Policy& policy, const UnitFact& unit) {
  if (unit.from && *unit.from >= FirstDayOf(cycle.year + 1)) {
    return Error{ErrorCode::kNotFound, "/unit",
                 Concat("“", unit.name, "”自 ", Format(*unit.from), " 设立，不在 ", cycle.year,
                        " 考核年度中"),
                 Concat(unit.id, " was founded after ", cycle.year)};
  }
  const UnitYear* const then = ThatYear(unit, cycle.year);
  const Label& kind = then != nullptr ? then->kind : unit.kind;
  if (std::ranges::find(policy.unit_kinds, kind, &UnitKind::id) != policy.unit_kinds.end()) {
    return std::nullopt;
  }
  return Error{
      ErrorCode::kNotFound, "/unit",
      Concat("“", unit.name, "”的单位类别“", kind, "”不在 ", cycle.year,
             " 年度的办法中，这一年度不考核它；如应考核，请更改它的类别"),
      Concat("the policy of ", cycle.year, " has no unit kind \"", kind, "\" (", unit.id, ")")};
}

const CycleFact* NewestCycle(const SchoolState& state) {
  const CycleFact* newest = nullptr;
  for (const auto& [id, kept] : state.All<CycleFact>()) {
    if (kept.fact.stage == Stage::kPreparing) continue;
    if (newest == nullptr || kept.fact.year > newest->year) newest = &kept.fact;
  }
  return newest;
}

const Kept<FrozenFact>* FinalFreeze(const SchoolState& state, const CycleFact& cycle) {
  if (!ResultIsMade(cycle.stage)) return nullptr;
  const Kept<FrozenFact>* last = nullptr;
  for (const auto& [id, kept] : state.All<FrozenFact>()) {
    if (kept.fact.cycle != cycle.year || kept.fact.stage != Stage::kFinal) continue;
    if (last == nullptr || kept.seq > last->seq) last = &kept;
  }
  return last;
}

ResultOrErrors<WorkCalendar> CalendarOf(const SchoolState& state,
                                        const std::vector<std::string>& calendars) {
  std::vector<CalendarYear> years;
  for (const std::string& id : calendars) {
    const auto* const kept = state.Find<CalendarFact>(id);
    if (kept == nullptr) return NotKept("工作日历", "calendar", id);
    auto year = ReadCalendar(kept->fact.text, Concat("calendar ", kept->fact.year));
    if (!year) return year.error();
    years.push_back(std::move(*year));
  }
  return WorkCalendar::Build(std::move(years));
}

ResultOrErrors<std::shared_ptr<const CycleRules>> RulesOf(const SchoolState& state,
                                                          const CycleFact& cycle) {
  const auto* const kept = state.Find<PolicyFact>(cycle.policy);
  if (kept == nullptr) return NotKept("考核办法", "policy", cycle.policy);
  auto policy = ReadPolicy(kept->fact.text, kept->fact.name);
  if (!policy) return policy.error();
  auto calendar = CalendarOf(state, cycle.calendars);
  if (!calendar) return calendar.error();
  return std::make_shared<const CycleRules>(std::move(*policy), std::move(*calendar));
}

}  // namespace shouze
