#include "service/lost_work.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/cycles.h"
#include "service/notices.h"
#include "service/proof.h"
#include "service/proposals.h"
#include "service/records.h"
#include "service/reviews.h"
#include "service/sheets.h"
#include "service/units.h"
#include "testing/test_school.h"

/// No act takes work away before whoever asks, whoever approves and the unit have been told.
namespace shouze {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

/// A1 has a vulnerability of 2026-03-02 09:00; its fix was handed in on the next day and accepted.
/// It is 2026-03-09.
class LostWork : public SchoolTest {
 protected:
  void SetUp() override {
    SchoolTest::SetUp();
    if (IsSkipped()) return;
    record_ = test().Register("vulnerability", {"A1"}, {});
    fix_ = Concat("5.1/fix/", record_);
    clock().MoveTo(SchoolTime("2026-03-03T09:00"));
    const auto submission = test().HandIn("contact-a", "A1", fix_);
    clock().MoveMinutes(5);
    test().Review(submission, Verdict::kAccepted);
    clock().MoveTo(SchoolTime("2026-03-09T09:00"));
  }
  CorrectRecordRequest Correction(std::vector<Label> units, std::string_view at) {
    return {Label(record_), std::move(units), SchoolTime(at), {}, "时间登错"};
  }
  /// What A1 has been told of this kind, newest first.
  std::vector<std::string> Told(std::string_view kind, std::string_view login = "contact-a") {
    std::vector<std::string> texts;
    for (const auto& row : test().Must(kListNotices, login, {}).notices) {
      if (row.kind == kind) texts.push_back(row.text);
    }
    return texts;
  }
  std::string StateOf(std::string_view unit, std::string_view key) {
    for (const auto& row : test().Obligations(unit)) {
      if (row.key == key) return row.state;
    }
    return "";
  }
  template <class Answer>
  static std::string WhyNot(const ResultOrErrors<Answer>& answer) {
    EXPECT_FALSE(answer);
    if (answer) return "";
    const Errors errors = answer.error();
    EXPECT_EQ(errors.front().code, ErrorCode::kConflict);
    EXPECT_THAT(errors.front().where, HasSubstr("/loses/"));
    return Describe(errors);
  }

  std::string record_;
  std::string fix_;
};
SHOUZE_ON_BOTH_DATABASES(LostWork);

TEST_P(LostWork, ACorrectionToAfterTheHandInIsToldToAskerApproverAndUnit) {
  const auto correction = Correction({"A1"}, "2026-03-03T16:00");
  const std::int64_t entries = test().entries();
  const std::string why = WhyNot(test().Run(kCorrectRecord, "centre", correction));
  EXPECT_THAT(why, HasSubstr("已完成 → 未完成"));
  EXPECT_THAT(why, HasSubstr("98 → 93"));
  EXPECT_EQ(test().entries(), entries);
  const auto asked = test().MustKnowingly(kCorrectRecord, "centre", correction);
  EXPECT_EQ(StateOf("A1", fix_), "met");
  EXPECT_THAT(Told("consequences"), ElementsAre(HasSubstr("待第二人批准；如获批准")));
  const auto shown =
      test().Must(kListProposals, "office2", {ProposalState::kOpen}).proposals.front();
  ASSERT_THAT(shown.loses, SizeIs(1));
  EXPECT_EQ(shown.loses.front().unit_name, "信息工程学院");
  EXPECT_EQ(shown.loses.front().obligation, fix_);
  EXPECT_EQ(shown.loses.front().after, Points{93'000});
  test().Must(kApproveProposal, "office2", {Label(asked.proposal), ""});
  EXPECT_EQ(StateOf("A1", fix_), "missed");
  EXPECT_THAT(Told("consequences").front(), HasSubstr("已完成 → 未完成"));
  EXPECT_EQ(Describe(Prove(store(), {}).findings), "");
}

TEST_P(LostWork, ARefusedCorrectionIsToldToTheUnitAsWell) {
  const auto asked =
      test().MustKnowingly(kCorrectRecord, "centre", Correction({"A1"}, "2026-03-03T16:00"));
  test().Must(kRefuseProposal, "office2", {Label(asked.proposal), "原来的时间属实"});
  EXPECT_THAT(Told("consequences").front(), HasSubstr("照常计入"));
}

TEST_P(LostWork, ACorrectionWithoutUnitsIsRefused) {
  const auto refused = test().Run(kCorrectRecord, "centre", Correction({}, "2026-03-02T09:00"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().front().where, "/units");
}

TEST_P(LostWork, AnotherUnitInItsPlaceMissesAtOnce) {
  const auto why =
      WhyNot(test().Run(kCorrectRecord, "centre", Correction({"B2"}, "2026-03-02T09:00")));
  EXPECT_THAT(why, HasSubstr("不再是本单位的任务"));
  EXPECT_THAT(why, HasSubstr("成为本单位的任务，期限已过"));
}

TEST_P(LostWork, AWithdrawnRecordTakesItsHandInWithIt) {
  EXPECT_THAT(WhyNot(test().Run(kWithdrawRecord, "centre", {Label(record_), "误报"})),
              HasSubstr("已有的报送不再计入"));
  const auto asked = test().MustKnowingly(kWithdrawRecord, "centre", {Label(record_), "误报"});
  test().Must(kApproveProposal, "office2", {Label(asked.proposal), ""});
  EXPECT_EQ(StateOf("A1", fix_), "");
}

TEST_P(LostWork, WhatHarmsNobodyNeedsNoConfirmation) {
  const auto corrected =
      test().Must(kCorrectRecord, "centre", Correction({"A1"}, "2026-03-02T10:00"));
  EXPECT_FALSE(corrected.proposal.empty());
  EXPECT_THAT(test().Must(kListProposals, "office2", {}).proposals.front().loses, IsEmpty());
}

TEST_P(LostWork, WhatIsHandedInMeanwhileIsNotLostByTheApproval) {
  const std::string other = test().Register("notice", {"A1"}, {});
  const std::string rectify = Concat("5.2/rectify/", other);
  clock().MoveHours(25);
  // Missed already: to register it three days later loses nothing.
  const CorrectRecordRequest later{
      Label(other), {"A1"}, SchoolTime("2026-03-10T09:30"), {}, "送达时间登错"};
  const auto asked = test().Must(kCorrectRecord, "office", later);
  EnterRequest paper{2026,   "A1", {Label(rectify)}, {}, SchoolTime("2026-03-10T08:30"),
                     "纸质", true};
  test().Must(kEnterSubmission, "office", paper);
  EXPECT_EQ(StateOf("A1", rectify), "met");
  const auto refused = test().Run(kApproveProposal, "office2", {Label(asked.proposal), ""});
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().front().message, HasSubstr("提请之后情况有变"));
  EXPECT_EQ(StateOf("A1", rectify), "met");
}

TEST_P(LostWork, AnExtensionTakenBackOrShortenedIsToldWithWhatItCosts) {
  const std::string other = test().Register("vulnerability", {"A1"}, {});
  const Label fix(Concat("5.1/fix/", other));
  const auto granted = test().Must(kProposeExtension, "office",
                                   {2026, "A1", fix, SchoolTime("2026-03-20T00:00"), "延误"});
  test().Must(kApproveProposal, "office2", {Label(granted.id), ""});
  clock().MoveTo(SchoolTime("2026-03-16T09:00"));
  test().Review(test().HandIn("contact-a", "A1", fix), Verdict::kAccepted);
  EXPECT_EQ(StateOf("A1", fix), "met");
  EXPECT_THAT(WhyNot(test().Run(kProposeExtension, "office",
                                {2026, "A1", fix, SchoolTime("2026-03-14T00:00"), "缩短"})),
              HasSubstr("已完成 → 逾期完成"));
  const std::string id = test().ObligationOf("A1", fix).exceptions.front().id;
  EXPECT_THAT(WhyNot(test().Run(kProposeExtensionEnd, "office", {Label(id), "不应延期"})),
              HasSubstr("已完成 → 逾期完成"));
}

TEST_P(LostWork, APostThatEndedLongAgoIsToldAsMissed) {
  clock().MoveTo(SchoolTime("2026-06-01T09:00"));
  std::string post;
  for (const PostFact& one : test().Must(kListPosts, "office", {}).posts) {
    if (one.unit == "A1" && one.post == "contact") post = one.id;
  }
  const EndPostRequest end{Label(post), *MakeDate(2026, 3, 1)};
  EXPECT_THAT(WhyNot(test().Run(kEndPost, "office", end)), HasSubstr("已完成 → 未完成"));
  test().MustKnowingly(kEndPost, "office", end);
  EXPECT_EQ(StateOf("A1", "2/contact"), "missed");
}

TEST_P(LostWork, ADateThatMovesIsListedFirst) {
  const ChangeCycleRequest earlier{2026, {{"agreement_due", *MakeDate(2026, 3, 6)}}, "提前"};
  const auto unseen = test().Run(kChangeCycle, "office", earlier);
  ASSERT_FALSE(unseen);
  EXPECT_THAT(unseen.error().front().where, HasSubstr("/moves/"));
  EXPECT_THAT(Describe(unseen.error()), HasSubstr("待办 → 未完成"));
  test().MustKnowingly(kChangeCycle, "office", earlier);
  EXPECT_EQ(StateOf("B2", "1/sign"), "missed");
  EXPECT_THAT(Told("consequences", "contact-b"), ElementsAre(HasSubstr("期限变动")));
}

}  // namespace
}  // namespace shouze
