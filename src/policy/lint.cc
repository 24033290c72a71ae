#include "policy/lint.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>

#include "base/text.h"
#include "policy/yaml_tree.h"

namespace shouze {
namespace {

/// One duty under judgement.
struct DutyLint {
  const Policy& policy;
  const Duty& duty;
  const YamlNode& node;
  const std::vector<Part>& dates;
  Problems& problems;

  bool IsYearly() const { return !duty.each; }
  void Add(std::string_view key, std::string chinese, std::string english) const {
    problems.Add(LineOf(node, key), std::move(chinese), std::move(english));
  }
  /// The named date's default as one number that orders by month and day; absent when misspelled.
  std::optional<int> DefaultOf(Id<NamedDate> id) const {
    if (!dates[id.value].whole) return std::nullopt;
    return At(policy.dates, id).month * 100 + At(policy.dates, id).day;
  }
};

std::string MonthDayOf(const NamedDate& date) {
  return Concat(date.month, " 月 ", date.day, " 日");
}
std::string DashedMonthDay(const NamedDate& date) {
  return Concat(date.month < 10 ? "0" : "", date.month, "-", date.day < 10 ? "0" : "", date.day);
}

/// What only a duty that a record triggers can have.
void LintYearly(const DutyLint& lint) {
  const Duty& duty = lint.duty;
  if (duty.due.by || !std::holds_alternative<DueNamedDate>(duty.due.otherwise)) {
    lint.Add(
        "due",
        "一年一次的职责没有触发它的台账，期限只能是具名日期：请写 due: {date: …}，或补上 each",
        "a yearly duty has no trigger, so it is due on a named date: write 'due: {date: …}', or "
        "add 'each'");
  }
  if (Find(lint.node, "when") != nullptr) {
    lint.Add("when", "一年一次的职责没有台账可以比较：请删去 when，或补上 each",
             "a yearly duty has no record to compare: remove 'when', or add 'each'");
  }
  if (std::holds_alternative<MetByRecord>(duty.met_by)) {
    lint.Add("met_by", "一年一次的职责没有台账可供引用：请改用其他完成方式，或补上 each",
             "a yearly duty has no record to refer to: choose another 'met_by', or add 'each'");
  }
}

/// What only a yearly duty can have.
void LintTriggered(const DutyLint& lint) {
  const Duty& duty = lint.duty;
  if (duty.not_before) {
    lint.Add("not_before", "由台账触发的职责从触发时起即可完成：请删去 not_before",
             "a triggered duty can be met from its trigger on: remove 'not_before'");
  }
  const auto* met_by = std::get_if<MetByRecord>(&duty.met_by);
  if (met_by == nullptr) return;
  const Field& reference = At(At(lint.policy.kinds, met_by->kind).fields, met_by->reference);
  if (std::find(reference.kinds.begin(), reference.kinds.end(), *duty.each) ==
      reference.kinds.end()) {
    const std::string& kind = At(lint.policy.kinds, *duty.each).id;
    lint.Add("met_by",
             Concat("字段“", reference.id, "”不能指向“", kind,
                    "”，职责永远不能完成：请在该字段的 kinds 中加上"),
             Concat("field '", reference.id, "' cannot name a '", kind,
                    "', so the duty can never be met: add it to the field's kinds"));
  }
}

void LintDates(const DutyLint& lint) {
  const Duty& duty = lint.duty;
  const auto* due = std::get_if<DueNamedDate>(&duty.due.otherwise);
  if (due == nullptr || duty.each || duty.due.by) return;
  const std::optional<int> due_on = lint.DefaultOf(due->date);
  const NamedDate& due_date = At(lint.policy.dates, due->date);
  if (duty.not_before && due_on && lint.DefaultOf(*duty.not_before) > due_on) {
    const NamedDate& from = At(lint.policy.dates, *duty.not_before);
    lint.Add("not_before",
             Concat("最早受理日 ", MonthDayOf(from), "晚于期限 ", MonthDayOf(due_date),
                    "，永远不能按时"),
             Concat("'not_before' ", DashedMonthDay(from), " is after the due date ",
                    DashedMonthDay(due_date), ": nobody can be in time"));
  }
  const auto supplement = lint.policy.settings.supplement_until;
  const bool hands_in = std::holds_alternative<MetBySubmission>(duty.met_by);
  if (!supplement || !duty.resubmission || !hands_in) return;
  const std::optional<int> until = lint.DefaultOf(*supplement);
  if (due_on && until && *until < *due_on) {
    const NamedDate& until_date = At(lint.policy.dates, *supplement);
    lint.Add("due",
             Concat("补充材料截止日 ", MonthDayOf(until_date), "早于期限 ", MonthDayOf(due_date),
                    "：请改日期，或写 resubmission: false"),
             Concat("'supplement_until' ", DashedMonthDay(until_date), " is before the due date ",
                    DashedMonthDay(due_date), ": change a date, or write 'resubmission: false'"));
  }
}

void LintDuty(const DutyLint& lint) {
  if (lint.IsYearly()) {
    LintYearly(lint);
  } else {
    LintTriggered(lint);
  }
  LintDates(lint);
  const bool asked_for = lint.duty.resubmission && Find(lint.node, "resubmission") != nullptr;
  if (asked_for && !lint.policy.settings.supplement_until) {
    lint.Add("resubmission",
             "没有补充材料截止日，不能补充：请在 settings 中写 supplement_until，或删去这一键",
             "nothing can be handed in again without a last day: write 'supplement_until' in "
             "'settings', or remove this key");
  }
}

std::vector<Id<Duty>> DutiesOf(const Rule& rule) {
  if (const auto* missed = std::get_if<PerMissed>(&rule.form)) return missed->duties;
  if (const auto* zero = std::get_if<ZeroIfMissed>(&rule.form)) return zero->duties;
  if (const auto* row = std::get_if<Consecutive>(&rule.form)) return {row->duty};
  return {};
}

/// Rules that can never fire, and duties that no rule looks at.
void LintIndicator(PolicyDraft& draft, Id<Indicator> id) {
  const Indicator& indicator = At(draft.policy.indicators, id);
  std::set<Id<Duty>> ruled;
  std::set<Id<Duty>> zeroed;
  bool all_whole = !indicator.rules.empty();
  for (std::size_t i = 0; i < indicator.rules.size(); ++i) {
    const Part& part = draft.rules[id.value][i];
    all_whole = all_whole && part.whole;
    if (!part.whole) continue;
    const Rule& rule = indicator.rules[i];
    const std::vector<Id<Duty>> duties = DutiesOf(rule);
    ruled.insert(duties.begin(), duties.end());
    const auto* row = std::get_if<Consecutive>(&rule.form);
    if (row != nullptr && draft.duties[row->duty.value].whole &&
        !At(draft.policy.duties, row->duty).each) {
      draft.problems.Add(LineOf(*part.node, "consecutive"),
                         "这项职责一年只有一次，不会连续发生：请删去这条规则",
                         "this duty comes once a year and never in a row: remove the rule");
    }
    if (!std::holds_alternative<ZeroIfMissed>(rule.form)) continue;
    if (std::all_of(duties.begin(), duties.end(),
                    [&](Id<Duty> duty) { return zeroed.contains(duty); })) {
      draft.problems.Add(
          LineOf(*part.node, "zero_if_missed"),
          "前面的规则已使这些职责失误时记 0 分，本条不会再扣：请删去",
          "an earlier rule takes the line to zero for these duties: remove this one");
    }
    zeroed.insert(duties.begin(), duties.end());
  }
  for (const Id<Duty> duty : indicator.duties) {
    if (!all_whole || ruled.contains(duty)) continue;
    const std::string& name = At(draft.policy.duties, duty).id;
    draft.problems.Add(
        LineOf(*draft.duties[duty.value].node, "id"),
        Concat("没有规则用到职责“", name, "”，失误不扣分：请在 rules 中加一条，或删去它"),
        Concat("no rule names duty '", name,
               "', so missing it costs nothing: add a rule, or remove it"));
  }
}

/// Whether `setting` is a place of the policy, as Reading says it.
bool IsPlace(const PolicyDraft& draft, std::string_view setting) {
  if (setting == "veto") return draft.policy.veto.has_value();
  const std::size_t slash = setting.find('/');
  if (slash == std::string_view::npos) return false;
  const std::string_view where = setting.substr(0, slash);
  const auto is_it = [name = setting.substr(slash + 1)](const NamedId& it) {
    return it.id == name;
  };
  if (where == "settings") {
    return draft.settings != nullptr && Find(*draft.settings, setting.substr(slash + 1)) != nullptr;
  }
  const Policy& policy = draft.policy;
  if (where == "dates") return std::any_of(policy.dates.begin(), policy.dates.end(), is_it);
  return std::any_of(
      policy.indicators.begin(), policy.indicators.end(), [&](const Indicator& indicator) {
        return indicator.id == where &&
               (std::any_of(indicator.rules.begin(), indicator.rules.end(), is_it) ||
                std::any_of(indicator.duties.begin(), indicator.duties.end(),
                            [&](Id<Duty> duty) { return is_it(At(policy.duties, duty)); }));
      });
}

void LintReadings(PolicyDraft& draft) {
  for (std::size_t i = 0; i < draft.readings.size(); ++i) {
    const std::string& setting = draft.policy.readings[i].setting;
    if (setting.empty() || IsPlace(draft, setting)) continue;
    draft.problems.Add(
        LineOf(*draft.readings[i], "setting"),
        Concat("“", Excerpt(setting),
               "”不指向任何地方：请写“指标/规则”“指标/职责”“settings/…”“dates/…”或“veto”，"
               "尚无处生效时删去"),
        Concat("'", Excerpt(setting),
               "' points nowhere: write 'indicator/rule', 'indicator/duty', 'settings/…', "
               "'dates/…' or 'veto', or remove it"));
  }
}

}  // namespace

void Lint(PolicyDraft& draft) {
  const Policy& policy = draft.policy;
  for (std::size_t i = 0; i < policy.duties.size(); ++i) {
    const Part& part = draft.duties[i];
    if (!part.whole) continue;
    LintDuty({policy, policy.duties[i], *part.node, draft.dates, draft.problems});
  }
  for (std::size_t i = 0; i < policy.indicators.size(); ++i) LintIndicator(draft, Id<Indicator>(i));
  LintReadings(draft);
}

}  // namespace shouze
