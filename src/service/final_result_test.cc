#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/cycles.h"
#include "service/facts_files.h"
#include "service/proof.h"
#include "service/proposals.h"
#include "service/record_reading.h"
#include "service/records.h"
#include "service/sheets.h"
#include "service/stages.h"
#include "service/units.h"
#include "testing/test_school.h"

/// Once a year's result is made nothing changes it, neither through the next year nor through what
/// is dated back; going back a stage changes only what is then done.
namespace shouze {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::string_view kCalendar2027 =
    "year: 2027\npapers: [https://example.gov.cn/2027]\nholidays:\n  - {name: 元旦, days: "
    "[\"2027-01-01\"]}\nmake_up: []\n";

/// 2026 is final on 2027-01-04, and 2027 is open. A1 has a notice of March that it did not rectify,
/// and B2 a vulnerability of the last day, to be fixed in 2027.
class FinalResult : public SchoolTest {
 protected:
  void SetUp() override {
    SchoolTest::SetUp();
    if (IsSkipped()) return;
    test().Must(kAddCalendar, "office", {std::string(kCalendar2027)});
    notice_ = test().Register("notice", {"A1"}, {{"name", std::string("通报")}});
    test().Register("training", {"A1"},
                    {{"name", std::string("全员培训")},
                     {"audience", std::string("all")},
                     {"hours", Points{4000}},
                     {"half_days", Points{1000}},
                     {"attendees", NumbersByUnit{{"A1", Points{40'000}}}}});
    clock().MoveTo(SchoolTime("2026-12-31T10:00"));
    vulnerability_ = test().Register("vulnerability", {"B2"}, {});
    clock().MoveTo(SchoolTime("2027-01-04T09:00"));
    Advance(Stage::kInitial);
    Advance(Stage::kConfirming);
    test().ConfirmAll();
    Advance(Stage::kFinal);
    const auto policy = test().Must(kListCycles, "office", {}).cycles.front().policy;
    test().Must(kPrepareCycle, "office", {2027, policy, {}});
    test().Must(kAdvance, "office", {2027, Stage::kOpen, ""});
    sheet_ = Sheet();
    total_ = Total();
    facts_ = test().Must(kExportFacts, "office", {2026, {}}).text;
  }
  void Advance(Stage to, std::string reason = "") {
    test().Must(kAdvance, "office", {2026, to, std::move(reason)});
  }
  std::string Sheet() {
    return test().Must(kReadSheet, "office", {2026, "A1", {}, {}, {}, {}}).text;
  }
  Points Total() { return test().Must(kReadWorkbench, "office", {2026, "A1"}).total; }
  std::string StateOf(int year, Label unit, std::string_view key) {
    for (const auto& row : test().Must(kListObligations, "office", {year, unit}).obligations) {
      if (row.key == key) return row.state;
    }
    return "";
  }
  void ExpectUnchanged() {
    EXPECT_EQ(Sheet(), sheet_);
    EXPECT_EQ(Total(), total_);
    EXPECT_EQ(test().Must(kExportFacts, "office", {2026, {}}).text, facts_);
    for (const auto& row : test().Must(kReadOverview, "office", {2026}).units) {
      if (row.unit != "A1") continue;
      EXPECT_EQ(row.total, total_);
    }
    EXPECT_EQ(Describe(Prove(store(), {}).findings), "");
  }
  template <class Answer>
  void ExpectRefused(const ResultOrErrors<Answer>& answer, std::string_view where = "") {
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().front().code, ErrorCode::kConflict) << Describe(answer.error());
    EXPECT_THAT(answer.error().front().message, HasSubstr("2026 考核年度的结果已经形成"));
    EXPECT_EQ(answer.error().front().where, where);
  }

  std::string notice_;
  std::string vulnerability_;
  std::string sheet_;
  std::string facts_;
  Points total_;
};
SHOUZE_ON_BOTH_DATABASES(FinalResult);

TEST_P(FinalResult, NoExceptionOfItsRecordsIsTakenUnderTheNextYear) {
  const Label rectify(Concat("5.2/rectify/", notice_));
  for (const int year : {2026, 2027}) {
    ExpectRefused(test().Run(kProposeWaiver, "office", {year, "A1", "", notice_, "误报"}));
    ExpectRefused(test().Run(kProposeWaiver, "office", {year, "A1", rectify, "", "误报"}));
    ExpectRefused(test().Run(kProposeExtension, "office",
                             {year, "A1", rectify, SchoolTime("2027-02-01T00:00"), "来不及"}));
    ExpectRefused(test().Run(kRaiseDispute, "head-a", {year, "A1", Label(notice_), "不是我们"}));
  }
  ExpectUnchanged();
}

TEST_P(FinalResult, WhatIsCarriedOverIsTheNextYears) {
  const Label fix(Concat("5.1/fix/", vulnerability_));
  EXPECT_EQ(StateOf(2026, "B2", fix), "open");
  EXPECT_EQ(StateOf(2027, "B2", fix), "open");
  ExpectRefused(test().Run(kProposeWaiver, "office", {2026, "B2", fix, "", "?"}));
  ExpectRefused(test().Run(kProposeWaiver, "office", {2027, "B2", "", vulnerability_, "?"}));
  const Instant until = SchoolTime("2027-01-20T00:00");
  const auto extension =
      test().Must(kProposeExtension, "office", {2027, "B2", fix, until, "厂商延误"});
  test().Must(kApproveProposal, "office2", {Label(extension.id), ""});
  const auto waiver = test().Must(kProposeWaiver, "office", {2027, "B2", fix, "", "设备已报废"});
  test().Must(kApproveProposal, "office2", {Label(waiver.id), ""});
  EXPECT_EQ(StateOf(2027, "B2", fix), "waived");
  EXPECT_EQ(StateOf(2026, "B2", fix), "open") << "as it was frozen";
  ExpectUnchanged();
}

TEST_P(FinalResult, PostsAreNotDatedBackIntoIt) {
  std::string post;
  for (const PostFact& one : test().Must(kListPosts, "office", {}).posts) {
    if (one.unit == "A1" && one.post == "contact") post = one.id;
  }
  ExpectRefused(
      test().Run(kAssignPost, "office", {"B2", "info_admin", "", *MakeDate(2026, 6, 1), {}}),
      "/from");
  ExpectRefused(test().Run(kChangePost, "office", {Label(post), {}, *MakeDate(2026, 6, 1), {}}),
                "/from");
  ExpectRefused(test().Run(kEndPost, "office", {Label(post), *MakeDate(2026, 6, 1)}), "/to");
  ExpectRefused(test().Run(kWithdrawPost, "office", {Label(post), "误登记"}), "/to");
  test().Must(kEndPost, "office", {Label(post), *MakeDate(2026, 12, 31)});
  test().Must(kAssignPost, "office", {"A1", "contact", "", *MakeDate(2027, 1, 1), {}});
  ExpectUnchanged();
}

TEST_P(FinalResult, AUnitStaysInItWhatItWas) {
  EXPECT_EQ(StateOf(2026, "A1", "9.1/hours"), "met");
  test().Must(kChangeUnit, "office",
              {"A1", "信息学院", "administrative", {{{"headcount", 400}}}, "合并"});
  ExpectUnchanged();
  Advance(Stage::kConfirming, "更正一处");
  EXPECT_EQ(StateOf(2026, "A1", "9.1/hours"), "met") << "the size of 2027 does not count in 2026";
  EXPECT_EQ(Total(), total_);
  ChangeUnitRequest then;
  then.unit = "A1";
  then.fields = {{"headcount", 80}};
  then.reason = "2026 年人数有误";
  then.year = 2026;
  test().MustKnowingly(kChangeUnit, "office", then);
  EXPECT_EQ(StateOf(2026, "A1", "9.1/hours"), "missed") << "but may be corrected by going back";
  EXPECT_EQ(StateOf(2027, "A1", "9.1/hours"), "open");
  Advance(Stage::kFinal);
  EXPECT_FALSE(test().Run(kChangeUnit, "office", then));
  EXPECT_EQ(Describe(Prove(store(), {}).findings), "");
}

TEST_P(FinalResult, UnitsAreFoundedAndEndedAfterIt) {
  ExpectRefused(test().Run(kFoundUnit, "office", {"C3", "新处", "teaching", {}, {}}), "/from");
  ExpectRefused(test().Run(kEndUnit, "office", {"B2", *MakeDate(2026, 6, 1), "A1", "并入"}), "/to");
  test().Must(kFoundUnit, "office", {"C3", "新处", "teaching", *MakeDate(2027, 1, 4), {}});
  EXPECT_THAT(test().Must(kReadOverview, "office", {2026}).units, SizeIs(2));
  EXPECT_THAT(test().Must(kReadOverview, "office", {2027}).units, SizeIs(3));
  const auto none = test().Run(kReadSheet, "office", {2026, "C3", {}, {}, {}, {}});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().front().code, ErrorCode::kNotFound);
  ExpectUnchanged();
}

TEST_P(FinalResult, AMergerInTheNextYearLeavesItsRecordsWhereTheyWere) {
  const Label fix(Concat("5.1/fix/", vulnerability_));
  const auto extension = test().Must(kProposeExtension, "office",
                                     {2027, "B2", fix, SchoolTime("2027-01-20T00:00"), "厂商延误"});
  test().Must(kApproveProposal, "office2", {Label(extension.id), ""});
  const auto sheet_of = [&](Label unit) {
    return test().Must(kReadSheet, "office", {2026, unit, {}, {}, {}, {}}).text;
  };
  const std::string before = sheet_of("B2");
  const auto ended = test().Must(kEndUnit, "office", {"B2", *MakeDate(2027, 1, 4), "A1", "并入"});
  EXPECT_THAT(ended.moved, testing::ElementsAre(vulnerability_));
  clock().MoveDays(1);
  EXPECT_EQ(StateOf(2027, "A1", fix), "open") << "it goes with the matter";
  for (const auto& row : test().Must(kListObligations, "office", {2027, "A1"}).obligations) {
    EXPECT_EQ(row.extended, row.key == fix) << "and so does its extension";
  }
  EXPECT_EQ(sheet_of("B2"), before);
  ExpectUnchanged();
  EXPECT_THAT(test().Must(kListUnitRecords, "office", {2026, "B2", {}}).records, SizeIs(1));
  EXPECT_THAT(test().Must(kListUnitRecords, "office", {2026, "A1", {}}).records, SizeIs(2));
  test().Must(kHandIn, "contact-a", {2027, "A1", {fix}, {test().Upload("contact-a", "fix")}, ""});
  EXPECT_EQ(StateOf(2027, "A1", fix), "submitted");
  Advance(Stage::kConfirming, "更正一处");
  EXPECT_EQ(StateOf(2026, "B2", fix), "open") << "nor does the year that went back know of it";
  EXPECT_EQ(StateOf(2026, "A1", fix), "");
  EXPECT_EQ(Total(), total_);
  EXPECT_EQ(Describe(Prove(store(), {}).findings), "");
}

TEST_P(FinalResult, AnImportOfTheNextYearBringsNothingIntoIt) {
  const auto refused = [&](std::string_view rows) {
    const auto answer = ImportFacts(
        school(), Concat(R"({"cycle":{"year":2027},"units":[{"code":"A1","name":"信息工程学院",)"
                         R"("kind":"teaching"}],)",
                         rows, "}"));
    ASSERT_FALSE(answer) << rows;
    EXPECT_EQ(answer.error().front().code, ErrorCode::kConflict) << Describe(answer.error());
  };
  refused(R"("posts":[{"unit":"A1","post":"contact","from":"2026-06-01"}])");
  refused(R"("posts":[{"unit":"A1","post":"info_admin","from":"2026-12-31","to":"2027-02-01"}])");
  refused(R"("records":[{"id":"v9","unit":"A1","kind":"vulnerability",)"
          R"("at":"2026-12-30T10:00:00+08:00"}])");
  refused(R"("records":[{"id":"w9","unit":"A1","kind":"accountability",)"
          R"("at":"2027-01-04T08:00:00+08:00","fields":{"document":"决定","year":2026}}])");
  ExpectUnchanged();
}

TEST_P(FinalResult, AVetoThatNamesItIsRefusedUntilTheCycleGoesBack) {
  RegisterRecordRequest veto;
  veto.kind = "accountability";
  veto.units = {"A1"};
  veto.at = clock().Now();
  veto.fields = {{"document", std::string("问责决定")}, {"year", Points{2'026'000}}};
  veto.reason = "上级问责";
  ExpectRefused(test().Run(kRegisterRecord, "office", veto));
  ExpectUnchanged();
  Advance(Stage::kConfirming, "上级问责");
  const auto asked = test().Must(kRegisterRecord, "office", veto);
  test().Must(kApproveProposal, "office2", {Label(asked.proposal), ""});
  EXPECT_EQ(Total(), Points{});
}

TEST_P(FinalResult, IsServedAsItWasFrozenWhileThePastIsStillComputed) {
  const Instant march = SchoolTime("2026-03-03T12:00");
  const auto then = test().Must(kReadSheet, "office", {2026, "A1", march, {}, {}, {}}).text;
  EXPECT_NE(then, sheet_);
  test().Must(kChangeUnit, "office", {"A1", "信息学院", {}, {}, "更名"});
  clock().MoveDays(30);
  ExpectUnchanged();
  EXPECT_EQ(test().Must(kReadSheet, "office", {2026, "A1", march, {}, {}, {}}).text, then);
  EXPECT_THAT(
      test().Must(kReadSheet, "office", {2026, "A1", march, Knowledge::kToday, {}, {}}).text,
      HasSubstr("信息学院"));
  test().Restart();
  ExpectUnchanged();
  for (const auto& row : test().Must(kListObligations, "office", {2026, "B2"}).obligations) {
    EXPECT_FALSE(row.can_hand_in) << row.key;
  }
}

TEST_P(FinalResult, AnOpenProposalOfTheNextYearBlocksNoFreezing) {
  Advance(Stage::kConfirming, "更正一处");
  const auto next = test().Must(kProposeWaiver, "office", {2027, "A1", "1/sign", "", "新设"});
  EXPECT_THAT(test().Must(kListBlockers, "office", {2026}).blockers, IsEmpty());
  test().Must(kProposeWaiver, "office", {2026, "A1", "", notice_, "误报"});
  const auto blockers = test().Must(kListBlockers, "office", {2026}).blockers;
  ASSERT_THAT(blockers, SizeIs(1));
  EXPECT_EQ(blockers.front().kind, "proposal");
  EXPECT_NE(blockers.front().about, next.id);
}

}  // namespace
}  // namespace shouze
