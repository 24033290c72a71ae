#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/disputes.h"
#include "service/proposals.h"
#include "service/sheets.h"
#include "testing/test_school.h"

/// Waivers, extensions and disputes: asked for by one person, approved by another.
namespace shouze {
namespace {

using testing::IsEmpty;

class Exceptions : public SchoolTest {
 protected:
  void SetUp() override {
    SchoolTest::SetUp();
    if (IsSkipped()) return;
    notice_ = test().Register("notice", {"A1"}, {{"name", std::string("通报")}});
    rectify_ = Concat("5.2/rectify/", notice_);
  }
  std::string Stated() { return test().ObligationOf("A1", rectify_).state; }
  Points Total() { return test().Must(kReadWorkbench, "head-a", {2026, "A1"}).total; }
  void Approve(const std::string& proposal) {
    test().Must(kApproveProposal, "office2", {Label(proposal), ""});
  }

  std::string notice_;
  std::string rectify_;  ///< Due 24 hours later.
};
SHOUZE_ON_BOTH_DATABASES(Exceptions);

TEST_P(Exceptions, AWaiverOfATaskCountsFromItsApproval) {
  clock().MoveHours(25);
  EXPECT_EQ(Stated(), "missed");
  const Points before = Total();
  const auto proposal = test().Must(kProposeWaiver, "office", {2026, "A1", rectify_, "", "系误报"});
  EXPECT_EQ(Stated(), "missed") << "only approved ones are facts";
  Approve(proposal.id);
  EXPECT_EQ(Stated(), "waived");
  EXPECT_EQ(Total(), before + Points{5000});
}

TEST_P(Exceptions, AWaiverOfARecordTakesItsCountAwayToo) {
  const Points before = Total();
  const auto proposal = test().Must(kProposeWaiver, "office", {2026, "A1", "", notice_, "系误报"});
  Approve(proposal.id);
  EXPECT_EQ(Total(), before + Points{2000});
}

TEST_P(Exceptions, AnExtensionMovesTheDueInstantAndIsNeverEarlier) {
  const auto early = test().Run(kProposeExtension, "office",
                                {2026, "A1", Label(rectify_), clock().Now(), "来不及"});
  ASSERT_FALSE(early);
  EXPECT_EQ(early.error().front().where, "/until");
  const Instant until = SchoolTime("2026-03-06T09:00");
  const auto proposal =
      test().Must(kProposeExtension, "office", {2026, "A1", Label(rectify_), until, "厂商延误"});
  Approve(proposal.id);
  const auto row = test().ObligationOf("A1", rectify_);
  EXPECT_EQ(row.due, until);
  EXPECT_TRUE(row.extended);
}

TEST_P(Exceptions, ADisputedRecordCostsNothingUntilItIsDecided) {
  clock().MoveHours(25);
  const Points before = Total();
  const auto dispute =
      test().Must(kRaiseDispute, "contact-a", {2026, "A1", Label(notice_), "不是我们"});
  EXPECT_EQ(Total(), before + Points{7000});
  EXPECT_FALSE(test().Run(kRaiseDispute, "head-a", {2026, "A1", Label(notice_), "再争"}));
  const auto lost =
      test().Must(kProposeDecision, "office", {2026, "A1", Label(dispute.id), false, "维持"});
  EXPECT_EQ(Total(), before + Points{7000});
  Approve(lost.id);
  EXPECT_EQ(Total(), before);
  EXPECT_FALSE(
      test().Run(kProposeDecision, "office", {2026, "A1", Label(dispute.id), true, "改判"}));
}

TEST_P(Exceptions, DisputesAreListedWithWhatBecameOfThem) {
  const auto dispute =
      test().Must(kRaiseDispute, "contact-a", {2026, "A1", Label(notice_), "不是我们"});
  const auto listed = [&] { return test().Must(kListDisputes, "office", {2026}).disputes; };
  ASSERT_EQ(listed().size(), 1U);
  EXPECT_EQ(listed().front().reason, "不是我们");
  EXPECT_TRUE(listed().front().awaits_decision);
  const auto decision =
      test().Must(kProposeDecision, "office", {2026, "A1", Label(dispute.id), true, "属实"});
  EXPECT_TRUE(listed().front().awaits_decision);
  Approve(decision.id);
  EXPECT_FALSE(listed().front().awaits_decision);
  EXPECT_TRUE(listed().front().upheld);
  EXPECT_EQ(listed().front().decision, "属实");
  EXPECT_FALSE(test().Run(kListDisputes, "contact-a", {2026}));
}

TEST_P(Exceptions, AnUpheldDisputeBringsItsWaiver) {
  clock().MoveHours(25);
  const Points before = Total();
  const auto dispute =
      test().Must(kRaiseDispute, "contact-a", {2026, "A1", Label(notice_), "误报"});
  const auto won =
      test().Must(kProposeDecision, "office", {2026, "A1", Label(dispute.id), true, "属实"});
  Approve(won.id);
  EXPECT_EQ(Total(), before + Points{7000});
  EXPECT_EQ(Stated(), "waived");
}

TEST_P(Exceptions, OfAnotherUnitsRecordAreNotToBeHad) {
  const std::string theirs = test().Register("notice", {"B2"}, {});
  EXPECT_FALSE(test().Run(kRaiseDispute, "contact-a", {2026, "A1", Label(theirs), "?"}));
  EXPECT_FALSE(test().Run(kRaiseDispute, "contact-a", {2026, "B2", Label(theirs), "?"}));
}

TEST_P(Exceptions, ProposalsAreWithdrawnByTheirProposerOnly) {
  const auto proposal = test().Must(kProposeWaiver, "office", {2026, "A1", rectify_, "", "?"});
  EXPECT_FALSE(test().Run(kWithdrawProposal, "office2", {Label(proposal.id), ""}));
  test().Must(kWithdrawProposal, "office", {Label(proposal.id), ""});
  EXPECT_FALSE(test().Run(kApproveProposal, "office2", {Label(proposal.id), ""}));
  EXPECT_THAT(test().Must(kListProposals, "office", {ProposalState::kOpen}).proposals, IsEmpty());
}

}  // namespace
}  // namespace shouze
