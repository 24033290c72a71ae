#include "kernel/score.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "kernel/unit_scan.h"

namespace shouze {

Scorer::Scorer(const Policy& policy, const WorkCalendar& calendar, const Facts& facts,
               Instant as_of)
    : policy_(policy),
      calendar_(calendar),
      facts_(facts),
      as_of_(as_of),
      year_start_(facts.YearStart()),
      year_end_(facts.YearEnd()),
      post_date_(DateAt({std::min(as_of, year_end_).ms - 1}, facts.offset)) {
  if (policy.settings.supplement_until) {
    supplement_until_ =
        EndOfDay(facts.dates[policy.settings.supplement_until->value], facts.offset);
  }
}

void Scorer::Score(Id<Unit> unit, UnitResult& result) {
  result.unit = unit;
  result.as_of = as_of_;
  result.ended = false;
  result.total = result.computed_total = {};
  result.vetoes.clear();
  result.disputed_vetoes.clear();
  result.lines.clear();
  result.deductions.clear();
  result.obligations.clear();
  result.causes.clear();
  result.valid_until.reset();

  UnitScan scan{*this, At(facts_.units, unit), facts_.Of(unit), result, {}};
  if (scan.Ended()) {
    result.ended = true;
    return;
  }
  scan.MarkRecords();
  scan.ListObligations();
  scan.ScoreLines();
  scan.FindVetoes();
  scan.ChangesAt(year_end_);
  result.valid_until = scan.boundary;
}

void Scorer::UnitScan::ScoreLines() {
  const Policy& policy = scorer.policy_;
  const RuleInput input{
      policy, scorer.facts_, own, result.obligations, scorer.duty_begin_, scorer.record_marks_};
  for (std::size_t i = 0; i < policy.indicators.size(); ++i) {
    const Indicator& indicator = policy.indicators[i];
    ScoreLine line;
    line.indicator = Id<Indicator>(i);
    line.deductions_begin = static_cast<std::uint32_t>(result.deductions.size());
    const RuleOutcome outcome = ApplyRules(input, indicator, result.deductions, result.causes);
    line.deductions_end = static_cast<std::uint32_t>(result.deductions.size());
    line.lost = std::min(outcome.taken, indicator.points);
    line.score = indicator.points - line.lost;
    line.at_risk = std::min(outcome.worst, indicator.points) - line.lost;
    if (!indicator.duties.empty()) {
      line.obligations_begin = scorer.duty_begin_[indicator.duties.front().value];
      line.obligations_end = scorer.duty_begin_[indicator.duties.back().value + 1];
    }
    line.not_occurred =
        line.obligations_begin == line.obligations_end && !outcome.anything_happened;
    result.computed_total += line.score;
    result.lines.push_back(line);
  }
}

void Scorer::UnitScan::FindVetoes() {
  result.total = result.computed_total;
  const std::optional<Veto>& veto = scorer.policy_.veto;
  if (!veto) return;
  for (const UnitRecord& record : own.OfKind(veto->kind)) {
    const bool counts = record.at <= scorer.as_of_ && scorer.facts_.VetoesThisYear(*veto, record) &&
                        (MarksOf(record) & kWaived) == 0;
    if (!counts) continue;
    const bool disputed = (MarksOf(record) & kDisputed) != 0;
    (disputed ? result.disputed_vetoes : result.vetoes).push_back(&record);
  }
  if (result.vetoed()) result.total = {};
}

std::string_view Name(State state) {
  constexpr std::array<std::string_view, 8> kNames = {"waived",   "met",  "submitted", "late",
                                                      "upcoming", "open", "returned",  "missed"};
  return kNames[static_cast<std::size_t>(state)];
}

std::string_view ChineseName(State state) {
  constexpr std::array<std::string_view, 8> kNames = {"已豁免", "已完成", "待审核", "逾期完成",
                                                      "未开始", "待办",   "已退回", "未完成"};
  return kNames[static_cast<std::size_t>(state)];
}

std::string KeyOf(const Policy& policy, const Facts& facts, const Obligation& obligation) {
  const std::string key = DutyKey(policy, At(policy.duties, obligation.duty));
  if (obligation.trigger == nullptr) return key;
  return Concat(key, "/", facts.IdOf(obligation.trigger->record));
}

}  // namespace shouze
