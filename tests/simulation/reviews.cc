#include <algorithm>

#include "acting.h"
#include "matters.h"
#include "plan.h"
#include "service/obligation_rows.h"
#include "service/proposals.h"
#include "service/record_reading.h"
#include "service/records.h"
#include "service/reviews.h"
#include "service/sheets.h"

namespace shouze::simulation {
namespace {

/// Some proposals lie for longer than a file would that nobody needs (service/evidence.h).
constexpr std::int64_t kForgottenMs = 10 * kMsPerDay;

/// What the after-due question is answered with.
void AnswerWhy(World& world, const std::string& officer, ReviewRequest request) {
  if (world.dice().Chance(50)) {
    request.returned_for = ReturnedFor::kSubstance;
  } else {
    request.returned_for = ReturnedFor::kForm;
    request.until = Instant{world.now().ms + world.dice().Between(-1, 8) * kMsPerDay};
  }
  Do(world, kReview, officer, request);
}

}  // namespace

void ReviewOne(World& world, const std::string& submission, Verdict verdict) {
  const std::string officer = world.dice().OneOf(kOfficers);
  ReviewRequest request;
  request.submission = Label(submission);
  request.verdict = verdict;
  if (verdict == Verdict::kReturned)
    request.reason = world.dice().Chance(50) ? "缺盖章" : "内容不全";
  request.after = world.Facts([&](const View& view) {
    const auto* const before = view.state().LatestReview(submission);
    return before == nullptr ? std::string() : std::string(before->fact.id);
  });
  const auto answer = Ask(world, kReview, officer, request);
  if (!answer && answer.error().front().where == "/returned_for") {
    AnswerWhy(world, officer, request);
  }
}

namespace {

void WorkTheQueue(World& world) {
  const auto queue = Read(world, kReviewQueue, QueueRequest{kYear}, "office1").queue;
  for (const QueueRow& row : queue) {
    if (!world.dice().Chance(60)) continue;
    ReviewOne(world, row.submission,
              world.dice().Chance(70) ? Verdict::kAccepted : Verdict::kReturned);
    world.clock().PassMs(world.dice().Between(0, 2000));
  }
}

/// The office thinks better of it.
void ReviewAgain(World& world) {
  const auto reviewed = world.Facts([](const View& view) {
    std::vector<std::pair<std::string, Verdict>> all;
    for (const auto& [id, kept] : view.state().All<SubmissionFact>()) {
      const auto* const review = view.state().LatestReview(id);
      if (review != nullptr) all.emplace_back(id, review->fact.verdict);
    }
    return all;
  });
  if (reviewed.empty()) return;
  const auto& [id, verdict] = world.dice().OneOf(reviewed);
  ReviewOne(world, id, verdict == Verdict::kAccepted ? Verdict::kReturned : Verdict::kAccepted);
}

ObligationRow SomeObligation(World& world, const Label& unit) {
  const auto rows = Read(world, kListObligations, WorkbenchRequest{kYear, unit}).obligations;
  if (rows.empty()) throw Failure(Concat(unit, " has no obligations at all"));
  const ObligationRow& row = world.dice().OneOf(rows);
  return row;
}

std::optional<std::string> SomeRecord(World& world, const Label& unit) {
  const auto records =
      Read(world, kListUnitRecords, ListUnitRecordsRequest{kYear, unit, {}}).records;
  if (records.empty()) return std::nullopt;
  return world.dice().OneOf(records).id;
}

void ProposeWaiver(World& world) {
  const Label unit = world.dice().OneOf(world.Units());
  ProposeWaiverRequest request;
  request.year = kYear;
  request.unit = unit;
  request.reason = "停电检修";
  if (world.dice().Chance(60)) {
    request.obligation = SomeObligation(world, unit).key;
  } else if (const auto record = SomeRecord(world, unit)) {
    request.record = *record;
  }
  Do(world, kProposeWaiver, world.dice().OneOf(kOfficers), request);
}

void ProposeExtension(World& world) {
  const Label unit = world.dice().OneOf(world.Units());
  const ObligationRow row = SomeObligation(world, unit);
  const Instant from = row.due.value_or(world.now());
  Do(world, kProposeExtension, world.dice().OneOf(kOfficers),
     ProposeExtensionRequest{kYear, unit, Label(row.key),
                             Instant{from.ms + world.dice().Between(-1, 20) * kMsPerDay / 2},
                             "系统升级"});
}

void RaiseDispute(World& world) {
  const Label unit = world.dice().OneOf(world.Units());
  const auto people = world.PeopleOf(unit);
  const auto record = SomeRecord(world, unit);
  if (people.empty() || !record) return;
  Do(world, kRaiseDispute, world.dice().OneOf(people),
     RaiseDisputeRequest{kYear, unit, Label(*record), "不是我单位的系统"});
}

}  // namespace

std::vector<DisputeFact> OpenDisputes(World& world) {
  return world.Facts([](const View& view) {
    std::vector<DisputeFact> open;
    for (const auto& [id, kept] : view.state().All<DisputeFact>()) {
      if (!kept.fact.decided_at) open.push_back(kept.fact);
    }
    return open;
  });
}

std::vector<ProposalFact> OpenProposals(World& world) {
  const auto rows = Read(world, kListProposals, ListProposalsRequest{ProposalState::kOpen});
  return world.Facts([&](const View& view) {
    std::vector<ProposalFact> open;
    for (const auto& row : rows.proposals) {
      open.push_back(view.state().Find<ProposalFact>(row.id)->fact);
    }
    return open;
  });
}

void ProposeDecision(World& world, const DisputeFact& dispute) {
  Do(world, kProposeDecision, world.dice().OneOf(kOfficers),
     ProposeDecisionRequest{kYear, dispute.unit, dispute.id, world.dice().Chance(50), "经复核"});
}

void DecideProposal(World& world, const ProposalFact& proposal, int approve_percent) {
  const std::string by = world.LoginOf(proposal.by);
  std::string officer = world.dice().OneOf(kOfficers);
  DecideProposalRequest request{proposal.id, ""};
  if (officer == by) {
    MustNot(world, kApproveProposal, officer, request);
    while (officer == by) officer = world.dice().OneOf(kOfficers);
  }
  if (world.dice().Chance(approve_percent) && Do(world, kApproveProposal, officer, request)) return;
  if (world.dice().Chance(40)) {
    MustNot(world, kWithdrawProposal, officer, request);
    // Whoever proposed it may have been of the centre, who may not decide anything.
    if (by.starts_with("office") && Do(world, kWithdrawProposal, by, request)) return;
  }
  MustNot(world, kRefuseProposal, officer, request);
  request.remark = "理由不充分";
  Do(world, kRefuseProposal, officer, request);
}

namespace {

/// Every eighth lies forgotten for a while.
bool IsForgotten(World& world, const ProposalFact& proposal) {
  const bool picked = Dice(world.options().seed, {proposal.at.ms}).Chance(12);
  return picked && world.now().ms - proposal.at.ms < kForgottenMs;
}

void DecideSome(World& world) {
  for (const ProposalFact& proposal : OpenProposals(world)) {
    if (IsForgotten(world, proposal)) continue;
    if (world.dice().Chance(50)) DecideProposal(world, proposal, 75);
  }
}

/// The office agrees at once: the record is another unit's, and nothing is left to decide.
void CorrectDisputed(World& world, const DisputeFact& dispute) {
  const auto record = world.Facts([&](const View& view) -> std::optional<RecordFact> {
    const auto* const kept = view.state().Find<RecordFact>(dispute.record);
    return kept == nullptr ? std::nullopt : std::optional(kept->fact);
  });
  const Label other = world.dice().OneOf(world.Units());
  if (!record || other == dispute.unit) return;
  CorrectRecordRequest request{record->id, record->units, record->at, record->fields, "另有其主"};
  std::erase(request.units, dispute.unit);
  std::erase(request.units, other);
  request.units.push_back(other);
  if (!Do(world, kCorrectRecord, "centre", request)) Do(world, kCorrectRecord, "office1", request);
}

void DecideDispute(World& world) {
  const auto open = OpenDisputes(world);
  if (open.empty()) return;
  const DisputeFact& dispute = world.dice().OneOf(open);
  if (world.dice().Chance(30)) return CorrectDisputed(world, dispute);
  ProposeDecision(world, dispute);
}

}  // namespace

void PlanReviews(World& world, Plan& plan) {
  plan.Sometimes(85, [&] { WorkTheQueue(world); });
  plan.Sometimes(6, [&] { ReviewAgain(world); });
}

void PlanMatters(World& world, Plan& plan) {
  plan.Sometimes(8, [&] { ProposeWaiver(world); });
  plan.Sometimes(10, [&] { ProposeExtension(world); });
  plan.Sometimes(8, [&] { RaiseDispute(world); });
  plan.Sometimes(8, [&] { DecideDispute(world); });
  plan.Sometimes(100, [&] { DecideSome(world); });
}

}  // namespace shouze::simulation
