#include "service/proposals.h"

#include <algorithm>
#include <map>
#include <utility>

#include "base/text.h"
#include "service/approvals.h"
#include "service/fact_cycles.h"
#include "service/fact_words.h"
#include "service/fits.h"
#include "service/lost_work.h"
#include "service/notify.h"

namespace shouze {
namespace {

Errors Wrong(std::string where, std::string message, std::string english) {
  return Fail(ErrorCode::kInvalidInput, std::move(message), std::move(english), std::move(where));
}

Errors NoSuchProposal(std::string_view id) {
  return Fail(ErrorCode::kNotFound, Concat("没有待批事项“", id, "”"),
              Concat("there is no proposal \"", id, "\""), "/id");
}

ResultOrErrors<const ProposalFact*> FindOpen(const View& view, std::string_view id) {
  const auto* const kept = view.state().Find<ProposalFact>(id);
  if (kept == nullptr) return NoSuchProposal(id);
  if (kept->fact.state != ProposalState::kOpen) {
    return Fail(ErrorCode::kConflict, "这一事项已经办结，请刷新后查看",
                "this proposal has been decided already");
  }
  return &kept->fact;
}

ResultOrErrors<void> CloseProposal(Act& act, const ProposalFact& open, std::string_view kind,
                                   ProposalState state, const std::string& remark) {
  ProposalFact closed = open;
  closed.state = state;
  closed.decided_by = act.caller().account;
  closed.decided_at = act.now();
  closed.remark = remark;
  return act.Append(kind, closed);
}

std::string NamesOf(const ProposalFact& proposal) {
  std::vector<std::string> names;
  for (const ProposedAct& one : proposal.acts) {
    const EntryKind* const kind = FindEntryKind(one.kind);
    if (kind != nullptr) names.emplace_back(kind->chinese);
  }
  return Join(names, "、");
}

/// Who approves it has seen what it takes away; nothing else may go with it.
ResultOrErrors<void> TakesNoMoreAway(Act& act, const ProposalFact& proposal) {
  const auto found = FindConsequences(act);
  if (!found) return found.error();
  const auto known = proposal.loses.value_or(std::vector<LostWork>());
  for (const LostWork& lost : found->lost) {
    const bool told = std::ranges::any_of(known, [&](const LostWork& one) {
      return one.year == lost.year && one.unit == lost.unit && one.obligation == lost.obligation;
    });
    if (told) continue;
    return Fail(ErrorCode::kConflict,
                Concat("提请之后情况有变，批准它还会使这项工作失效或逾期：", lost.text,
                       "；请不予批准，按现状重新提请"),
                Concat("since it was proposed, it would take away ", lost.obligation,
                       " as well; refuse it, and ask again"));
  }
  Consequences told{found->lost, {}};
  const bool of_record = std::ranges::any_of(proposal.acts, [](const ProposedAct& one) {
    const EntryKind* const kind = FindEntryKind(one.kind);
    return kind != nullptr && kind->fact == "record";
  });
  if (of_record) told.moved = found->moved;
  NotifyOfConsequences(act, Concat("“", NamesOf(proposal), "”经第二人批准，已经生效"), told);
  return {};
}

/// Units that were told of what was asked for are told that nothing comes of it.
void NotifyOfNothing(Act& act, const ProposalFact& proposal, std::string_view why) {
  std::map<std::string, std::string> units;
  for (const LostWork& lost : proposal.loses.value_or(std::vector<LostWork>())) {
    units.try_emplace(lost.unit, lost.obligation);
  }
  for (const ProposedAct& one : proposal.acts) {
    const auto said = ReadEntryBody(one.kind, one.body.text);
    const auto* const review = said && said->fact ? std::get_if<ReviewFact>(&*said->fact) : nullptr;
    const auto* const kept =
        review == nullptr ? nullptr : act.state().Find<SubmissionFact>(review->submission);
    if (kept != nullptr) units.try_emplace(kept->fact.unit, kept->fact.obligation);
  }
  for (const auto& [unit, about] : units) {
    NotifyUnit(act, "consequences", unit, about,
               Concat("此前提请的“", NamesOf(proposal), "”", why,
                      "，本单位的工作照常计入，已有的报送照常审核。"));
  }
}

ResultOrErrors<ApprovedAnswer> RunApprove(Act& act, const DecideProposalRequest& request) {
  const auto open = FindOpen(act, request.id);
  if (!open) return open.error();
  if ((*open)->by == act.caller().account) {
    return Fail(ErrorCode::kForbidden, "不能批准自己提请的事项，须由网安办另一人批准",
                "a second person of the office has to approve what you proposed");
  }
  ApprovedAnswer answer;
  answer.id = request.id;
  auto facts = Perform(act, **open);
  if (!facts) return facts.error();
  answer.facts = std::move(*facts);
  if (const auto same = TakesNoMoreAway(act, **open); !same) return same.error();
  const auto closed =
      CloseProposal(act, **open, "proposal.approve", ProposalState::kApproved, request.remark);
  if (!closed) return closed.error();
  NotifyDecided(act, **open, true);
  return answer;
}

ResultOrErrors<ProposalAnswer> RunRefuse(Act& act, const DecideProposalRequest& request) {
  const auto open = FindOpen(act, request.id);
  if (!open) return open.error();
  if (request.remark.empty()) {
    return Wrong("/remark", "请写明不予批准的理由", "say why it is refused");
  }
  const auto closed =
      CloseProposal(act, **open, "proposal.refuse", ProposalState::kRefused, request.remark);
  if (!closed) return closed.error();
  NotifyDecided(act, **open, false);
  NotifyOfNothing(act, **open, "未获批准");
  return ProposalAnswer{request.id};
}

ResultOrErrors<ProposalAnswer> RunWithdraw(Act& act, const DecideProposalRequest& request) {
  // Whoever may not see proposals learns of others' nothing, not even that they are there.
  const auto* const kept = act.state().Find<ProposalFact>(request.id);
  if (kept != nullptr && kept->fact.by != act.caller().account && !act.May(Action::kApprove, {})) {
    return NoSuchProposal(request.id);
  }
  const auto open = FindOpen(act, request.id);
  if (!open) return open.error();
  if ((*open)->by != act.caller().account) {
    return Fail(ErrorCode::kForbidden, "只有提请人可以撤回", "only the proposer may withdraw it");
  }
  const auto closed =
      CloseProposal(act, **open, "proposal.withdraw", ProposalState::kWithdrawn, request.remark);
  if (!closed) return closed.error();
  NotifyOfNothing(act, **open, "已经撤回");
  return ProposalAnswer{request.id};
}

ResultOrErrors<ProposalAnswer> Put(Act& act, std::vector<ProposedAct> acts,
                                   const std::string& reason, std::string_view seen) {
  auto id = Propose(act, std::move(acts), reason, seen);
  if (!id) return id.error();
  return ProposalAnswer{std::move(*id)};
}

ResultOrErrors<ProposalAnswer> RunProposeWaiver(Act& act, const ProposeWaiverRequest& request) {
  if (request.obligation.empty() == request.record.empty()) {
    return Wrong("/obligation", "请写明豁免哪项任务或哪条台账（二者之一）",
                 "name either an obligation or a record");
  }
  if (const auto unit = FindUnit(act, request.unit); !unit) return unit.error();
  WaiverFact fact;
  fact.id = "?";  // Given on approval.
  fact.unit = request.unit;
  fact.obligation = request.obligation;
  fact.record = request.record;
  fact.cycle = request.year;
  fact.at = act.now();
  fact.reason = request.reason;
  const auto cycle = OpenCycleOf(act, fact);
  if (!cycle) return cycle.error();
  fact.cycle = (*cycle)->year;
  if (const auto fits = JudgeException(act, fact); !fits) return fits.error();
  return Put(act, {Proposed("waiver.grant", fact)}, request.reason, request.loses);
}

ResultOrErrors<ProposalAnswer> RunProposeExtension(Act& act,
                                                   const ProposeExtensionRequest& request) {
  if (const auto unit = FindUnit(act, request.unit); !unit) return unit.error();
  ExtensionFact fact;
  fact.id = "?";
  fact.unit = request.unit;
  fact.obligation = request.obligation;
  fact.cycle = request.year;
  fact.until = request.until;
  fact.at = act.now();
  fact.reason = request.reason;
  const auto cycle = OpenCycleOf(act, fact);
  if (!cycle) return cycle.error();
  fact.cycle = (*cycle)->year;
  if (const auto fits = JudgeException(act, fact); !fits) return fits.error();
  return Put(act, {Proposed("extension.grant", fact)}, request.reason, request.loses);
}

/// An exception that was granted wrongly ends as it began: by two persons.
template <class Fact>
ResultOrErrors<ProposalAnswer> ProposeEnd(Act& act, std::string_view kind,
                                          const ProposeEndRequest& request) {
  const auto* const kept = act.state().Find<Fact>(request.id);
  if (kept == nullptr) {
    return Fail(ErrorCode::kNotFound, Concat("没有“", request.id, "”，可能已经撤销"),
                Concat("there is no \"", request.id, "\"; it may have been withdrawn"), "/id");
  }
  if (const auto cycle = OpenCycleOf(act, kept->fact); !cycle) return cycle.error();
  return Put(act, {Proposed(kind, Dropped{request.id, request.reason})}, request.reason,
             request.loses);
}

ResultOrErrors<ProposalAnswer> RunProposeWaiverEnd(Act& act, const ProposeEndRequest& request) {
  return ProposeEnd<WaiverFact>(act, "waiver.withdraw", request);
}

ResultOrErrors<ProposalAnswer> RunProposeExtensionEnd(Act& act, const ProposeEndRequest& request) {
  return ProposeEnd<ExtensionFact>(act, "extension.withdraw", request);
}

ResultOrErrors<DisputeAnswer> RunRaiseDispute(Act& act, const RaiseDisputeRequest& request) {
  if (const auto unit = FindUnit(act, request.unit); !unit) return unit.error();
  // Before anything else is judged: of other units' records a unit learns nothing.
  const auto* const record = act.state().Find<RecordFact>(request.record);
  if (record == nullptr ||
      std::ranges::find(record->fact.units, request.unit) == record->fact.units.end()) {
    return Fail(ErrorCode::kNotFound, Concat("本单位没有台账“", request.record, "”，可能已经撤销"),
                Concat("the unit has no record \"", request.record, "\""), "/record");
  }
  for (const std::string& id : act.state().DisputesOf(request.unit)) {
    const DisputeFact& other = act.state().Find<DisputeFact>(id)->fact;
    if (other.record == request.record && !other.decided_at) {
      return Fail(ErrorCode::kConflict, "对这条台账已有争议在处理中",
                  "this record is under dispute already");
    }
  }
  DisputeFact fact;
  fact.id = act.NewId("d");
  fact.unit = request.unit;
  fact.record = request.record;
  fact.at = act.now();
  fact.reason = request.reason;
  if (const auto fits = JudgeException(act, fact); !fits) return fits.error();
  if (const auto done = act.Append("dispute.raise", fact); !done) return done.error();
  NotifyOffice(act, "dispute", fact.unit, fact.id,
               Concat("单位提出争议：台账 ", fact.record, "。", fact.reason));
  return DisputeAnswer{fact.id};
}

ResultOrErrors<ProposalAnswer> RunProposeDecision(Act& act, const ProposeDecisionRequest& request) {
  const auto* const kept = act.state().Find<DisputeFact>(request.dispute);
  if (kept == nullptr || kept->fact.unit != request.unit) {
    return Fail(ErrorCode::kNotFound, Concat("没有争议“", request.dispute, "”"),
                Concat("there is no dispute \"", request.dispute, "\""), "/dispute");
  }
  if (kept->fact.decided_at) {
    return Fail(ErrorCode::kConflict, "这项争议已经裁定", "this dispute has been decided already");
  }
  DisputeFact decided = kept->fact;
  const auto cycle = OpenCycleOf(act, kept->fact);
  if (!cycle) return cycle.error();
  decided.decided_at = act.now();
  decided.upheld = request.upheld;
  decided.decision = request.decision;
  std::vector<ProposedAct> acts{Proposed("dispute.decide", decided)};
  if (request.upheld) {
    WaiverFact waiver;
    waiver.id = "?";
    waiver.unit = decided.unit;
    waiver.record = decided.record;
    waiver.cycle = (*cycle)->year;
    waiver.at = act.now();
    waiver.reason = Concat("争议成立：", request.decision);
    if (FindSameWaiver(act, waiver) == nullptr) {
      if (const auto fits = JudgeException(act, waiver); !fits) return fits.error();
      acts.push_back(Proposed("waiver.grant", waiver));
    }
  }
  return Put(act, std::move(acts), request.decision, request.loses);
}

ProposalRow RowOf(const FactWords& words, const ProposalFact& fact) {
  ProposalRow row{fact.id,     fact.by,         fact.at,         fact.state,  {},
                  fact.reason, fact.decided_by, fact.decided_at, fact.remark, {}};
  for (const LostWork& one : fact.loses.value_or(std::vector<LostWork>())) {
    row.loses.push_back({one.year, one.unit, words.UnitName(one.unit), one.obligation, one.text,
                         one.before, one.after});
  }
  for (const ProposedAct& act : fact.acts) {
    const EntryKind* const kind = FindEntryKind(act.kind);
    EntryWords said = words.Of(act.kind, act.body.text);
    row.acts.push_back({act.kind, std::string(kind == nullptr ? act.kind : kind->chinese),
                        std::move(said.text), std::move(said.units), act.body});
  }
  return row;
}

ResultOrErrors<ProposalsAnswer> RunList(const View& view, const ListProposalsRequest& request) {
  ProposalsAnswer answer;
  std::vector<const Kept<ProposalFact>*> found;
  for (const auto& [id, kept] : view.state().All<ProposalFact>()) {
    if (!request.state || *request.state == kept.fact.state) found.push_back(&kept);
  }
  std::ranges::sort(found, std::greater(), [](const auto* kept) { return kept->seq; });
  const FactWords words(view);
  for (const auto* kept : found) answer.proposals.push_back(RowOf(words, kept->fact));
  return answer;
}

}  // namespace

ResultOrErrors<std::string> Propose(Act& act, std::vector<ProposedAct> acts, std::string reason,
                                    std::string_view seen) {
  const auto found = FindConsequences(act, acts);
  if (!found) return found.error();
  if (const auto told = MustHaveSeen(act, found->lost, seen); !told) return told.error();
  ProposalFact fact;
  fact.id = act.NewId("p");
  fact.by = act.caller().account;
  fact.at = act.now();
  fact.acts = std::move(acts);
  for (ProposedAct& one : fact.acts) one.based_on = BasisOf(act, one);
  fact.reason = std::move(reason);
  if (!found->lost.empty()) fact.loses = found->lost;
  if (const auto done = act.Append("proposal.make", fact); !done) return done.error();
  NotifyOfConsequences(act, Concat("网安办提请“", NamesOf(fact), "”，待第二人批准；如获批准"),
                       {found->lost, {}});
  NotifyOffice(act, "proposal", "", fact.id, Concat("有一项提请需要第二人批准：", fact.reason));
  return std::string(fact.id);
}

const WriteCase<ProposeWaiverRequest, ProposalAnswer> kProposeWaiver = {
    "waiver.propose", "提请豁免", Action::kPropose, "proposal.make", RunProposeWaiver};
const WriteCase<ProposeExtensionRequest, ProposalAnswer> kProposeExtension = {
    "extension.propose", "提请延期", Action::kPropose, "proposal.make", RunProposeExtension};
const WriteCase<ProposeEndRequest, ProposalAnswer> kProposeWaiverEnd = {
    "waiver.propose_withdrawal", "提请撤销豁免", Action::kPropose, "proposal.make",
    RunProposeWaiverEnd};
const WriteCase<ProposeEndRequest, ProposalAnswer> kProposeExtensionEnd = {
    "extension.propose_withdrawal", "提请撤销延期", Action::kPropose, "proposal.make",
    RunProposeExtensionEnd};
const WriteCase<RaiseDisputeRequest, DisputeAnswer> kRaiseDispute = {
    "dispute.raise", "提出争议", Action::kRaiseDispute, "dispute.raise", RunRaiseDispute};
const WriteCase<ProposeDecisionRequest, ProposalAnswer> kProposeDecision = {
    "dispute.propose_decision", "提请裁定争议", Action::kPropose, "proposal.make",
    RunProposeDecision};
const WriteCase<DecideProposalRequest, ApprovedAnswer> kApproveProposal = {
    "proposal.approve", "批准", Action::kApprove,
    "proposal.approve, record.register, record.correct, record.withdraw, submission.enter, "
    "review.give, waiver.grant, waiver.withdraw, extension.grant, extension.withdraw, "
    "dispute.decide, clock.declare, record.restate, submission.restate, review.restate, "
    "waiver.restate, extension.restate, dispute.restate, feedback.restate, answer.restate, "
    "self_check.restate, comment.restate",
    RunApprove};
const WriteCase<DecideProposalRequest, ProposalAnswer> kRefuseProposal = {
    "proposal.refuse", "不予批准", Action::kApprove, "proposal.refuse", RunRefuse};
const WriteCase<DecideProposalRequest, ProposalAnswer> kWithdrawProposal = {
    "proposal.withdraw", "撤回提请", Action::kUseOwnAccount, "proposal.withdraw", RunWithdraw};
const ReadCase<ListProposalsRequest, ProposalsAnswer> kListProposals = {
    "proposal.list", "查看待批事项", Action::kApprove, DependsOn::kSchool, RunList};

}  // namespace shouze
