#include "service/final_sheets.h"

#include <algorithm>

#include "base/check.h"
#include "base/text.h"

namespace shouze {

ResultOrErrors<std::shared_ptr<const Sheet>> ComputeFinal(const School& school,
                                                          const FrozenFact& freeze,
                                                          std::string_view unit) {
  if (std::ranges::find(freeze.sheets, unit, &FrozenRow::unit) == freeze.sheets.end()) {
    return Fail(ErrorCode::kNotFound,
                Concat("单位“", unit, "”不在 ", freeze.cycle, " 年度的结果中"),
                Concat("\"", unit, "\" has no part in the result of ", freeze.cycle), "/unit");
  }
  const auto then = school.KnownAfter(freeze.known_to);
  if (!then) return then.error();
  const auto* const cycle = (*then)->Find<CycleFact>(std::to_string(freeze.cycle));
  CHECK(cycle != nullptr);
  auto rules = school.Rules(**then, cycle->fact);
  if (!rules) return rules.error();
  return MakeFinalSheet(**then, cycle->fact, std::move(*rules), unit, freeze.as_of);
}

ResultOrErrors<std::vector<std::string>> UnitsOf(const View& view, const CycleFact& cycle) {
  std::vector<std::string> units;
  if (const auto* const freeze = FinalFreeze(view.state(), cycle)) {
    for (const FrozenRow& row : freeze->fact.sheets) units.push_back(row.unit);
    return units;
  }
  const auto rules = view.Rules(cycle);
  if (!rules) return rules.error();
  for (const auto& [id, kept] : view.state().All<UnitFact>()) {
    if (!WhyNotIn(cycle, (*rules)->policy, kept.fact)) units.push_back(id);
  }
  return units;
}

}  // namespace shouze
