#include "service/obligation_rows.h"

#include <algorithm>

#include "base/text.h"
#include "kernel/explain.h"
#include "service/obligation_deadline.h"

namespace shouze {
namespace {

std::string DueText(const Obligation& obligation, UtcOffset offset) {
  if (obligation.due.at) return FormatDeadline(*obligation.due.at, offset);
  return Concat("期限待定：缺 ", obligation.due.missing_year, " 年工作日历");
}

bool TakesSubmissions(State state) {
  return state == State::kOpen || state == State::kReturned || state == State::kMissed;
}

}  // namespace

Points StakeOf(const Policy& policy, Id<Duty> duty) {
  const Indicator& indicator = At(policy.indicators, At(policy.duties, duty).indicator);
  const auto names = [&](const std::vector<Id<Duty>>& duties) {
    return std::ranges::find(duties, duty) != duties.end();
  };
  Points most;
  for (const Rule& rule : indicator.rules) {
    if (const auto* missed = std::get_if<PerMissed>(&rule.form)) {
      if (names(missed->duties)) most = std::max(most, missed->points);
    } else if (const auto* zero = std::get_if<ZeroIfMissed>(&rule.form)) {
      if (names(zero->duties)) most = std::max(most, indicator.points);
    }
  }
  return most;
}

bool CountsByHours(const Sheet& sheet, const Obligation& obligation) {
  return std::holds_alternative<DueHours>(DueFormOf(sheet, obligation));
}

SubmissionRow RowOf(const View& view, const Kept<SubmissionFact>& kept) {
  const SubmissionFact& fact = kept.fact;
  SubmissionRow row;
  row.id = fact.id;
  row.at = fact.at;
  row.by = fact.proposed_by.empty() ? kept.actor : fact.proposed_by;
  row.files = fact.files;
  row.note = fact.note;
  row.batch = fact.batch;
  row.received_at = fact.received_at;
  row.reason = fact.reason;
  for (const auto* review : view.state().ReviewsOf(fact.id)) {
    const ReviewFact& given = review->fact;
    row.reviews.push_back({given.id, given.at,
                           given.proposed_by.empty() ? review->actor : given.proposed_by,
                           given.verdict, given.reason});
  }
  const bool returned = !row.reviews.empty() && row.reviews.back().verdict == Verdict::kReturned;
  row.return_proposed = !returned && !ProposedReturnOf(view.state(), fact.id).empty();
  return row;
}

std::string ProposedReturnOf(const SchoolState& state, std::string_view submission) {
  for (const auto& [id, kept] : state.All<ProposalFact>()) {
    if (kept.fact.state != ProposalState::kOpen) continue;
    for (const ProposedAct& act : kept.fact.acts) {
      if (act.kind != "review.give") continue;
      const auto said = ReadEntryBody(act.kind, act.body.text);
      const auto* const review =
          said && said->fact ? std::get_if<ReviewFact>(&*said->fact) : nullptr;
      if (review != nullptr && review->submission == submission) return id;
    }
  }
  return {};
}

namespace {

std::vector<ExceptionRow> ExceptionsOf(const View& view, const ObligationRow& row, int year) {
  std::vector<ExceptionRow> rows;
  const auto is_of = [&](const auto& fact) {
    return fact.obligation == row.key && (!row.record.empty() || fact.cycle == year);
  };
  for (const std::string& id : view.state().WaiversOf(row.unit)) {
    const WaiverFact& fact = view.state().Find<WaiverFact>(id)->fact;
    const bool of_record = !row.record.empty() && fact.record == row.record;
    if (!of_record && !is_of(fact)) continue;
    rows.push_back({fact.id, "waiver", fact.at, std::nullopt, fact.reason});
  }
  for (const std::string& id : view.state().ExtensionsOf(row.unit)) {
    const ExtensionFact& fact = view.state().Find<ExtensionFact>(id)->fact;
    if (is_of(fact)) rows.push_back({fact.id, "extension", fact.at, fact.until, fact.reason});
  }
  return rows;
}

/// Whether the cycle still takes what is handed in.
bool IsOpen(const View& view, int year) {
  const auto cycle = view.Cycle(year);
  return cycle && FactsMayChange((*cycle)->fact.stage);
}

}  // namespace

ObligationRow RowOf(const View& view, const Sheet& sheet, const Obligation& obligation) {
  const Policy& policy = sheet.rules->policy;
  const Facts& facts = sheet.facts.facts;
  const Duty& duty = At(policy.duties, obligation.duty);
  const Indicator& indicator = At(policy.indicators, duty.indicator);
  const Unit& unit = At(facts.units, sheet.unit);
  ObligationRow row;
  row.key = KeyOf(policy, facts, obligation);
  row.unit = unit.code;
  row.unit_name = unit.name;
  row.indicator = indicator.id;
  row.indicator_name = indicator.name;
  row.duty = duty.name;
  row.action = duty.action;
  if (obligation.trigger != nullptr) {
    row.record = facts.IdOf(obligation.trigger->record);
    row.record_title = NameOf(policy, facts, *obligation.trigger);
  }
  row.start = obligation.start;
  row.due = obligation.due.at;
  row.due_text = DueText(obligation, view.offset());
  row.state = Name(obligation.state);
  row.state_name = ChineseName(obligation.state);
  row.extended = obligation.extended;
  row.disputed = obligation.disputed;
  row.hour_clock = CountsByHours(sheet, obligation);
  row.resubmission = duty.resubmission;
  row.by_submission = std::holds_alternative<MetBySubmission>(duty.met_by);
  row.can_be_lost = obligation.can_be_lost;
  row.stake = StakeOf(policy, obligation.duty);
  for (const EvidenceItem& item : duty.evidence) {
    row.checklist.push_back({item.id, item.name, item.note});
  }
  bool waiting = false;
  for (const std::string& id : view.state().SubmissionsOf(unit.code)) {
    const auto& kept = *view.state().Find<SubmissionFact>(id);
    const bool yearly = obligation.trigger == nullptr;
    if (kept.fact.obligation != row.key || (yearly && kept.fact.cycle != facts.year)) continue;
    row.submissions.push_back(RowOf(view, kept));
    waiting = waiting || row.submissions.back().reviews.empty();
  }
  std::ranges::sort(row.submissions, std::greater(), &SubmissionRow::at);
  row.can_hand_in = row.by_submission && !waiting && TakesSubmissions(obligation.state) &&
                    view.now() >= obligation.start && view.now() <= facts.YearEnd() &&
                    IsOpen(view, facts.year);
  row.exceptions = ExceptionsOf(view, row, facts.year);
  return row;
}

}  // namespace shouze
