#include "service/self_checks.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "base/text.h"
#include "kernel/explain.h"
#include "service/fact_cycles.h"
#include "service/fits.h"
#include "service/school.h"

namespace shouze {
namespace {

constexpr std::size_t kRemarkMax = 2000;

std::string IdOf(int year, std::string_view unit, std::string_view indicator) {
  return Concat(year, "/", unit, "/", indicator);
}

ResultOrErrors<SelfCheckChanged> RunDeclare(Act& act, const SelfCheckRequest& request) {
  const auto cycle = OpenCycle(act, request.year);
  if (!cycle) return cycle.error();
  if (const auto unit = FindUnit(act, request.unit); !unit) return unit.error();
  const auto rules = act.Rules(**cycle);
  if (!rules) return rules.error();
  const auto& indicators = (*rules)->policy.indicators;
  Errors errors;
  std::set<std::string_view> seen;
  std::vector<SelfCheckFact> facts;
  for (std::size_t i = 0; i < request.lines.size(); ++i) {
    const SelfCheckLine& line = request.lines[i];
    const std::string where = Concat("/lines/", i);
    const auto wrong = [&](std::string_view member, std::string message, std::string english) {
      errors.push_back({ErrorCode::kInvalidInput, Concat(where, member), std::move(message),
                        std::move(english)});
    };
    if (std::ranges::find(indicators, line.indicator, &Indicator::id) == indicators.end()) {
      wrong("/indicator", Concat("办法中没有指标“", line.indicator, "”"), "no such line");
    } else if (!seen.insert(line.indicator).second) {
      wrong("/indicator", "同一指标填了两次", "said twice");
    }
    if (line.remark.size() > kRemarkMax) wrong("/remark", "说明太长", "the remark is too long");
    auto files = FindHandedFiles(act, request.unit, line.files, Concat(where, "/files"));
    if (!files) {
      std::ranges::move(files.error(), std::back_inserter(errors));
      continue;
    }
    facts.push_back({IdOf(request.year, request.unit, line.indicator), request.unit, request.year,
                     line.indicator, line.declared, line.remark, std::move(*files), act.now()});
  }
  if (request.lines.empty()) {
    errors.push_back({ErrorCode::kInvalidInput, "/lines", "没有填写任何一项", "nothing is said"});
  }
  if (!errors.empty()) return errors;
  for (const SelfCheckFact& fact : facts) {
    const bool there = act.state().Find<SelfCheckFact>(fact.id) != nullptr;
    const auto done = act.Append(there ? "self_check.change" : "self_check.declare", fact);
    if (!done) return done.error();
  }
  return SelfCheckChanged{static_cast<int>(facts.size())};
}

Difference DifferenceOf(const SelfCheckRow& row) {
  switch (*row.declared) {
    case Declared::kDone:
      if (row.score < row.points) return Difference::kLost;
      return row.open > 0 ? Difference::kOpen : Difference::kNone;
    case Declared::kNotDone:
      return row.score == row.points && row.open == 0 ? Difference::kNotLost : Difference::kNone;
    case Declared::kNothing:
      return row.not_occurred ? Difference::kNone : Difference::kOccurred;
  }
  return Difference::kNone;
}

std::string_view TextOf(Difference difference) {
  switch (difference) {
    case Difference::kNone:
      return "";
    case Difference::kLost:
      return "自查为已完成，系统已有扣分";
    case Difference::kOpen:
      return "自查为已完成，系统中还有未完成的任务";
    case Difference::kNotLost:
      return "自查为未完成，系统没有扣分也没有未完成的任务";
    case Difference::kOccurred:
      return "自查为无此事项，系统中有登记的事项或任务";
  }
  return "";
}

SelfCheckRow RowOf(const View& view, const Sheet& sheet, const ScoreLine& line) {
  const Policy& policy = sheet.rules->policy;
  const Facts& facts = sheet.facts.facts;
  const Indicator& indicator = At(policy.indicators, line.indicator);
  SelfCheckRow row;
  row.indicator = indicator.id;
  row.name = indicator.name;
  row.requirement = indicator.requirement;
  row.points = indicator.points;
  row.score = line.score;
  row.at_risk = line.at_risk;
  row.not_occurred = line.not_occurred;
  for (const Deduction& deduction : sheet.result.Deductions(line)) {
    row.reasons.push_back(ExplainDeduction(policy, facts, sheet.result, line, deduction));
  }
  for (std::uint32_t i = line.obligations_begin; i < line.obligations_end; ++i) {
    const State state = sheet.result.obligations[i].state;
    row.open += state == State::kOpen || state == State::kReturned ? 1 : 0;
  }
  const auto* const kept = view.state().Find<SelfCheckFact>(
      IdOf(facts.year, At(facts.units, sheet.unit).code, indicator.id));
  if (kept == nullptr) return row;
  row.declared = kept->fact.declared;
  row.remark = kept->fact.remark;
  row.files = kept->fact.files;
  row.at = kept->fact.at;
  row.by = kept->actor;
  row.difference = DifferenceOf(row);
  row.difference_text = TextOf(row.difference);
  return row;
}

ResultOrErrors<SelfCheckAnswer> RunRead(const CallerView& view,
                                        const ReadSelfCheckRequest& request) {
  const auto cycle = view.Cycle(request.year);
  if (!cycle) return cycle.error();
  const auto sheet = view.LiveSheet((*cycle)->fact, request.unit);
  if (!sheet) return sheet.error();
  view.HoldsUntil((*sheet)->valid_until);
  SelfCheckAnswer answer;
  answer.unit_name = At((*sheet)->facts.facts.units, (*sheet)->unit).name;
  answer.can_declare = FactsMayChange((*cycle)->fact.stage) && !(*sheet)->result.ended &&
                       view.May(Action::kPrepareFeedback, request.unit);
  for (const ScoreLine& line : (*sheet)->result.lines) {
    SelfCheckRow row = RowOf(view, **sheet, line);
    answer.declared += row.declared ? 1 : 0;
    answer.differences += row.difference == Difference::kNone ? 0 : 1;
    answer.lines.push_back(std::move(row));
  }
  return answer;
}

}  // namespace

const WriteCase<SelfCheckRequest, SelfCheckChanged> kDeclareSelfCheck = {
    "self_check.declare", "自查", Action::kPrepareFeedback, "self_check.declare, self_check.change",
    RunDeclare};
const CallerReadCase<ReadSelfCheckRequest, SelfCheckAnswer> kReadSelfCheck = {
    "self_check.read", "查看自查", Action::kReadSheet, RunRead};

}  // namespace shouze
