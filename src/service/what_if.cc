#include "service/what_if.h"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <tuple>
#include <utility>

#include "base/text.h"
#include "kernel/explain.h"
#include "policy/read_policy.h"
#include "service/final_sheets.h"

namespace shouze {
namespace {

std::vector<std::string> ReasonsOf(const Sheet& sheet, const ScoreLine& line) {
  std::vector<std::string> reasons;
  for (const Deduction& deduction : sheet.result.Deductions(line)) {
    reasons.push_back(
        ExplainDeduction(sheet.rules->policy, sheet.facts.facts, sheet.result, line, deduction));
  }
  return reasons;
}

const ScoreLine* FindLine(const Sheet& sheet, std::string_view indicator) {
  for (const ScoreLine& line : sheet.result.lines) {
    if (At(sheet.rules->policy.indicators, line.indicator).id == indicator) return &line;
  }
  return nullptr;
}

/// Lines of two sheets under two policies, by id.
std::vector<ComparedLine> ChangesOf(const Sheet& before, const Sheet& after) {
  std::vector<ComparedLine> changes;
  const auto compare = [&](const Indicator& indicator) {
    const ScoreLine* const was = FindLine(before, indicator.id);
    const ScoreLine* const is = FindLine(after, indicator.id);
    ComparedLine line{indicator.id, indicator.name, indicator.points, {}, {}, {}, {}, {}, true};
    if (was != nullptr) {
      line.before = was->score;
      line.at_risk = was->at_risk;
      line.reasons_before = ReasonsOf(before, *was);
    }
    if (is != nullptr) {
      line.after = is->score;
      line.reasons_after = ReasonsOf(after, *is);
    }
    const bool both = was != nullptr && is != nullptr;
    if (!both || line.before != line.after) changes.push_back(std::move(line));
  };
  for (const ScoreLine& line : before.result.lines) {
    compare(At(before.rules->policy.indicators, line.indicator));
  }
  for (const ScoreLine& line : after.result.lines) {
    const Indicator& indicator = At(after.rules->policy.indicators, line.indicator);
    if (FindLine(before, indicator.id) == nullptr) compare(indicator);
  }
  return changes;
}

template <class Total, class Rank>
void RankBy(std::vector<TriedUnit>& units, Total total, Rank rank) {
  for (TriedUnit& one : units) {
    rank(one) = 1 + static_cast<int>(std::ranges::count_if(
                        units, [&](const TriedUnit& other) { return total(other) > total(one); }));
  }
}

ResultOrErrors<TryPolicyAnswer> RunTry(const CallerView& view, const TryPolicyRequest& request) {
  const auto kept = view.Cycle(request.year);
  if (!kept) return kept.error();
  const CycleFact& cycle = (*kept)->fact;
  const auto rules = view.Rules(cycle);
  if (!rules) return rules.error();
  auto policy = ReadPolicy(request.text, "policy.yaml");
  if (!policy) {
    Errors errors = policy.error();
    for (Error& error : errors) error.where = Concat("/text (", error.where, ")");
    return errors;
  }
  const auto tried = std::make_shared<const CycleRules>(std::move(*policy), (*rules)->calendar);
  const auto units = UnitsOf(view, cycle);
  if (!units) return units.error();
  TryPolicyAnswer answer;
  answer.name = tried->policy.id;
  answer.version = tried->policy.version;
  answer.score_max_before = (*rules)->policy.points;
  answer.score_max_after = tried->policy.points;
  const auto* const final = FinalFreeze(view.state(), cycle);
  for (const std::string& unit : *units) {
    const auto before = view.LiveSheet(cycle, unit);
    if (!before) return before.error();
    if ((*before)->result.ended) continue;
    // A unit whose kind the changed policy does not know has no sheet by it.
    const auto after = MakeSheet(view.state(), cycle, tried, unit,
                                 final == nullptr ? view.now() : final->fact.as_of);
    if (!after) continue;
    TriedUnit row;
    row.unit = unit;
    row.unit_name = At((*before)->facts.facts.units, (*before)->unit).name;
    row.before = (*before)->result.total;
    row.after = (*after)->result.total;
    row.vetoed_before = (*before)->result.vetoed();
    row.vetoed_after = (*after)->result.vetoed();
    row.changes = ChangesOf(**before, **after);
    row.left_out = static_cast<int>((*after)->facts.left_out.size());
    if (row.before != row.after || !row.changes.empty()) ++answer.changed;
    answer.units.push_back(std::move(row));
  }
  RankBy(answer.units, std::mem_fn(&TriedUnit::before), std::mem_fn(&TriedUnit::rank_before));
  RankBy(answer.units, std::mem_fn(&TriedUnit::after), std::mem_fn(&TriedUnit::rank_after));
  std::ranges::sort(answer.units, [](const TriedUnit& one, const TriedUnit& two) {
    const auto change = [](const TriedUnit& unit) {
      return -std::abs(unit.after.thousandths - unit.before.thousandths);
    };
    return std::tuple(change(one), std::string_view(one.unit)) <
           std::tuple(change(two), std::string_view(two.unit));
  });
  return answer;
}

}  // namespace

const CallerReadCase<TryPolicyRequest, TryPolicyAnswer> kTryPolicy = {
    "policy.try", "以另一办法试算", Action::kChangeCycle, RunTry};

}  // namespace shouze
