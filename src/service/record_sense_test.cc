#include "service/record_sense.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/record_preview.h"
#include "service/records.h"
#include "testing/test_school.h"

namespace shouze {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class RecordSense : public SchoolTest {
 protected:
  FieldValues Session(std::string audience, FieldValue attendees) {
    return {{"name", std::string("专题讲座")},
            {"audience", std::move(audience)},
            {"hours", Points{4000}},
            {"half_days", Points{1000}},
            {"attendees", std::move(attendees)}};
  }
  RegisterRecordRequest Training(std::vector<Label> units, FieldValues fields) {
    return {"training", std::move(units), false, clock().Now(), std::move(fields), ""};
  }
  RegisterRecordRequest Project(FieldValues dates) {
    dates.insert(dates.begin(), {"name", std::string("智慧校园")});
    return {"project", {"A1"}, false, clock().Now(), std::move(dates), ""};
  }
  template <class Case>
  Errors WhyNot(const Case& use_case, std::string_view login,
                const typename Case::RequestType& request) {
    const auto done = test().Run(use_case, login, request);
    return done ? Errors() : done.error();
  }
};
SHOUZE_ON_BOTH_DATABASES(RecordSense);

TEST_P(RecordSense, NoMoreAttendThanAUnitHas) {
  const RegisterUnitRecordRequest own{"A1", "training", clock().Now(),
                                      Session("all", Points{9'999'000}), ""};
  const Errors why = WhyNot(kRegisterUnitRecord, "contact-a", own);
  ASSERT_THAT(why, SizeIs(1));
  EXPECT_EQ(why.front().where, "/fields/attendees");
  EXPECT_EQ(why.front().message,
            "信息工程学院的“在职人数”是 40，“参训人数”不能多于 "
            "40；如人数有变，请先请网安办更新“在职人数”");
  EXPECT_EQ(why.front().english, "A1 has 40 (headcount): attendees cannot be more");
  const auto all = Session("all", Points{40'000});
  EXPECT_THAT(WhyNot(kRegisterUnitRecord, "contact-a", {"A1", "training", clock().Now(), all, ""}),
              IsEmpty());
}

TEST_P(RecordSense, EachUnitIsHeldAgainstItsOwnNumber) {
  const NumbersByUnit numbers = {{"A1", Points{40'000}}, {"B2", Points{13'000}}};
  const Errors why =
      WhyNot(kRegisterRecord, "office", Training({"A1", "B2"}, Session("all", numbers)));
  ASSERT_THAT(why, SizeIs(1));
  EXPECT_EQ(why.front().where, "/fields/attendees/B2");
  EXPECT_THAT(why.front().message, HasSubstr("教务处的“在职人数”是 12"));
  // One number for both is too many for one of them.
  const Errors shared =
      WhyNot(kRegisterRecord, "office", Training({"A1", "B2"}, Session("all", Points{30'000})));
  ASSERT_THAT(shared, SizeIs(1));
  EXPECT_EQ(shared.front().where, "/fields/attendees");
}

TEST_P(RecordSense, AdministratorsAreThoseWhoHoldThePostAndOneAtTheLeast) {
  const Errors why =
      WhyNot(kRegisterRecord, "office", Training({"A1"}, Session("admins", Points{2000})));
  ASSERT_THAT(why, SizeIs(1));
  EXPECT_THAT(why.front().message, HasSubstr("“信息管理员人数”是 0（按 1 人计）"));
  EXPECT_THAT(why.front().message, HasSubstr("请先请网安办登记“信息管理员”的任职"));
  EXPECT_THAT(WhyNot(kRegisterRecord, "office", Training({"A1"}, Session("admins", Points{1000}))),
              IsEmpty());
}

TEST_P(RecordSense, ACorrectionDoesNothingThatRegisteringRefuses) {
  const auto id =
      test().Must(kRegisterRecord, "office", Training({"B2"}, Session("all", Points{12'000}))).id;
  const auto correct = [&](FieldValues fields) {
    return WhyNot(kCorrectRecord, "office", {id, {"B2"}, clock().Now(), std::move(fields), "更正"});
  };
  EXPECT_THAT(correct(Session("all", Points{13'000})), SizeIs(1));
  EXPECT_THAT(correct(Session("admins", Points{12'000})), SizeIs(1));
  EXPECT_THAT(correct(Session("all", Points{11'000})), IsEmpty());
}

TEST_P(RecordSense, StagesFollowEachOtherAsTheRuleListsThem) {
  const Errors why = WhyNot(kRegisterRecord, "office",
                            Project({{"accept_due", std::string("2026-05-01")},
                                     {"apply_due", std::string("2026-06-01")}}));
  ASSERT_THAT(why, SizeIs(1));
  EXPECT_EQ(why.front().where, "/fields/accept_due");
  EXPECT_EQ(why.front().message, "“验收期限”2026-05-01 早于“申请期限”2026-06-01，请按先后填写");
  // The same day will do, and blank ones are passed over.
  EXPECT_THAT(WhyNot(kRegisterRecord, "office",
                     Project({{"apply_due", std::string("2026-06-01")},
                              {"argue_due", std::string("2026-06-01")},
                              {"accept_due", std::string("2026-11-30")}})),
              IsEmpty());
}

TEST_P(RecordSense, HoursThatDoNotFitTheHalfDaysAreTold) {
  FieldValues fields = Session("all", Points{12'000});
  fields[2].second = Points{8000};
  const auto answer = test().Must(kRegisterRecord, "office", Training({"B2"}, fields));
  EXPECT_THAT(answer.notes, ElementsAre("“半天数”1，每个至多计 4 学时：这里按 4 学时计，不是 8"));
}

TEST_P(RecordSense, IsToldBeforeAnythingIsSent) {
  const std::int64_t entries = test().entries();
  const PreviewUnitRecordRequest blank{
      "A1", "training", clock().Now(), {{"audience", std::string("all")}}};
  const auto known = test().Must(kPreviewUnitRecord, "contact-a", blank);
  ASSERT_THAT(known.head_counts, SizeIs(1));
  EXPECT_EQ(known.head_counts.front().field, "attendees");
  EXPECT_EQ(known.head_counts.front().name, "在职人数");
  EXPECT_EQ(known.head_counts.front().most, 40);
  EXPECT_THAT(known.refused, IsEmpty());
  const auto wrong =
      test().Must(kPreviewRecord, "office",
                  {"training", {"A1", "B2"}, clock().Now(), Session("all", Points{20'000}), {}});
  ASSERT_THAT(wrong.refused, SizeIs(1));
  EXPECT_EQ(wrong.refused.front().field, "attendees");
  EXPECT_FALSE(test().Run(kPreviewUnitRecord, "contact-b", blank));
  EXPECT_EQ(test().entries(), entries);
}

}  // namespace
}  // namespace shouze
