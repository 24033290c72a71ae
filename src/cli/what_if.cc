#include "cli/what_if.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "cli/score_text.h"

namespace shouze {
namespace {

UnitResult ScoreOf(const ScoringInput& input, Id<Unit> unit) {
  UnitResult result;
  Scorer(input.policy, input.calendar, input.facts, input.as_of).Score(unit, result);
  return result;
}

const Obligation* Find(const ScoringInput& input, const UnitResult& result, std::string_view key) {
  const auto found = std::ranges::find_if(result.obligations, [&](const Obligation& obligation) {
    return KeyOf(input.policy, input.facts, obligation) == key;
  });
  return found == result.obligations.end() ? nullptr : &*found;
}

std::string_view HowElseMet(const Duty& duty) {
  if (std::holds_alternative<MetByPost>(duty.met_by)) return "岗位有人在任即完成";
  if (std::holds_alternative<MetByRecord>(duty.met_by)) return "由台账记录完成";
  return "达到人均要求即完成";
}

/// Why handing it in and having it accepted does not help; empty when it may.
std::string WhyNoHelp(const ScoringInput& input, const UnitResult& result,
                      const Obligation& obligation) {
  const Duty& duty = At(input.policy.duties, obligation.duty);
  const auto spoken = [&](Instant at) { return FormatDeadline(at, input.facts.offset); };
  if (!std::holds_alternative<MetBySubmission>(duty.met_by)) {
    return Concat("此项不由报送完成，", HowElseMet(duty));
  }
  if (obligation.state == State::kWaived) return "此项已豁免，不扣分";
  if (obligation.state == State::kMet) return "此项已完成";
  if (result.as_of > input.facts.YearEnd()) {
    return Concat("考核年度已于 ", spoken(input.facts.YearEnd()), " 结束，此后的报送不再计入");
  }
  if (result.as_of < obligation.start) {
    return Concat("尚未到报送时间，自 ", FormatForPeople(obligation.start, input.facts.offset),
                  " 起可以报送");
  }
  const bool past = obligation.due.at && result.as_of > *obligation.due.at;
  if (!past || obligation.state == State::kReturned) return {};
  if (obligation.state == State::kSubmitted)
    return "期限内已报送一次，正待审核，结果取决于那次审核";
  std::string why = Concat("期限 ", spoken(*obligation.due.at), " 已过，不再能挽回");
  const auto& until = input.policy.settings.supplement_until;
  if (!duty.resubmission) return why + "（此项不适用补报）";
  if (!until) return why;
  const Instant last = EndOfDay(input.facts.dates[until->value], input.facts.offset);
  if (result.as_of > last) return Concat(why, "（补报也已于 ", spoken(last), " 截止）");
  return why + "（只有期限内报送而被退回的，才可以补报）";
}

/// The facts with one more submission, accepted at once.
RawFacts WithAccepted(const RawFacts& facts, std::string_view id, std::string_view unit,
                      std::string_view key, Instant at) {
  RawFacts more = facts;
  more.submissions.push_back({id, unit, key, at});
  RawReview& review = more.reviews.emplace_back();
  review.submission = id;
  review.at = at;
  review.accepted = true;
  return more;
}

std::string FreeSubmissionId(const RawFacts& facts) {
  std::set<std::string_view> taken;
  for (const RawSubmission& submission : facts.submissions) taken.insert(submission.id);
  std::string id = "what-if";
  while (taken.contains(id)) id += "+";
  return id;
}

/// Errors that name the key where they name a pointer into facts that nobody wrote.
Errors AboutKey(Errors errors, std::string_view key) {
  for (Error& error : errors) error.where = Concat("--what-if accepted:", key);
  return errors;
}

std::string Change(std::string_view what, Points before, Points after) {
  return Concat(what, " ", Format(before), " → ", Format(after));
}

std::string Changes(const ScoringInput& input, const UnitResult& before, const UnitResult& after,
                    const Obligation& obligation, State state_after) {
  const Duty& duty = At(input.policy.duties, obligation.duty);
  const Indicator& indicator = At(input.policy.indicators, duty.indicator);
  const ScoreLine& line_before = before.lines[duty.indicator.value];
  const ScoreLine& line_after = after.lines[duty.indicator.value];
  return Concat("  任务 ", KeyOf(input.policy, input.facts, obligation), " ", duty.name, "：",
                ChineseName(obligation.state), " → ", ChineseName(state_after), "\n  ",
                indicator.id, " ", indicator.name, "：",
                Change("得分", line_before.score, line_after.score), "，",
                Change("可能再失", line_before.at_risk, line_after.at_risk), "\n  全表：",
                Change("总分", before.total, after.total), "，",
                Change("可能再失", AtRisk(before), AtRisk(after)), "\n");
}

}  // namespace

ResultOrErrors<std::string> WhatIfAccepted(const ScoringInput& input, const FactsDocument& document,
                                           Id<Unit> unit, std::string_view key) {
  const std::string& code = At(input.facts.units, unit).code;
  const UnitResult before = ScoreOf(input, unit);
  const Obligation* obligation = Find(input, before, key);
  const std::string now = FormatDeadline(input.as_of, input.facts.offset);
  const std::string head = Concat("若 ", At(input.facts.units, unit).name, "（", code, "）于 ", now,
                                  " 报送 ", key, " 并当即通过审核：\n");
  const std::string no_change = head + "  得分不变：";

  // Judged as the file itself is: a key that names nothing is wrong input.
  const std::string id = FreeSubmissionId(document.facts);
  const Instant at = obligation != nullptr && input.as_of >= obligation->start
                         ? input.as_of
                         : input.facts.YearEnd();
  const RawFacts more = WithAccepted(document.facts, id, code, key, at);
  const auto resolved = ResolveFacts(input.policy, input.calendar, more);
  if (before.ended) return no_change + "该单位此时已终止\n";
  if (obligation == nullptr && !resolved) return AboutKey(resolved.error(), key);
  if (obligation == nullptr)
    return no_change + "此时还没有这项任务（其台账晚于截至时刻，或不计入本年度）\n";
  const std::string why = WhyNoHelp(input, before, *obligation);
  if (!resolved || input.as_of < obligation->start) return Concat(no_change, why, "\n");

  const ScoringInput input_after{input.policy, input.calendar, resolved->facts, input.as_of};
  const UnitResult after = ScoreOf(input_after, unit);
  const Obligation* changed = Find(input_after, after, key);
  const State state_after = changed != nullptr ? changed->state : obligation->state;
  const std::string changes = Changes(input, before, after, *obligation, state_after);
  const bool same =
      before.computed_total == after.computed_total && AtRisk(before) == AtRisk(after);
  if (!same) return head + changes;
  if (!why.empty()) return Concat(no_change, why, "\n");
  return Concat(no_change,
                obligation->disputed ? "其台账正在争议中，暂不扣分" : "此项现在没有可挽回的分数",
                "\n", changes);
}

}  // namespace shouze
