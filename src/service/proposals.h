#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/school.h"
#include "service/use_case.h"

/// 第二人批准: acts that one person of the office asks for and another approves. Only approved ones
/// are facts. Source: DESIGN 4 "Who".
namespace shouze {

/// Records dated more than this back, and changes of them, need a second person.
inline constexpr std::int64_t kAloneMs = kMsPerDay;

/// Puts the acts up for approval, each with what it is based on, and tells the units what work
/// they would lose. Returns the proposal's id. Errors: as of MustHaveSeen (lost_work.h); `seen` is
/// the code that the asker gave.
ResultOrErrors<std::string> Propose(Act& act, std::vector<ProposedAct> acts, std::string reason,
                                    std::string_view seen = {});

/// A fact as an act to propose.
template <class Fact>
ProposedAct Proposed(std::string_view kind, const Fact& fact) {
  return {std::string(kind), {BodyOf(fact)}, std::nullopt};
}

struct ProposeWaiverRequest {
  int year = 0;
  Label unit;
  std::string obligation;  ///< Either this
  std::string record;      ///< or this.
  Label reason;
  std::string loses = {};  ///< The code of the lost work that the asker has seen (lost_work.h).
};
SHOUZE_DESCRIBE(ProposeWaiverRequest, year, unit, obligation, record, reason, loses)

struct ProposeExtensionRequest {
  int year = 0;
  Label unit;
  Label obligation;
  Instant until;
  Label reason;
  std::string loses = {};
};
SHOUZE_DESCRIBE(ProposeExtensionRequest, year, unit, obligation, until, reason, loses)

/// That a waiver or an extension was granted wrongly, and ends.
struct ProposeEndRequest {
  Label id;
  Label reason;
  std::string loses = {};
};
SHOUZE_DESCRIBE(ProposeEndRequest, id, reason, loses)

/// Of a record of the unit. Errors: kNotFound at `/record` where the unit has no such record,
/// whether another one has it or not.
struct RaiseDisputeRequest {
  int year = 0;
  Label unit;
  Label record;
  Label reason;
};
SHOUZE_DESCRIBE(RaiseDisputeRequest, year, unit, record, reason)

struct ProposeDecisionRequest {
  int year = 0;
  Label unit;
  Label dispute;
  bool upheld = false;  ///< In the unit's favour: the record is waived.
  Label decision;
  std::string loses = {};
};
SHOUZE_DESCRIBE(ProposeDecisionRequest, year, unit, dispute, upheld, decision, loses)

struct DecideProposalRequest {
  Label id;
  std::string remark;
};
SHOUZE_DESCRIBE(DecideProposalRequest, id, remark)

struct ProposalAnswer {
  std::string id;
};
SHOUZE_DESCRIBE(ProposalAnswer, id)

/// What an approval brought about.
struct ApprovedAnswer {
  std::string id;
  std::vector<std::string> facts;  ///< Their ids, in order of the acts.
};
SHOUZE_DESCRIBE(ApprovedAnswer, id, facts)

struct DisputeAnswer {
  std::string id;
};
SHOUZE_DESCRIBE(DisputeAnswer, id)

extern const WriteCase<ProposeWaiverRequest, ProposalAnswer> kProposeWaiver;
extern const WriteCase<ProposeExtensionRequest, ProposalAnswer> kProposeExtension;
extern const WriteCase<ProposeEndRequest, ProposalAnswer> kProposeWaiverEnd;
extern const WriteCase<ProposeEndRequest, ProposalAnswer> kProposeExtensionEnd;
extern const WriteCase<RaiseDisputeRequest, DisputeAnswer> kRaiseDispute;
extern const WriteCase<ProposeDecisionRequest, ProposalAnswer> kProposeDecision;
/// By another account than the proposer's. Errors: what stands in the way as the facts are now;
/// kConflict where what it is based on has changed since it was proposed, or it would take away
/// work that its asker did not know of.
extern const WriteCase<DecideProposalRequest, ApprovedAnswer> kApproveProposal;
extern const WriteCase<DecideProposalRequest, ProposalAnswer> kRefuseProposal;
/// By the proposer, whoever that is. Errors: kNotFound for others, unless they may approve.
extern const WriteCase<DecideProposalRequest, ProposalAnswer> kWithdrawProposal;

struct ListProposalsRequest {
  std::optional<ProposalState> state;
};
SHOUZE_DESCRIBE(ListProposalsRequest, state)

/// An act of a proposal, in words.
struct ProposedActRow {
  std::string kind;
  std::string kind_name;           ///< 豁免
  std::string text;                ///< What it would do, in a sentence (fact_words.h).
  std::vector<std::string> units;  ///< Whom it concerns, by code.
  JsonText body;
};
SHOUZE_DESCRIBE(ProposedActRow, kind, kind_name, text, units, body)

/// What a proposal takes away, as its asker was told.
struct LostWorkRow {
  int year = 0;
  std::string unit;
  std::string unit_name;
  std::string obligation;
  std::string text;
  Points before;
  std::optional<Points> after;
};
SHOUZE_DESCRIBE(LostWorkRow, year, unit, unit_name, obligation, text, before, after)

/// 待批事项, as people see it.
struct ProposalRow {
  std::string id;
  std::string by;
  Instant at;
  ProposalState state = ProposalState::kOpen;
  std::vector<ProposedActRow> acts;
  std::string reason;
  std::string decided_by;
  std::optional<Instant> decided_at;
  std::string remark;
  std::vector<LostWorkRow> loses;
};
SHOUZE_DESCRIBE(ProposalRow, id, by, at, state, acts, reason, decided_by, decided_at, remark, loses)

struct ProposalsAnswer {
  std::vector<ProposalRow> proposals;  ///< Newest first.
};
SHOUZE_DESCRIBE(ProposalsAnswer, proposals)

extern const ReadCase<ListProposalsRequest, ProposalsAnswer> kListProposals;

}  // namespace shouze
