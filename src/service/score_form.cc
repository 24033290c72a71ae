#include "service/score_form.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "base/check.h"
#include "base/text.h"
#include "kernel/explain.h"
#include "service/feedback.h"
#include "service/final_sheets.h"
#include "service/freeze_sight.h"

namespace shouze {
namespace {

/// A sheet and the freeze that it is of; null of a live one.
struct Found {
  std::shared_ptr<const Sheet> sheet;
  const FrozenFact* freeze = nullptr;
};

ResultOrErrors<Found> FindInitial(const CallerView& view, const CycleFact& cycle,
                                  const std::string& unit) {
  const auto* const freeze = InitialFreeze(view.state(), cycle);
  if (freeze == nullptr || !MaySeeFreeze(view, cycle, *freeze)) {
    return Fail(ErrorCode::kNotFound, Concat(cycle.year, " 年还没有初评结果"),
                Concat("there is no initial result of ", cycle.year));
  }
  auto sheet = ComputeFinal(view.school(), freeze->fact, unit);
  if (!sheet) return sheet.error();
  return Found{std::move(*sheet), &freeze->fact};
}

ResultOrErrors<Found> FindStanding(const View& view, const CycleFact& cycle,
                                   const std::string& unit) {
  auto sheet = view.LiveSheet(cycle, unit);
  if (!sheet) return sheet.error();
  view.HoldsUntil((*sheet)->valid_until);
  const auto* const freeze = FinalFreeze(view.state(), cycle);
  return Found{std::move(*sheet), freeze == nullptr ? nullptr : &freeze->fact};
}

std::vector<ScoreFormLine> LinesOf(const Sheet& sheet) {
  const Policy& policy = sheet.rules->policy;
  std::vector<ScoreFormLine> lines;
  for (const ScoreLine& line : sheet.result.lines) {
    const Indicator& indicator = At(policy.indicators, line.indicator);
    const Aspect& aspect = At(policy.aspects, indicator.aspect);
    lines.push_back({aspect.id, aspect.name, indicator.id, indicator.name, indicator.requirement,
                     indicator.scoring, indicator.points, line.score, line.at_risk,
                     line.not_occurred, ReasonsOf(sheet, line)});
  }
  return lines;
}

ResultOrErrors<ScoreFormAnswer> RunRead(const CallerView& view, const ScoreFormRequest& request) {
  const auto kept = view.Cycle(request.year);
  if (!kept) return kept.error();
  const CycleFact& cycle = (*kept)->fact;
  const auto found = request.of == FormOf::kInitial ? FindInitial(view, cycle, request.unit)
                                                    : FindStanding(view, cycle, request.unit);
  if (!found) return found.error();
  const Sheet& sheet = *found->sheet;
  const Policy& policy = sheet.rules->policy;
  const Unit& unit = At(sheet.facts.facts.units, sheet.unit);
  ScoreFormAnswer answer;
  answer.year = cycle.year;
  answer.stage_name = found->freeze == nullptr ? "未冻结" : ChineseName(found->freeze->stage);
  answer.policy_title = policy.title;
  answer.policy_document = policy.document;
  answer.unit = request.unit;
  answer.unit_name = unit.name;
  answer.kind_name = At(policy.unit_kinds, unit.kind).name;
  answer.as_of = sheet.result.as_of;
  answer.ended = sheet.result.ended;
  answer.vetoed = sheet.result.vetoed();
  answer.total = sheet.result.total;
  answer.computed_total = sheet.result.computed_total;
  answer.score_max = policy.points;
  for (const UnitRecord* veto : sheet.result.vetoes) {
    answer.vetoes.push_back(ExplainVeto(policy, sheet.facts.facts, *veto));
  }
  answer.lines = LinesOf(sheet);
  for (const ScoreFormLine& line : answer.lines) answer.at_risk += line.at_risk;
  if (found->freeze != nullptr) {
    const auto& sheets = found->freeze->sheets;
    const auto row = std::ranges::find(sheets, request.unit, &FrozenRow::unit);
    if (row != sheets.end()) answer.digest = row->digest;
    answer.published = request.of == FormOf::kStanding && cycle.stage >= Stage::kPublished;
  }
  return answer;
}

}  // namespace

std::vector<std::string> ReasonsOf(const Sheet& sheet, const ScoreLine& line) {
  std::vector<std::string> reasons;
  const Indicator& indicator = At(sheet.rules->policy.indicators, line.indicator);
  const std::string named = Concat(indicator.id, " ", indicator.name, " ");
  for (const Deduction& deduction : sheet.result.Deductions(line)) {
    std::string reason =
        ExplainDeduction(sheet.rules->policy, sheet.facts.facts, sheet.result, line, deduction);
    CHECK(reason.starts_with(named));
    reasons.push_back(reason.substr(named.size()));
  }
  return reasons;
}

const CallerReadCase<ScoreFormRequest, ScoreFormAnswer> kReadScoreForm = {
    "sheet.form", "查看评价表", Action::kReadSheet, RunRead};

}  // namespace shouze
