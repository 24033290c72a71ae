#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "service/proof.h"
#include "service/record_reading.h"
#include "service/sheets.h"
#include "testing/two_years.h"

/// A correction can do nothing that registering its outcome, or withdrawing what it takes away,
/// refuses; and it needs a second person whenever one of the two does.
namespace shouze {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

class RecordCorrection : public TwoYears {
 protected:
  std::string MustMake(const RegisterRecordRequest& request) {
    auto id = Make(request);
    EXPECT_NE(id, "") << Describe(school().Run(kRegisterRecord, Both(), request).error());
    return id;
  }

  template <class Case>
  Error WhyNot(const Case& use_case, std::string_view login,
               const typename Case::RequestType& request) {
    const std::int64_t entries = test().entries();
    const auto done = test().Run(use_case, login, request);
    EXPECT_FALSE(done) << "it was not refused";
    EXPECT_EQ(test().entries(), entries);
    return done ? Error() : done.error().front();
  }
};
SHOUZE_ON_BOTH_DATABASES(RecordCorrection);

TEST_P(RecordCorrection, IntoAnotherYearIsByThoseWhoRegisterThere) {
  const auto id = MustMake(Of("vulnerability", {"A1"}, kLastYear, {}));
  const auto moved = To(id, {"A1"}, kThisYear, {});
  EXPECT_EQ(WhyNot(kRegisterRecord, "centre", Of("vulnerability", {"A1"}, kThisYear, {})).code,
            ErrorCode::kForbidden);
  EXPECT_EQ(WhyNot(kCorrectRecord, "centre", moved).code, ErrorCode::kForbidden);
  EXPECT_EQ(WhyNot(kCorrectRecord, "office", moved).code, ErrorCode::kForbidden)
      << "nor is it the office's to take out of the year before";
}

TEST_P(RecordCorrection, WithoutUnitsIsRefusedAsRegisteringIs) {
  EXPECT_EQ(WhyNot(kRegisterRecord, "centre", Of("vulnerability", {}, kLastYear, {})).where,
            "/units");
  const auto id = MustMake(Of("vulnerability", {"A1"}, kLastYear, {}));
  EXPECT_EQ(WhyNot(kCorrectRecord, "centre", To(id, {}, kLastYear, {})).where, "/units");
}

TEST_P(RecordCorrection, LiftsNoVeto) {
  const FieldValues fields{{"document", std::string("苏教〔2026〕9 号")}};
  const auto id = MustMake(Of("accountability", {"A1", "B2"}, kLastYear, fields));
  const auto moved = WhyNot(kCorrectRecord, "office", To(id, {"A1", "B2"}, kThisYear, fields));
  EXPECT_EQ(moved.where, "/at");
  EXPECT_THAT(moved.message, HasSubstr("更正不能解除已有的一票否决"));
  EXPECT_EQ(WhyNot(kCorrectRecord, "office", To(id, {"A1"}, kLastYear, fields)).where, "/units");
  FieldValues next = fields;
  next.emplace_back("year", Points{2'027'000});
  EXPECT_EQ(WhyNot(kCorrectRecord, "office", To(id, {"A1", "B2"}, kLastYear, next)).where,
            "/fields");
}

TEST_P(RecordCorrection, OfAVetoThatStaysNeedsASecondPersonWhereverItLies) {
  FieldValues fields{{"document", std::string("苏教〔2026〕9 号")}, {"year", Points{2'026'000}}};
  const auto id = MustMake(Of("accountability", {"A1"}, kLastYear, fields));
  const auto moved = test().Must(kCorrectRecord, "office", To(id, {"A1", "B2"}, kThisYear, fields));
  EXPECT_NE(moved.proposal, "");
  test().Must(kApproveProposal, "office2", {Label(moved.proposal), ""});
  EXPECT_EQ(WhyNot(kCorrectRecord, "office", To(id, {"A1"}, kThisYear, fields)).where, "/units");
  EXPECT_EQ(WhyNot(kWithdrawRecord, "office", {Label(id), "误登"}).where, "/document");
}

TEST_P(RecordCorrection, AVetoOfAnotherYearIsOneAlthoughItsOwnYearHasNone) {
  const FieldValues blank{{"year", Points{2'026'000}}};
  EXPECT_EQ(WhyNot(kRegisterRecord, "office", Of("accountability", {"A1"}, kThisYear, blank)).where,
            "/fields/document");
  const FieldValues fields{{"document", std::string("苏教〔2026〕9 号")},
                           {"year", std::string("２０２６")}};
  EXPECT_EQ(
      WhyNot(kRegisterRecord, "office", Of("accountability", {"A1"}, kThisYear, fields, "")).where,
      "/reason");
  const auto asked =
      test().Must(kRegisterRecord, "office", Of("accountability", {"A1"}, kThisYear, fields));
  EXPECT_EQ(asked.id, "");
  EXPECT_NE(asked.proposal, "");
}

TEST_P(RecordCorrection, LeavesNoOtherRecordWithoutItsGround) {
  const auto id = MustMake(Of("vulnerability", {"A1", "B2"}, "2026-12-31T18:00", {}));
  const auto again = MustMake(Of("recurrence", {"B2"}, "2026-12-31T19:00", {{"of", id}}));
  const auto apart = WhyNot(kCorrectRecord, "centre", To(id, {"A1"}, "2026-12-31T18:00", {}));
  EXPECT_EQ(apart.code, ErrorCode::kConflict);
  EXPECT_THAT(apart.message, HasSubstr(again));
  EXPECT_THAT(WhyNot(kCorrectRecord, "centre", To(id, {"A1", "B2"}, kLastYear, {})).message,
              HasSubstr(again));
  test().Must(kCorrectRecord, "centre", To(id, {"B2"}, "2026-12-31T18:30", {}));
  const auto meeting = MustMake(Of("meeting", {"A1", "B2"}, kLastYear, {}));
  const auto attended = MustMake(Of("attendance", {"B2"}, kLastYear, {{"meeting", meeting}}));
  EXPECT_THAT(WhyNot(kCorrectRecord, "office", To(meeting, {"A1"}, kLastYear, {})).message,
              HasSubstr(attended));
}

TEST_P(RecordCorrection, IsJudgedAgainWhenItIsApproved) {
  const auto id = MustMake(Of("vulnerability", {"A1", "B2"}, "2026-12-30T09:00", {}));
  const auto asked = test().Must(kCorrectRecord, "centre", To(id, {"A1"}, "2026-12-30T09:00", {}));
  const auto gone = MustMake(Of("meeting", {"A1", "B2"}, "2026-12-30T09:00", {}));
  const auto withdrawal = test().Must(kWithdrawRecord, "office", {Label(gone), "误登"});
  const auto again = MustMake(Of("recurrence", {"B2"}, kLastYear, {{"of", id}}));
  const auto attended = MustMake(Of("attendance", {"B2"}, kLastYear, {{"meeting", gone}}));
  EXPECT_THAT(WhyNot(kApproveProposal, "office2", {Label(asked.proposal), ""}).message,
              HasSubstr(again));
  EXPECT_THAT(WhyNot(kApproveProposal, "office2", {Label(withdrawal.proposal), ""}).message,
              HasSubstr(attended));
}

TEST_P(RecordCorrection, WhatAnotherUnitsRecordNamesIsNotWithdrawn) {
  const auto id = MustMake(Of("vulnerability", {"A1"}, kThisYear, {}));
  const auto again = MustMake(Of("recurrence", {"A1"}, kThisYear, {{"of", id}}));
  test().Must(kEndUnit, "operator", {"A1", *MakeDate(2027, 1, 1), "B2", "合并"});
  const auto moved = test().Must(kListUnitRecords, "operator", {2027, "B2", {}}).records;
  ASSERT_THAT(moved, SizeIs(1)) << "what it has left to do is the successor's, the rest is not";
  EXPECT_THAT(WhyNot(kWithdrawRecord, "office", {Label(id), "误登"}).message, HasSubstr(again));
}

TEST_P(RecordCorrection, ATextThatReadsLikeAnIdNamesNothing) {
  const auto id = MustMake(Of("meeting", {"A1"}, kLastYear, {}));
  MustMake(Of("meeting", {"A1"}, kLastYear, {{"document", id}}));
  test().Must(kCorrectRecord, "office", To(id, {"A1"}, kLastYear, {{"document", id}}));
  test().Must(kWithdrawRecord, "office", {Label(id), "误登"});
}

TEST_P(RecordCorrection, NamesNeitherItselfNorWhatNamesIt) {
  const auto first = MustMake(Of("vulnerability", {"A1"}, kThisYear, {}));
  const auto one = MustMake(Of("recurrence", {"A1"}, kThisYear, {{"of", first}}));
  const auto two = MustMake(Of("recurrence", {"A1"}, kThisYear, {{"of", one}}));
  const auto three = MustMake(Of("recurrence", {"A1"}, kThisYear, {{"of", two}}));
  for (const auto& named : {one, two, three}) {
    EXPECT_EQ(WhyNot(kCorrectRecord, "centre", To(one, {"A1"}, kThisYear, {{"of", named}})).where,
              "/fields/of");
  }
  test().Must(kCorrectRecord, "centre", To(three, {"A1"}, kThisYear, {{"of", first}}));
}

TEST_P(RecordCorrection, IsHeldAgainstTheNumbersOfTheYearItLeadsTo) {
  const FieldValues fields{{"name", std::string("专题讲座")},
                           {"audience", std::string("all")},
                           {"hours", Points{4000}},
                           {"half_days", Points{1000}},
                           {"attendees", Points{30'000}}};
  const auto id = MustMake(Of("training", {"A1"}, kLastYear, fields));
  EXPECT_EQ(WhyNot(kRegisterRecord, "office", Of("training", {"A1"}, kThisYear, fields)).where,
            "/fields/attendees");
  EXPECT_EQ(WhyNot(kCorrectRecord, "office", To(id, {"A1"}, kThisYear, fields)).where,
            "/fields/attendees");
}

TEST_P(RecordCorrection, OfAUnitThatIsNoMoreGivesItsSuccessorNothingNew) {
  const FieldValues fields{{"due_on", std::string("2027-02-01")}};
  const auto id = MustMake(Of("drill", {"A1"}, kLastYear, fields));
  test().Must(kEndUnit, "operator", {"A1", *MakeDate(2026, 12, 31), "B2", "合并"});
  const auto is_of_successor = [&](const std::string& record) {
    const auto rows = test().Must(kListObligations, "operator", {2027, "B2"}).obligations;
    return std::ranges::any_of(rows, [&](const auto& row) { return row.record == record; });
  };
  EXPECT_TRUE(is_of_successor(id));
  EXPECT_FALSE(is_of_successor(MustMake(Of("drill", {"A1"}, kThisYear, fields))));
  const auto corrected = school().Run(kCorrectRecord, Both(), To(id, {"A1"}, kThisYear, fields));
  ASSERT_TRUE(corrected) << Describe(corrected.error());
  EXPECT_FALSE(is_of_successor(id)) << "as if it had been registered so";
  EXPECT_EQ(Describe(Prove(store(), {}).findings), "");
}

}  // namespace
}  // namespace shouze
