#include "cli/score_text.h"

#include <algorithm>
#include <tuple>

#include "base/text.h"
#include "cli/text_table.h"
#include "kernel/explain.h"

namespace shouze {
namespace {

constexpr auto kRight = TextTable::Side::kRight;

/// How many tasks of a unit stand where.
struct TaskCounts {
  int open = 0;       ///< To be done, or to be done again.
  int submitted = 0;  ///< With the reviewers.
  int missed = 0;     ///< Missed or late.
};

TaskCounts CountTasks(const UnitResult& result) {
  TaskCounts counts;
  for (const Obligation& obligation : result.obligations) {
    const State state = obligation.state;
    counts.open += state == State::kOpen || state == State::kReturned ? 1 : 0;
    counts.submitted += state == State::kSubmitted ? 1 : 0;
    counts.missed += state == State::kMissed || state == State::kLate ? 1 : 0;
  }
  return counts;
}

Points Lost(const Policy& policy, const UnitResult& result) {
  return policy.points - result.computed_total;
}

bool IsStillOpen(const Obligation& obligation) {
  return obligation.state == State::kOpen || obligation.state == State::kReturned ||
         obligation.state == State::kSubmitted || obligation.state == State::kUpcoming;
}

std::string DueText(const Obligation& obligation, UtcOffset offset) {
  if (obligation.due.at) return FormatDeadline(*obligation.due.at, offset);
  return Concat("待 ", obligation.due.missing_year, " 年日历");
}

/// What else is to be known of an open task.
std::string Marks(const ScoringInput& input, const Obligation& obligation) {
  std::vector<std::string> marks;
  const auto& until = input.policy.settings.supplement_until;
  const bool past = obligation.due.at && *obligation.due.at < input.as_of;
  if (obligation.state == State::kReturned && past && until) {
    const Instant last = EndOfDay(input.facts.dates[until->value], input.facts.offset);
    marks.push_back(Concat("可补报至 ", FormatDeadline(last, input.facts.offset)));
  }
  if (obligation.extended) marks.push_back("已延期");
  if (obligation.disputed) marks.push_back("争议中");
  if (!obligation.can_be_lost) marks.push_back("本年度不会因此扣分");
  return Join(marks, "，");
}

std::string LineTable(const ScoringInput& input, const UnitResult& result) {
  TextTable table({{"指标"},
                   {"名称"},
                   {"满分", kRight},
                   {"得分", kRight},
                   {"扣分", kRight},
                   {"可能再失", kRight},
                   {""}});
  for (const ScoreLine& line : result.lines) {
    const Indicator& indicator = At(input.policy.indicators, line.indicator);
    table.AddRow({indicator.id, indicator.name, Format(indicator.points), Format(line.score),
                  Format(line.lost), Format(line.at_risk), line.not_occurred ? "未发生" : ""});
    for (const Deduction& deduction : result.Deductions(line)) {
      table.AddLine(
          Concat("        ", ExplainDeduction(input.policy, input.facts, result, line, deduction)));
    }
  }
  return table.Text();
}

std::string OpenTasks(const ScoringInput& input, const UnitResult& result) {
  std::vector<const Obligation*> open;
  for (const Obligation& obligation : result.obligations) {
    if (IsStillOpen(obligation)) open.push_back(&obligation);
  }
  if (open.empty()) return "没有未办结的任务\n";
  std::ranges::stable_sort(open, {}, [](const Obligation* one) {
    return std::tuple(!one->due.at.has_value(), one->due.at.value_or(Instant{}));
  });
  TextTable table({{"期限"}, {"任务"}, {"名称"}, {"状态"}, {""}});
  for (const Obligation* one : open) {
    table.AddRow({DueText(*one, input.facts.offset), KeyOf(input.policy, input.facts, *one),
                  At(input.policy.duties, one->duty).name, std::string(ChineseName(one->state)),
                  Marks(input, *one)});
  }
  return Concat("未办结的任务 ", open.size(), " 项\n", table.Text());
}

std::string VetoText(const UnitResult& result) {
  if (result.vetoed()) return "一票否决";
  return result.disputed_vetoes.empty() ? "" : "否决争议中";
}

}  // namespace

Points AtRisk(const UnitResult& result) {
  Points sum;
  for (const ScoreLine& line : result.lines) sum += line.at_risk;
  return sum;
}

std::string AsOfText(const ScoringInput& input) {
  return Concat("截至 ", FormatDeadline(input.as_of, input.facts.offset));
}

std::string ScoreTable(const ScoringInput& input) {
  const auto& [policy, calendar, facts, as_of] = input;
  TextTable table({{"代码"},
                   {"单位"},
                   {"总分", kRight},
                   {"按细则", kRight},
                   {"已扣", kRight},
                   {"可能再失", kRight},
                   {"待办", kRight},
                   {"待审", kRight},
                   {"误期", kRight},
                   {""}});
  Scorer scorer(policy, calendar, facts, as_of);
  UnitResult result;
  for (std::size_t i = 0; i < facts.units.size(); ++i) {
    const Unit& unit = facts.units[i];
    scorer.Score(Id<Unit>(i), result);
    if (result.ended) {
      table.AddRow({unit.code, unit.name, "-", "-", "-", "-", "-", "-", "-", "已终止"});
      continue;
    }
    const TaskCounts tasks = CountTasks(result);
    table.AddRow({unit.code, unit.name, Format(result.total), Format(result.computed_total),
                  Format(Lost(policy, result)), Format(AtRisk(result)), std::to_string(tasks.open),
                  std::to_string(tasks.submitted), std::to_string(tasks.missed), VetoText(result)});
  }
  return Concat(policy.title, "\n", facts.year, " 年度，", AsOfText(input), "，满分 ",
                Format(policy.points), "，", facts.units.size(), " 个单位\n\n", table.Text());
}

std::string ScoreSheet(const ScoringInput& input, const UnitResult& result) {
  const auto& [policy, calendar, facts, as_of] = input;
  const Unit& unit = At(facts.units, result.unit);
  std::string text =
      Concat(unit.name, "（", unit.code, "，", At(policy.unit_kinds, unit.kind).name, "）",
             facts.year, " 年度得分表\n", policy.title, "，", AsOfText(input), "\n");
  if (result.ended) return text + "该单位此时已终止，没有结果\n";
  text += Concat("总分 ", Format(result.total), " / ", Format(policy.points));
  if (result.vetoed()) text += Concat("（一票否决；按细则 ", Format(result.computed_total), "）");
  text +=
      Concat("，已扣 ", Format(Lost(policy, result)), "，可能再失 ", Format(AtRisk(result)), "\n");
  for (const UnitRecord* veto : result.vetoes) text += ExplainVeto(policy, facts, *veto) + "\n";
  return Concat(text, "\n", LineTable(input, result), "\n", OpenTasks(input, result));
}

}  // namespace shouze
