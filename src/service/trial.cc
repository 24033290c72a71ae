#include "service/trial.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "base/text.h"
#include "kernel/explain.h"
#include "ledger/cycle_rules.h"
#include "service/calendars.h"
#include "service/deadline_way.h"
#include "service/obligation_rows.h"
#include "service/policy_reading.h"
#include "service/school.h"
#include "service/trial_facts.h"

namespace shouze {
namespace {

constexpr int kCountMax = 50;

Errors Wrong(std::string where, std::string message, std::string english) {
  return Fail(ErrorCode::kInvalidInput, std::move(message), std::move(english), std::move(where));
}

/// What may be counted: ids with what they stand for, and how to speak of them.
template <class T>
struct Countable {
  std::vector<std::pair<std::string, Id<T>>> known;
  std::vector<std::string> spoken;  ///< vulnerability（漏洞）
  std::string_view noun;
};

/// The indicator's own view of a policy: its duties, and the kinds that its rules look at.
class Subject {
 public:
  Subject(const Policy& policy, const Indicator& indicator) : policy_(policy) {
    duties_.noun = "职责";
    kinds_.noun = "台账类别";
    for (const Id<Duty> id : indicator.duties) {
      const Duty& duty = At(policy.duties, id);
      duties_.known.emplace_back(duty.id, id);
      duties_.spoken.push_back(Concat(duty.id, "（", duty.name, "）"));
      if (duty.each) AddKind(*duty.each);
    }
    for (const Rule& rule : indicator.rules) {
      if (const auto* counted = std::get_if<PerRecord>(&rule.form)) AddKind(counted->kind);
    }
  }
  const Countable<Duty>& duties() const { return duties_; }
  const Countable<RecordKind>& kinds() const { return kinds_; }

 private:
  void AddKind(Id<RecordKind> id) {
    const auto same = [&](const auto& one) { return one.second == id; };
    if (std::ranges::any_of(kinds_.known, same)) return;
    const RecordKind& kind = At(policy_.kinds, id);
    kinds_.known.emplace_back(kind.id, id);
    kinds_.spoken.push_back(Concat(kind.id, "（", kind.name, "）"));
  }

  const Policy& policy_;
  Countable<Duty> duties_;
  Countable<RecordKind> kinds_;
};

/// Reads `vulnerability:2`, once for each.
template <class T>
void ReadCounts(const std::vector<Label>& texts, std::string_view member,
                const Countable<T>& countable, std::map<Id<T>, int>& counts, Errors& errors) {
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const auto wrong = [&](std::string message, std::string english) {
      errors.push_back({ErrorCode::kInvalidInput, Concat("/", member, "/", i), std::move(message),
                        std::move(english)});
    };
    const std::string_view text = texts[i];
    const std::size_t colon = text.rfind(':');
    const auto count =
        colon == std::string_view::npos ? std::nullopt : ParseInteger(text.substr(colon + 1));
    if (!count || *count < 0 || *count > kCountMax) {
      wrong(Concat("“", text, "”应写作 名称:次数，次数为 0 至 ", kCountMax, " 的整数"),
            Concat("write NAME:COUNT, the count from 0 to ", kCountMax));
      continue;
    }
    const std::string_view name = text.substr(0, colon);
    const auto found =
        std::ranges::find_if(countable.known, [&](const auto& one) { return one.first == name; });
    if (found == countable.known.end()) {
      const std::string all = countable.spoken.empty() ? "（没有）" : Join(countable.spoken, "、");
      wrong(Concat("这项指标不涉及", countable.noun, "“", name, "”；可用的有 ", all),
            Concat("the indicator knows nothing of \"", name, "\""));
    } else if (!counts.emplace(found->second, static_cast<int>(*count)).second) {
      wrong(Concat("“", name, "”写了两次"), Concat("\"", name, "\" is given twice"));
    }
  }
}

/// As many records as the misses of their duties need, where nothing else is said; what cannot be
/// is an error.
void CheckCounts(const Policy& policy, const Subject& subject, TrialCounts& counts,
                 Errors& errors) {
  std::map<Id<RecordKind>, int> needed;
  for (const auto& [name, id] : subject.duties().known) {
    const Duty& duty = At(policy.duties, id);
    const int lost = counts.Missed(id) + counts.Late(id);
    const bool by_submission = std::holds_alternative<MetBySubmission>(duty.met_by);
    if (!by_submission && counts.Late(id) > 0) {
      errors.push_back({ErrorCode::kInvalidInput, "/late",
                        Concat("“", duty.name, "”不由报送完成，没有逾期完成一说"),
                        Concat("\"", name, "\" is not met by handing in: it is never late")});
    }
    const auto given = duty.each ? counts.records.find(*duty.each) : counts.records.end();
    const bool open = duty.each && given == counts.records.end();
    if (open) {
      int& most = needed[*duty.each];
      most = std::max(most, lost);
      continue;
    }
    const int there = duty.each ? given->second : 1;
    if (lost > there) {
      errors.push_back(
          {ErrorCode::kInvalidInput, counts.Missed(id) > 0 ? "/missed" : "/late",
           Concat("“", duty.name, "”只有 ", there, " 项任务，不能有 ", lost, " 项未完成或逾期"),
           Concat("\"", name, "\" arises ", there, " time(s), not ", lost)});
    }
  }
  for (const auto& [kind, most] : needed) counts.records.emplace(kind, std::min(most, kCountMax));
  for (const auto& [kind, most] : needed) {
    if (most <= kCountMax) continue;
    errors.push_back({ErrorCode::kInvalidInput, "/missed",
                      Concat("一类台账最多 ", kCountMax, " 条"),
                      Concat("at most ", kCountMax, " records of a kind")});
  }
}

/// What a miss of the duty means in the case.
std::string MissInWords(const Policy& policy, const Duty& duty) {
  if (const auto* by_post = std::get_if<MetByPost>(&duty.met_by)) {
    return Concat("“", duty.name, "”未完成：全年“", At(policy.posts, by_post->post).name,
                  "”无人在任");
  }
  if (const auto* by_record = std::get_if<MetByRecord>(&duty.met_by)) {
    return Concat("“", duty.name, "”未完成：没有相应的“", At(policy.kinds, by_record->kind).name,
                  "”记录");
  }
  if (const auto* by_measure = std::get_if<MetByMeasure>(&duty.met_by)) {
    return Concat("“", duty.name, "”不能单独记为未完成，由", by_measure->name,
                  "推算：此例中全年没有计入的“", At(policy.kinds, by_measure->kind).name, "”记录");
  }
  return "";
}

void AddNotes(const Policy& policy, const Indicator& indicator, const TrialCounts& counts,
              TrialAnswer& answer) {
  for (const Id<Duty> id : indicator.duties) {
    const Duty& duty = At(policy.duties, id);
    if (counts.Missed(id) == 0) continue;
    if (std::string words = MissInWords(policy, duty); !words.empty()) {
      answer.notes.push_back(std::move(words));
    }
    if (StakeOf(policy, id) <= Points{}) {
      answer.notes.push_back(Concat("“", duty.name, "”未完成本身不扣分"));
    }
  }
  const bool in_a_row = std::ranges::any_of(indicator.rules, [](const Rule& rule) {
    return std::holds_alternative<Consecutive>(rule.form);
  });
  if (in_a_row) answer.notes.emplace_back("未完成与逾期的排在最前，依次发生");
}

/// Where the case came out otherwise than asked for: duties that hang together, or a day that
/// cannot be.
void NoteDifferences(const Policy& policy, const Indicator& indicator, const TrialCounts& counts,
                     const UnitResult& result, TrialAnswer& answer) {
  for (const Id<Duty> id : indicator.duties) {
    int missed = 0;
    int late = 0;
    for (const Obligation& obligation : result.obligations) {
      if (obligation.duty != id) continue;
      missed += obligation.state == State::kMissed ? 1 : 0;
      late += obligation.state == State::kLate ? 1 : 0;
    }
    if (missed == counts.Missed(id) && late == counts.Late(id)) continue;
    answer.notes.push_back(Concat("“", At(policy.duties, id).name, "”不能单独这样试：此例中未完成 ",
                                  missed, " 项、逾期完成 ", late, " 项"));
  }
}

TrialAnswer AnswerOf(const Policy& policy, Id<Indicator> id, const TrialFacts& trial) {
  const UnitResult& result = trial.result();
  const Facts& facts = trial.facts();
  const Indicator& indicator = At(policy.indicators, id);
  const ScoreLine& line = result.lines[id.value];
  TrialAnswer answer;
  answer.indicator = indicator.id;
  answer.name = indicator.name;
  answer.points = indicator.points;
  answer.score = line.score;
  answer.lost = line.lost;
  answer.not_occurred = line.not_occurred;
  answer.year = facts.year;
  for (const Deduction& deduction : result.Deductions(line)) {
    const Rule& rule = indicator.rules[deduction.rule];
    answer.deductions.push_back({deduction.points, deduction.applied, rule.id, rule.name,
                                 rule.clause,
                                 ExplainDeduction(policy, facts, result, line, deduction)});
  }
  for (auto i = line.obligations_begin; i < line.obligations_end; ++i) {
    const Obligation& one = result.obligations[i];
    answer.obligations.push_back({KeyOf(policy, facts, one), At(policy.duties, one.duty).name,
                                  SpokenDeadline(one.due, facts.offset),
                                  std::string(Name(one.state)),
                                  std::string(ChineseName(one.state))});
  }
  return answer;
}

ResultOrErrors<WorkCalendar> CalendarToTryBy(const View& view) {
  auto calendar = CalendarOf(view.state(), NewestCalendars(view.state()));
  if (calendar && calendar->years().empty()) {
    return Fail(ErrorCode::kConflict, "还没有工作日历，不能试算：请先载入一年的工作日历",
                "there is no work calendar yet: add one first");
  }
  return calendar;
}

ResultOrErrors<TrialAnswer> RunTry(const View& view, const TrialRequest& request) {
  const auto found = FindPolicy(view, request.policy);
  if (!found) return found.error();
  const Policy& policy = **found;
  const auto indicator = std::ranges::find(policy.indicators, request.indicator, &Indicator::id);
  if (indicator == policy.indicators.end()) {
    return Wrong("/indicator", Concat("没有指标“", request.indicator, "”"),
                 Concat("there is no indicator \"", request.indicator, "\""));
  }
  const Subject subject(policy, *indicator);
  TrialCounts counts;
  Errors errors;
  ReadCounts(request.records, "records", subject.kinds(), counts.records, errors);
  ReadCounts(request.missed, "missed", subject.duties(), counts.missed, errors);
  ReadCounts(request.late, "late", subject.duties(), counts.late, errors);
  if (errors.empty()) CheckCounts(policy, subject, counts, errors);
  if (!errors.empty()) return errors;
  const auto calendar = CalendarToTryBy(view);
  if (!calendar) return calendar.error();
  int year = 0;
  for (const CalendarYear& one : calendar->years()) year = std::max(year, one.year);
  TrialFacts trial(policy, *calendar, *indicator, year, view.offset());
  if (const auto made = trial.Make(counts); !made) return made.error();
  const Id<Indicator> id(static_cast<std::size_t>(indicator - policy.indicators.begin()));
  TrialAnswer answer = AnswerOf(policy, id, trial);
  AddNotes(policy, *indicator, counts, answer);
  NoteDifferences(policy, *indicator, counts, trial.result(), answer);
  return answer;
}

}  // namespace

const ReadCase<TrialRequest, TrialAnswer> kTryRules = {
    "policy.trial", "试算规则", Action::kReadPolicy, DependsOn::kSchool, RunTry};

}  // namespace shouze
