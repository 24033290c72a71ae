#include "service/approvals.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/proposals.h"
#include "service/record_reading.h"
#include "service/records.h"
#include "service/sheets.h"
#include "service/submissions.h"
#include "service/units.h"
#include "testing/test_school.h"

/// What was proposed is judged again when it is approved: the facts may have moved.
namespace shouze {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

class Approvals : public SchoolTest {
 protected:
  void SetUp() override {
    SchoolTest::SetUp();
    if (IsSkipped()) return;
    notice_ = test().Register("notice", {"A1"}, {{"name", std::string("通报")}});
    rectify_ = Label(Concat("5.2/rectify/", notice_));
    clock().MoveDays(2);
  }
  void Approve(const std::string& proposal) {
    test().Must(kApproveProposal, "office2", {Label(proposal), ""});
  }
  void ExpectMoved(const std::string& proposal) {
    const std::int64_t before = test().entries();
    const auto answer = test().Run(kApproveProposal, "office2", {Label(proposal), ""});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().front().code, ErrorCode::kConflict) << Describe(answer.error());
    EXPECT_EQ(test().entries(), before);
    EXPECT_TRUE(test().Run(kRefuseProposal, "office2", {Label(proposal), "重新提请"}));
  }
  std::string Correct(std::string name) {
    CorrectRecordRequest request;
    request.id = Label(notice_);
    request.units = {"A1"};
    request.at = SchoolTime("2026-03-02T09:00");
    request.fields = {{"name", std::move(name)}};
    request.reason = "名称有误";
    return test().Must(kCorrectRecord, "office", request).proposal;
  }
  std::string Stated() { return test().ObligationOf("A1", rectify_).state; }
  EnterRequest Paper(bool accepted) {
    EnterRequest request;
    request.year = 2026;
    request.unit = "A1";
    request.obligations = {rectify_};
    request.files = {test().Upload("office", "paper")};
    request.received_at = SchoolTime("2026-03-02T18:00");
    request.reason = "纸质材料";
    request.accepted = accepted;
    return request;
  }

  std::string notice_;
  Label rectify_;
};
SHOUZE_ON_BOTH_DATABASES(Approvals);

TEST_P(Approvals, OfTwoCorrectionsOfOneRecordTheSecondIsRefused) {
  const auto first = Correct("通报甲");
  const auto second = Correct("通报乙");
  Approve(first);
  ExpectMoved(second);
  const auto records = test().Must(kListRecords, "office", {2026, {}}).records;
  ASSERT_THAT(records, SizeIs(1));
  EXPECT_EQ(std::get<std::string>(records[0].fields[0].second), "通报甲");
}

TEST_P(Approvals, ACorrectionFromBeforeAMergerDoesNotMoveTheRecordBack) {
  clock().MoveTo(SchoolTime("2026-03-02T20:00"));
  const auto open = test().Register("notice", {"A1"}, {});
  clock().MoveDays(2);
  CorrectRecordRequest request;
  request.id = Label(open);
  request.units = {"A1"};
  request.at = SchoolTime("2026-03-02T20:00");
  request.reason = "补充";
  const auto correction = test().Must(kCorrectRecord, "office", request).proposal;
  const auto waiver = test().Must(
      kProposeExtension, "office",
      {2026, "A1", Label(Concat("5.2/rectify/", open)), SchoolTime("2026-06-01T00:00"), "迁移"});
  Approve(waiver.id);
  test().Must(kEndUnit, "office", {"A1", *MakeDate(2026, 3, 4), "B2", "并入"});
  EXPECT_EQ(test().ObligationOf("B2", Concat("5.2/rectify/", open)).unit, "B2");
  ExpectMoved(correction);
}

TEST_P(Approvals, OfTwoDecisionsOfOneDisputeTheSecondIsRefused) {
  const auto dispute =
      test().Must(kRaiseDispute, "contact-a", {2026, "A1", Label(notice_), "不是我们"});
  const Label id(dispute.id);
  const auto won = test().Must(kProposeDecision, "office", {2026, "A1", id, true, "属实"});
  const auto lost = test().Must(kProposeDecision, "office", {2026, "A1", id, false, "维持"});
  Approve(won.id);
  ExpectMoved(lost.id);
  EXPECT_EQ(Stated(), "waived");
}

TEST_P(Approvals, TheSameIsNotWaivedTwice) {
  const auto one = test().Must(kProposeWaiver, "office", {2026, "A1", rectify_, "", "误报"});
  const auto other = test().Must(kProposeWaiver, "office", {2026, "A1", rectify_, "", "又一次"});
  Approve(one.id);
  ExpectMoved(other.id);
  EXPECT_FALSE(test().Run(kProposeWaiver, "office", {2026, "A1", rectify_, "", "再一次"}));
}

TEST_P(Approvals, ADisputeOfWhatIsWaivedAlreadyIsUpheldWithoutASecondWaiver) {
  const auto dispute =
      test().Must(kRaiseDispute, "contact-a", {2026, "A1", Label(notice_), "不是我们"});
  Approve(test().Must(kProposeWaiver, "office", {2026, "A1", "", notice_, "误报"}).id);
  Approve(
      test().Must(kProposeDecision, "office", {2026, "A1", Label(dispute.id), true, "属实"}).id);
  EXPECT_EQ(Stated(), "waived");
}

TEST_P(Approvals, AnExtensionAskedForBeforeAnotherOneIsRefused) {
  const auto one = test().Must(kProposeExtension, "office",
                               {2026, "A1", rectify_, SchoolTime("2026-05-01T00:00"), "延误"});
  const auto other = test().Must(kProposeExtension, "office",
                                 {2026, "A1", rectify_, SchoolTime("2026-04-01T00:00"), "延误"});
  Approve(one.id);
  ExpectMoved(other.id);
  EXPECT_EQ(test().ObligationOf("A1", rectify_).due, SchoolTime("2026-05-01T00:00"));
}

TEST_P(Approvals, APaperForATaskThatIsMetMeanwhileIsRefused) {
  const auto one = test().Must(kEnterSubmission, "office", Paper(true)).proposal;
  const auto other = test().Must(kEnterSubmission, "office", Paper(true)).proposal;
  Approve(one);
  ExpectMoved(other);
}

TEST_P(Approvals, AnAcceptedPaperIsAcceptedWithItsApproval) {
  EXPECT_EQ(Stated(), "missed");
  const auto entered = test().Must(kEnterSubmission, "office", Paper(true));
  ASSERT_FALSE(entered.proposal.empty());
  const auto approved =
      test().Must(kApproveProposal, "office2", {Label(entered.proposal), ""}).facts;
  EXPECT_THAT(approved, SizeIs(2));
  const auto row = test().ObligationOf("A1", rectify_);
  EXPECT_EQ(row.state, "met");
  ASSERT_THAT(row.submissions, SizeIs(1));
  EXPECT_EQ(row.submissions[0].by, test().AccountOf("office")) << "who entered it";
  ASSERT_THAT(row.submissions[0].reviews, SizeIs(1));
  EXPECT_EQ(row.submissions[0].reviews[0].verdict, Verdict::kAccepted);
  EXPECT_EQ(row.submissions[0].reviews[0].by, test().AccountOf("office")) << "who looked at it";
}

TEST_P(Approvals, WaiversAndExtensionsAreTakenBackByTwoPersons) {
  const auto until = SchoolTime("2026-05-01T00:00");
  Approve(test().Must(kProposeExtension, "office", {2026, "A1", rectify_, until, "延误"}).id);
  Approve(test().Must(kProposeWaiver, "office", {2026, "A1", rectify_, "", "误报"}).id);
  const auto granted = test().ObligationOf("A1", rectify_).exceptions;
  ASSERT_THAT(granted, SizeIs(2));
  EXPECT_EQ(granted[0].kind, "waiver");
  EXPECT_EQ(granted[1].until, until);
  const auto waiver =
      test().Must(kProposeWaiverEnd, "office", {Label(granted[0].id), "查实不是误报"});
  EXPECT_EQ(Stated(), "waived") << "only an approved one counts";
  EXPECT_FALSE(test().Run(kApproveProposal, "office", {Label(waiver.id), ""}));
  Approve(waiver.id);
  EXPECT_EQ(Stated(), "open");
  const ProposeEndRequest end{Label(granted[1].id), "没有延误"};
  Approve(test().MustKnowingly(kProposeExtensionEnd, "office", end).id);
  EXPECT_EQ(Stated(), "missed");
  EXPECT_FALSE(test().Run(kProposeWaiverEnd, "office", {Label(granted[0].id), "?"}));
  EXPECT_FALSE(test().Run(kProposeWaiverEnd, "contact-a", {Label(granted[0].id), "?"}));
}

TEST_P(Approvals, WhoeverProposedMayWithdrawAndOthersLearnNothing) {
  RegisterRecordRequest late;
  late.kind = "vulnerability";
  late.units = {"A1"};
  late.at = SchoolTime("2026-03-02T09:00");
  late.reason = "补登";
  const Label proposal(test().Must(kRegisterRecord, "centre", late).proposal);
  for (const std::string_view login : {"contact-a", "nobody"}) {
    const auto unknown = test().Run(kWithdrawProposal, login, {"p0", ""});
    const auto theirs = test().Run(kWithdrawProposal, login, {proposal, ""});
    ASSERT_FALSE(unknown || theirs);
    EXPECT_EQ(theirs.error().front().code, ErrorCode::kNotFound);
    EXPECT_EQ(unknown.error().front().code, ErrorCode::kNotFound);
  }
  EXPECT_EQ(test().Run(kWithdrawProposal, "office", {proposal, ""}).error().front().code,
            ErrorCode::kForbidden);
  EXPECT_TRUE(test().Run(kWithdrawProposal, "centre", {proposal, ""}));
}

TEST_P(Approvals, OfAnotherUnitsRecordsADisputeTellsNothing) {
  const auto theirs = test().Register("notice", {"B2"}, {});
  const auto of_theirs = test().Run(kRaiseDispute, "contact-a", {2026, "A1", Label(theirs), "?"});
  const auto of_none = test().Run(kRaiseDispute, "contact-a", {2026, "A1", "r0", "?"});
  ASSERT_FALSE(of_theirs || of_none);
  for (const Error& error : {of_theirs.error().front(), of_none.error().front()}) {
    EXPECT_EQ(error.code, ErrorCode::kNotFound);
    EXPECT_EQ(error.where, "/record");
    EXPECT_THAT(error.message, HasSubstr("本单位没有台账"));
  }
}

}  // namespace
}  // namespace shouze
