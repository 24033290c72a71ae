#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/cycles.h"
#include "service/evidence.h"
#include "service/proof.h"
#include "service/proposals.h"
#include "service/records.h"
#include "service/sheets.h"
#include "service/stages.h"
#include "service/submissions.h"
#include "service/units.h"
#include "testing/test_school.h"

namespace shouze {
namespace {

/// What the simulated year found, each as its smallest case.
class FoundBySimulation : public SchoolTest {};
SHOUZE_ON_BOTH_DATABASES(FoundBySimulation);

TEST_P(FoundBySimulation, FilesOfAnEnteredSubmissionWaitForTheSecondPerson) {
  EnterRequest request;
  request.year = 2026;
  request.unit = "A1";
  request.obligations = {"1/sign"};
  request.files = {test().Upload("office", "paper")};
  request.received_at = {clock().Now().ms - 2 * kMsPerDay};
  request.reason = "纸质材料";
  const auto entered = test().Must(kEnterSubmission, "office", request);
  ASSERT_FALSE(entered.proposal.empty());
  clock().MoveDays(8);
  EXPECT_EQ(CollectOrphans(school()), 0);
  EXPECT_TRUE(test().Run(kApproveProposal, "office2", {Label(entered.proposal), ""}));
}

TEST_P(FoundBySimulation, ADisputeOfARecordThatWasMovedElsewhereBlocksNoFreezing) {
  const auto notice = test().Register("notice", {"A1"}, {});
  test().Must(kRaiseDispute, "contact-a", {2026, "A1", Label(notice), "不是我们"});
  CorrectRecordRequest correct;
  correct.id = Label(notice);
  correct.units = {"B2"};
  correct.at = clock().Now();
  correct.reason = "是教务处的";
  test().Must(kCorrectRecord, "office", correct);
  const auto blockers = test().Must(kListBlockers, "office", {2026}).blockers;
  EXPECT_TRUE(blockers.empty()) << blockers.front().message;
}

TEST_P(FoundBySimulation, ADisputeOfARecordMovedByAMergerCanBeDecided) {
  const auto notice = test().Register("notice", {"A1"}, {});
  const auto rectify = Concat("5.2/rectify/", notice);
  const auto dispute =
      test().Must(kRaiseDispute, "contact-a", {2026, "A1", Label(notice), "不是我们"});
  const auto ext =
      test().Must(kProposeExtension, "office",
                  {2026, "A1", Label(rectify), Instant{clock().Now().ms + 5 * kMsPerDay}, "迁移"});
  test().Must(kApproveProposal, "office2", {Label(ext.id), ""});
  const auto due = test().ObligationOf("A1", rectify).due;
  EndUnitRequest end;
  end.unit = "A1";
  end.to = DateAt(clock().Now(), UtcOffset{480});
  end.successor = "B2";
  end.reason = "并入";
  test().Must(kEndUnit, "office", end);
  EXPECT_EQ(test().ObligationOf("B2", rectify).due, due) << "the extension is gone";
  const auto proposal =
      test().Run(kProposeDecision, "office", {2026, "B2", Label(dispute.id), false, "维持"});
  ASSERT_TRUE(proposal);
  const auto approved = test().Run(kApproveProposal, "office2", {Label(proposal->id), ""});
  EXPECT_TRUE(approved) << Describe(approved.error());
}

TEST_P(FoundBySimulation, EntriesDoNotGoBackInTimeAfterARestartWhoseLastEntryEndedAFact) {
  const auto notice = test().Register("notice", {"A1"}, {});
  clock().MoveMinutes(4);  // Within what a clock may be put right by.
  test().Must(kWithdrawRecord, "office", {Label(notice), "重复"});
  clock().MoveMinutes(-4);
  test().Restart();
  test().Register("notice", {"A1"}, {});
  const auto proof = Prove(test().store(), {});
  EXPECT_TRUE(proof.findings.empty()) << Describe(proof.findings);
}

TEST_P(FoundBySimulation, APostThatHasEndedGivesNoRightsAgainWhenTheClockIsSetBack) {
  std::string post;
  const std::string contact = test().AccountOf("contact-a");
  for (const auto& one : test().Must(kListPosts, "office", {}).posts) {
    if (one.account == contact) post = one.id;
  }
  test().Must(kEndPost, "office", {Label(post), DateAt(clock().Now(), UtcOffset{480})});
  clock().MoveTo(SchoolTime("2026-03-03T00:00:30"));
  test().Register("notice", {"A1"}, {});
  clock().MoveMinutes(-1);
  EXPECT_FALSE(MayDo(test().As("contact-a").held, Action::kHandIn, "A1"));
  test().Restart();
  EXPECT_FALSE(MayDo(test().As("contact-a").held, Action::kHandIn, "A1"));
}

TEST_P(FoundBySimulation, ACalendarAddedDuringTheInitialResultIsPinnedOnGoingBack) {
  test().Must(kAdvance, "office", {2026, Stage::kInitial, ""});
  std::string text =
      "year: 2027\npapers: [\"https://school.example/2027\"]\nholidays:\n  - name: 元旦\n    days: [\"2027-01-01\"]\nmake_up: []\n";
  test().Must(kAddCalendar, "office", {Document(text)});
  test().Must(kAdvance, "office", {2026, Stage::kOpen, "补历"});
  test().Must(kAddCalendar, "office", {Document(text)});
  const auto cycles = test().Must(kListCycles, "office", {}).cycles;
  EXPECT_THAT(cycles.front().calendar_years, testing::Contains(2027));
}

}  // namespace
}  // namespace shouze
