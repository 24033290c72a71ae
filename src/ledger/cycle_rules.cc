#include "ledger/cycle_rules.h"

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
