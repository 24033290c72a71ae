#include "service/proposals.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "service/fits.h"
#include "service/notify.h"

namespace shouze {
namespace {

Errors Wrong(std::string where, std::string message, std::string english) {
  return Fail(ErrorCode::kInvalidInput, std::move(message), std::move(english), std::move(where));
}

/// What a fact is judged by: the cycle it names, or that of its instant.
ResultOrErrors<const CycleFact*> CycleOf(const View& view, const RecordFact& fact) {
  return OpenCycleAt(view, fact.at);
}
template <class Fact>
ResultOrErrors<const CycleFact*> CycleOf(const View& view, const Fact& fact) {
  return OpenCycle(view, fact.cycle);
}

/// A dispute, and its waiver where it is upheld, count in the cycle of the disputed record.
ResultOrErrors<const CycleFact*> CycleOf(const View& view, const DisputeFact& fact) {
  const auto* const record = view.state().Find<RecordFact>(fact.record);
  if (record != nullptr) return OpenCycleAt(view, record->fact.at);
  return Fail(ErrorCode::kNotFound, Concat("没有台账“", fact.record, "”，可能已经撤销"),
              Concat("there is no record \"", fact.record, "\""), "/record");
}

template <class Fact>
ResultOrErrors<void> Judge(const View& view, const Fact& fact) {
  const auto cycle = CycleOf(view, fact);
  if (!cycle) return cycle.error();
  const auto notes = CheckFits(view, **cycle, fact);
  if (!notes) return notes.error();
  return {};
}

/// What the approval decides of each kind of fact.
struct AtApproval {
  const Act& act;
  const ProposalFact& proposal;
  std::size_t place;  ///< Of the act within the proposal.

  std::string NewId(std::string_view prefix) const { return act.NewId(prefix); }

  void operator()(RecordFact& fact) const {
    // A record that begins gets its number now: one that was corrected has it.
    if (act.state().Find<RecordFact>(fact.id) == nullptr) fact.id = NewId("r");
    fact.proposed_by = proposal.by;
  }
  void operator()(SubmissionFact& fact) const {
    fact.id = NewId("s");
    fact.proposed_by = proposal.by;
  }
  void operator()(WaiverFact& fact) const {
    fact.id = NewId("w");
    fact.at = act.now();
    fact.proposed_by = proposal.by;
  }
  void operator()(ExtensionFact& fact) const {
    fact.id = NewId("x");
    fact.at = act.now();
    fact.proposed_by = proposal.by;
  }
  void operator()(DisputeFact& fact) const {
    fact.decided_at = act.now();
    fact.proposed_by = proposal.by;
  }
  template <class Fact>
  void operator()(Fact&) const {}
};

struct JudgeAny {
  const View& view;

  template <class Fact>
  ResultOrErrors<void> operator()(const Fact& fact) const {
    if constexpr (requires { CheckFits(view, std::declval<const CycleFact&>(), fact); } &&
                  !std::is_same_v<Fact, PostFact>) {
      return Judge(view, fact);
    } else {
      return {};
    }
  }
};

/// What ends may end: its cycle is open.
ResultOrErrors<void> MayEnd(const View& view, const SaidByEntry& said) {
  if (said.kind->fact != "record") return {};
  const auto* const record = view.state().Find<RecordFact>(said.id);
  if (record == nullptr) return {};
  const auto cycle = OpenCycleAt(view, record->fact.at);
  if (!cycle) return cycle.error();
  return {};
}

ResultOrErrors<std::string> Perform(Act& act, const ProposalFact& proposal, std::size_t place) {
  const ProposedAct& proposed = proposal.acts[place];
  auto said = ReadEntryBody(proposed.kind, proposed.body.text);
  if (!said) return said.error();
  if (!said->fact) {
    if (const auto may = MayEnd(act, *said); !may) return may.error();
    const auto done = act.AppendBody(proposed.kind, proposed.body.text);
    if (!done) return done.error();
    return said->id;
  }
  std::visit(AtApproval{act, proposal, place}, *said->fact);
  if (const auto fits = std::visit(JudgeAny{act}, *said->fact); !fits) return fits.error();
  const auto done =
      std::visit([&](const auto& fact) { return act.Append(proposed.kind, fact); }, *said->fact);
  if (!done) return done.error();
  return std::visit([](const auto& fact) { return std::string(fact.id); }, *said->fact);
}

ResultOrErrors<const ProposalFact*> FindOpen(const View& view, std::string_view id) {
  const auto* const kept = view.state().Find<ProposalFact>(id);
  if (kept == nullptr) {
    return Fail(ErrorCode::kNotFound, Concat("没有待批事项“", id, "”"),
                Concat("there is no proposal \"", id, "\""), "/id");
  }
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

ResultOrErrors<ApprovedAnswer> RunApprove(Act& act, const DecideProposalRequest& request) {
  const auto open = FindOpen(act, request.id);
  if (!open) return open.error();
  if ((*open)->by == act.caller().account) {
    return Fail(ErrorCode::kForbidden, "不能批准自己提请的事项，须由网安办另一人批准",
                "a second person of the office has to approve what you proposed");
  }
  ApprovedAnswer answer;
  answer.id = request.id;
  for (std::size_t place = 0; place < (*open)->acts.size(); ++place) {
    auto id = Perform(act, **open, place);
    if (!id) return id.error();
    answer.facts.push_back(std::move(*id));
  }
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
  return ProposalAnswer{request.id};
}

ResultOrErrors<ProposalAnswer> RunWithdraw(Act& act, const DecideProposalRequest& request) {
  const auto open = FindOpen(act, request.id);
  if (!open) return open.error();
  if ((*open)->by != act.caller().account) {
    return Fail(ErrorCode::kForbidden, "只有提请人可以撤回", "only the proposer may withdraw it");
  }
  const auto closed =
      CloseProposal(act, **open, "proposal.withdraw", ProposalState::kWithdrawn, request.remark);
  if (!closed) return closed.error();
  return ProposalAnswer{request.id};
}

ResultOrErrors<ProposalAnswer> Put(Act& act, std::vector<ProposedAct> acts,
                                   const std::string& reason) {
  auto id = Propose(act, std::move(acts), reason);
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
  if (const auto fits = Judge(act, fact); !fits) return fits.error();
  return Put(act, {Proposed("waiver.grant", fact)}, request.reason);
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
  if (const auto fits = Judge(act, fact); !fits) return fits.error();
  return Put(act, {Proposed("extension.grant", fact)}, request.reason);
}

ResultOrErrors<DisputeAnswer> RunRaiseDispute(Act& act, const RaiseDisputeRequest& request) {
  if (const auto unit = FindUnit(act, request.unit); !unit) return unit.error();
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
  if (const auto fits = Judge(act, fact); !fits) return fits.error();
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
  decided.decided_at = act.now();
  decided.upheld = request.upheld;
  decided.decision = request.decision;
  std::vector<ProposedAct> acts{Proposed("dispute.decide", decided)};
  if (request.upheld) {
    WaiverFact waiver;
    waiver.id = "?";
    waiver.unit = decided.unit;
    waiver.record = decided.record;
    waiver.cycle = request.year;
    waiver.at = act.now();
    waiver.reason = Concat("争议成立：", request.decision);
    if (const auto fits = Judge(act, waiver); !fits) return fits.error();
    acts.push_back(Proposed("waiver.grant", waiver));
  }
  return Put(act, std::move(acts), request.decision);
}

ResultOrErrors<ProposalsAnswer> RunList(const View& view, const ListProposalsRequest& request) {
  ProposalsAnswer answer;
  std::vector<const Kept<ProposalFact>*> found;
  for (const auto& [id, kept] : view.state().All<ProposalFact>()) {
    if (!request.state || *request.state == kept.fact.state) found.push_back(&kept);
  }
  std::ranges::sort(found, std::greater(), [](const auto* kept) { return kept->seq; });
  for (const auto* kept : found) answer.proposals.push_back(kept->fact);
  return answer;
}

}  // namespace

ResultOrErrors<std::string> Propose(Act& act, std::vector<ProposedAct> acts, std::string reason) {
  ProposalFact fact;
  fact.id = act.NewId("p");
  fact.by = act.caller().account;
  fact.at = act.now();
  fact.acts = std::move(acts);
  fact.reason = std::move(reason);
  if (const auto done = act.Append("proposal.make", fact); !done) return done.error();
  NotifyOffice(act, "proposal", "", fact.id, Concat("有一项提请需要第二人批准：", fact.reason));
  return std::string(fact.id);
}

const WriteCase<ProposeWaiverRequest, ProposalAnswer> kProposeWaiver = {
    "waiver.propose", "提请豁免", Action::kPropose, "proposal.make", RunProposeWaiver};
const WriteCase<ProposeExtensionRequest, ProposalAnswer> kProposeExtension = {
    "extension.propose", "提请延期", Action::kPropose, "proposal.make", RunProposeExtension};
const WriteCase<RaiseDisputeRequest, DisputeAnswer> kRaiseDispute = {
    "dispute.raise", "提出争议", Action::kRaiseDispute, "dispute.raise", RunRaiseDispute};
const WriteCase<ProposeDecisionRequest, ProposalAnswer> kProposeDecision = {
    "dispute.propose_decision", "提请裁定争议", Action::kPropose, "proposal.make",
    RunProposeDecision};
const WriteCase<DecideProposalRequest, ApprovedAnswer> kApproveProposal = {
    "proposal.approve", "批准", Action::kApprove,
    "proposal.approve, record.register, record.correct, record.withdraw, submission.enter, "
    "waiver.grant, extension.grant, dispute.decide",
    RunApprove};
const WriteCase<DecideProposalRequest, ProposalAnswer> kRefuseProposal = {
    "proposal.refuse", "不予批准", Action::kApprove, "proposal.refuse", RunRefuse};
const WriteCase<DecideProposalRequest, ProposalAnswer> kWithdrawProposal = {
    "proposal.withdraw", "撤回提请", Action::kApprove, "proposal.withdraw", RunWithdraw};
const ReadCase<ListProposalsRequest, ProposalsAnswer> kListProposals = {
    "proposal.list", "查看待批事项", Action::kApprove, DependsOn::kSchool, RunList};

}  // namespace shouze
