#include "service/records.h"
#include "service/record_reading.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/proposals.h"
#include "testing/test_school.h"

namespace shouze {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

class Records : public SchoolTest {
 protected:
  RegisterRecordRequest Vulnerability(std::vector<Label> units = {"A1"}) {
    return {"vulnerability",
            std::move(units),
            false,
            clock().Now(),
            {{"system", std::string("教务系统")},
             {"identifier", std::string("CVE-2026-0001")},
             {"severity", std::string("high")}},
            ""};
  }
  std::int64_t Entries() { return test().entries(); }
};
SHOUZE_ON_BOTH_DATABASES(Records);

TEST_P(Records, RegisteredOnesBringTheirObligation) {
  const std::int64_t before = Entries();
  const auto answer = test().Must(kRegisterRecord, "centre", Vulnerability());
  EXPECT_EQ(Entries(), before + 1);
  const auto row = test().ObligationOf("A1", Concat("5.1/fix/", answer.id));
  EXPECT_EQ(row.state, "open");
  EXPECT_EQ(row.due_text, "2026-03-05 24:00");
  EXPECT_TRUE(row.can_hand_in);
  EXPECT_EQ(row.stake, Points{5000});
}

TEST_P(Records, AreOnlyRegisteredByThoseWhomThePolicyNames) {
  const std::int64_t before = Entries();
  const auto by_office_alone =
      test().Run(kRegisterRecord, "centre",
                 {"meeting", {"A1"}, false, clock().Now(), {{"name", std::string("例会")}}, ""});
  EXPECT_EQ(by_office_alone.has_value(), false);
  RegisterUnitRecordRequest own{"A1", "vulnerability", clock().Now(), Vulnerability().fields, ""};
  const auto by_unit = test().Run(kRegisterUnitRecord, "contact-a", own);
  ASSERT_FALSE(by_unit);
  EXPECT_EQ(by_unit.error().front().code, ErrorCode::kForbidden);
  EXPECT_EQ(Entries(), before);
}

TEST_P(Records, OfAnotherUnitAreNotAUnitsToRegister) {
  RegisterUnitRecordRequest other{"B2", "training", clock().Now(), {}, ""};
  const auto refused = test().Run(kRegisterUnitRecord, "contact-a", other);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().front().code, ErrorCode::kForbidden);
}

TEST_P(Records, AreJudgedAsAFactsFileIsWithErrorsAtTheMember) {
  auto request = Vulnerability();
  request.fields = {{"severity", std::string("enormous")}};
  const auto refused = test().Run(kRegisterRecord, "centre", request);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().front().where, "/fields/severity");
  auto nowhere = test().Run(kRegisterRecord, "centre", Vulnerability({"A1", "Z9"}));
  ASSERT_FALSE(nowhere);
  EXPECT_EQ(nowhere.error().front().where, "/units/1");
}

TEST_P(Records, TakeDaysAsOfficesWriteThemWhereTheyAreOneDay) {
  auto call = [&](std::string due) {
    return RegisterRecordRequest{"drill",
                                 {"A1"},
                                 false,
                                 clock().Now(),
                                 {{"name", std::string("演练")}, {"due_on", std::move(due)}},
                                 ""};
  };
  const auto id = test().Must(kRegisterRecord, "office", call("２０２６年3月20日（周五）")).id;
  EXPECT_EQ(test().ObligationOf("A1", Concat("6.1/file/", id)).due_text, "2026-03-20 24:00");
  const auto refused = test().Run(kRegisterRecord, "office", call("26.3.20"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().front().where, "/fields/due_on");
  const auto other_day = test().Run(kRegisterRecord, "office", call("2026-03-20（周四）"));
  EXPECT_FALSE(other_day);
}

TEST_P(Records, OfAllUnitsNameThoseThereAreOnTheDay) {
  const auto answer =
      test().Must(kRegisterRecord, "office",
                  {"drill", {}, true, clock().Now(), {{"due_on", std::string("2026-04-30")}}, ""});
  for (const std::string unit : {"A1", "B2"}) {
    EXPECT_EQ(test().ObligationOf(unit, Concat("6.1/file/", answer.id)).due_text,
              "2026-04-30 24:00");
  }
}

TEST_P(Records, MoreThanADayBackNeedASecondPersonOfTheOffice) {
  auto late = Vulnerability();
  late.at = {clock().Now().ms - kAloneMs - 1};
  const auto without_reason = test().Run(kRegisterRecord, "centre", late);
  ASSERT_FALSE(without_reason);
  EXPECT_EQ(without_reason.error().front().where, "/reason");
  late.reason = "通报晚到";
  const std::int64_t before = Entries();
  const auto proposed = test().Must(kRegisterRecord, "centre", late);
  EXPECT_TRUE(proposed.id.empty());
  EXPECT_EQ(Entries(), before + 1) << "the proposal alone";
  EXPECT_THAT(test().Must(kListUnitRecords, "contact-a", {2026, "A1", {}}).records, IsEmpty());

  const auto approved = test().Must(kApproveProposal, "office", {Label(proposed.proposal), "属实"});
  ASSERT_EQ(approved.facts.size(), 1U);
  const auto row = test().ObligationOf("A1", Concat("5.1/fix/", approved.facts.front()));
  EXPECT_EQ(row.due_text, "2026-03-04 24:00") << "from the record's own instant: a Sunday";
  const auto again = test().Run(kApproveProposal, "office2", {Label(proposed.proposal), ""});
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().front().code, ErrorCode::kConflict);
}

TEST_P(Records, ProposedOnesAreNotApprovedByTheirProposer) {
  auto late = Vulnerability();
  late.kind = "notice";
  late.fields = {};
  late.at = {clock().Now().ms - 2 * kAloneMs};
  late.reason = "补登";
  const auto proposed = test().Must(kRegisterRecord, "office", late);
  const auto own = test().Run(kApproveProposal, "office", {Label(proposed.proposal), ""});
  ASSERT_FALSE(own);
  EXPECT_EQ(own.error().front().code, ErrorCode::kForbidden);
  test().Must(kRefuseProposal, "office2", {Label(proposed.proposal), "不属实"});
  EXPECT_THAT(test().Must(kListUnitRecords, "head-a", {2026, "A1", {}}).records, IsEmpty());
}

TEST_P(Records, CorrectedOnesCountInTheirLatestVersion) {
  const auto answer = test().Must(kRegisterRecord, "centre", Vulnerability());
  const auto corrected = test().Must(
      kCorrectRecord, "centre",
      {Label(answer.id), {"B2"}, clock().Now(), Vulnerability().fields, "登记错了单位"});
  EXPECT_TRUE(corrected.proposal.empty());
  EXPECT_EQ(test().ObligationOf("B2", Concat("5.1/fix/", answer.id)).state, "open");
  for (const auto& row : test().Obligations("A1")) EXPECT_NE(row.record, answer.id);
}

TEST_P(Records, CorrectionsTellWhatNoLongerCounts) {
  const std::string id =
      test().Register("incident", {"A1"}, {{"major", true}, {"title", std::string("首页被篡改")}});
  test().HandIn("contact-a", "A1", Concat("6.2/report/", id));
  const auto corrected =
      test().MustKnowingly(kCorrectRecord, "office",
                           {Label(id), {"A1"}, clock().Now(), {{"major", false}}, "不属重大事件"});
  EXPECT_THAT(corrected.notes, testing::ElementsAre(HasSubstr("不再计入")));
}

TEST_P(Records, ThatOthersNameAreNotWithdrawnBeforeThem) {
  const std::string meeting =
      test().Register("meeting", {"A1", "B2"}, {{"name", std::string("第一次例会")}});
  const std::string attendance = test().Register("attendance", {"A1"}, {{"meeting", meeting}});
  const auto refused = test().Run(kWithdrawRecord, "office", {Label(meeting), "取消"});
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().front().message, HasSubstr(attendance));
  test().Must(kWithdrawRecord, "office", {Label(attendance), "取消"});
  test().Must(kWithdrawRecord, "office", {Label(meeting), "取消"});
  for (const auto& row : test().Obligations("A1")) EXPECT_NE(row.record, meeting);
}

TEST_P(Records, WithdrawnAfterADayNeedASecondPerson) {
  const auto answer = test().Must(kRegisterRecord, "centre", Vulnerability());
  clock().MoveMs(kAloneMs + 1);
  const auto proposed = test().Must(kWithdrawRecord, "centre", {Label(answer.id), "误报"});
  EXPECT_FALSE(proposed.proposal.empty());
  EXPECT_EQ(test().ObligationOf("A1", Concat("5.1/fix/", answer.id)).state, "open");
  test().Must(kApproveProposal, "office2", {Label(proposed.proposal), "同意"});
  for (const auto& row : test().Obligations("A1")) EXPECT_NE(row.record, answer.id);
}

TEST_P(Records, OfAYearWithoutACycleAreRefused) {
  auto request = Vulnerability();
  request.at = SchoolTime("2027-01-02T09:00");
  const auto refused = test().Run(kRegisterRecord, "centre", request);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().front().code, ErrorCode::kNotFound);
}

TEST_P(Records, OfManyUnitsShowAUnitOnlyItself) {
  test().Register("training", {"A1", "B2"},
                  {{"audience", std::string("all")},
                   {"hours", Points{2000}},
                   {"half_days", Points{1000}},
                   {"attendees", NumbersByUnit{{"A1", {30'000}}, {"B2", {10'000}}}}});
  const auto rows = test().Must(kListUnitRecords, "contact-a", {2026, "A1", {}}).records;
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_THAT(rows.front().units, testing::ElementsAre("A1"));
  for (const auto& [name, value] : rows.front().fields) {
    const auto* const numbers = std::get_if<NumbersByUnit>(&value);
    if (numbers != nullptr) {
      EXPECT_EQ(numbers->size(), 1U);
    }
  }
}

}  // namespace
}  // namespace shouze
