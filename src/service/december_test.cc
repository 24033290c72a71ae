#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/cycles.h"
#include "service/feedback.h"
#include "service/notices.h"
#include "service/notify.h"
#include "service/objections.h"
#include "service/proof.h"
#include "service/proposals.h"
#include "service/records.h"
#include "service/results.h"
#include "service/reviews.h"
#include "service/score_form.h"
#include "service/sheets.h"
#include "service/stages.h"
#include "testing/test_school.h"

/// The December round: initial result, the units' word, answers, approval, publication.
namespace shouze {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Property;
using testing::SizeIs;

/// A1 has two vulnerabilities of March, neither fixed; it is Monday, 2026-12-21.
class December : public SchoolTest {
 protected:
  void SetUp() override {
    SchoolTest::SetUp();
    if (IsSkipped()) return;
    first_ = test().Register("vulnerability", {"A1"}, {{"name", std::string("甲")}});
    second_ = test().Register("vulnerability", {"A1"}, {{"name", std::string("乙")}});
    clock().MoveTo(SchoolTime("2026-12-21T09:00"));
  }
  void Advance(Stage to, std::string reason = "") {
    test().Must(kAdvance, "office", {2026, to, std::move(reason)});
  }
  void ToConfirming() {
    Advance(Stage::kInitial);
    test().Must(kAdvance, "office", {2026, Stage::kConfirming, "", *MakeDate(2026, 12, 28)});
  }
  /// Whether they are shown A1's sheet of that freeze, counted from 0, by its entry's number.
  bool SeesFrozen(std::string_view login, std::size_t at) {
    const std::string id = test().Must(kListCycles, "office", {}).cycles.front().frozen.at(at).id;
    const std::int64_t entry = ParseInteger(id.substr(id.find('/') + 1)).value();
    return test().Run(kReadFrozenSheet, login, {2026, "A1", entry}).has_value();
  }
  FeedbackAnswer Feedback(std::string_view login = "contact-a") {
    return test().Must(kReadFeedback, login, {2026, "A1"});
  }
  std::int64_t EntryRead() {
    const auto feedback = Feedback("office").feedback;
    return feedback ? feedback->entry : 0;
  }
  void Object(const std::vector<ObjectionRequest>& objections) {
    test().Must(kPrepareFeedback, "contact-a", {2026, "A1", objections, "", EntryRead()});
  }
  void Sign() { test().Must(kSignFeedback, "head-a", {2026, "A1", EntryRead()}); }
  auto Answer(std::string_view login, Outcome outcome, std::int64_t entry = 0) {
    return test().Run(kAnswerObjection, login, {2026, "A1", "5.1", outcome, "经核实", entry});
  }
  std::int64_t AnswerEntry() {
    return test().Must(kListObjections, "office", {2026}).objections.front().answer_entry;
  }
  void WaiveFirst() {
    const auto proposal =
        test().Must(kProposeWaiver, "office", {2026, "A1", "", first_, "误报，已复核"});
    test().Must(kApproveProposal, "office2", {Label(proposal.id), ""});
  }
  ComparedLine Line(std::string_view indicator) {
    for (const ComparedLine& line : Feedback("office").lines) {
      if (line.indicator == indicator) return line;
    }
    return {};
  }
  std::vector<std::string> Blockers() {
    std::vector<std::string> kinds;
    for (const Blocker& one : test().Must(kListBlockers, "office", {2026}).blockers) {
      kinds.push_back(Concat(one.kind, " ", one.unit, " ", one.about));
    }
    return kinds;
  }
  template <class Answer>
  static std::string WhyNot(const ResultOrErrors<Answer>& answer) {
    return answer ? "" : Concat(answer.error().front().where, ": ", answer.error().front().message);
  }
  std::string Findings() { return Describe(Prove(store(), {}).findings); }

  std::string first_;
  std::string second_;
};
SHOUZE_ON_BOTH_DATABASES(December);

TEST_P(December, TheInitialResultWaitsForItsDay) {
  test().Must(kChangeCycle, "office", {2026, {}, "恢复办法的日期"});
  clock().MoveTo(SchoolTime("2026-12-21T10:00"));
  EXPECT_THAT(Blockers(), IsEmpty());
  test().Must(kChangeCycle, "office", {2026, {{"initial_from", *MakeDate(2026, 12, 25)}}, "推迟"});
  EXPECT_THAT(Blockers(), ElementsAre("too_early  initial_from"));
  EXPECT_THAT(WhyNot(test().Run(kAdvance, "office", {2026, Stage::kInitial, ""})),
              HasSubstr("2026-12-25"));
  clock().MoveTo(SchoolTime("2026-12-25T00:00"));
  Advance(Stage::kInitial);
}

TEST_P(December, UntilItIsHandedDownTheInitialResultIsTheOfficesOwn) {
  Advance(Stage::kInitial);
  EXPECT_FALSE(Feedback().asked);
  EXPECT_TRUE(Feedback("office").asked);
  EXPECT_THAT(WhyNot(test().Run(kSignFeedback, "head-a", {2026, "A1", 0})), HasSubstr("初评"));
}

TEST_P(December, AFrozenSheetIsSeenByItsUnitOnceItIsHandedDownByWhateverWay) {
  const auto form = [&](std::string_view login) {
    return test().Run(kReadScoreForm, login, {2026, "A1", FormOf::kInitial}).has_value();
  };
  Advance(Stage::kInitial);
  EXPECT_TRUE(SeesFrozen("office", 0) && form("office"));
  EXPECT_FALSE(SeesFrozen("contact-a", 0)) << "by the number of its entry";
  EXPECT_FALSE(form("contact-a")) << "whoever has asked before";
  Advance(Stage::kOpen, "有误");
  EXPECT_FALSE(SeesFrozen("contact-a", 0) || form("contact-a"));
  clock().MoveMinutes(1);
  ToConfirming();
  EXPECT_TRUE(SeesFrozen("contact-a", 1) && form("contact-a"));
  EXPECT_FALSE(SeesFrozen("contact-a", 0)) << "what the office made anew was never handed down";
  EXPECT_TRUE(SeesFrozen("office", 0));
}

TEST_P(December, TheLastDayIsThePolicysUnlessTheOfficeNamesAnother) {
  Advance(Stage::kInitial);
  EXPECT_EQ(test().Must(kListBlockers, "office", {2026}).confirm_on, *MakeDate(2026, 12, 28));
  EXPECT_THAT(WhyNot(test().Run(kAdvance, "office",
                                {2026, Stage::kConfirming, "", *MakeDate(2026, 12, 20)})),
              HasSubstr("/confirm_on"));
  Advance(Stage::kConfirming);
  EXPECT_EQ(Feedback().confirm_until_text, "2026-12-28 24:00");
  test().Must(kChangeConfirm, "office", {2026, *MakeDate(2026, 12, 30), "跨周末"});
  EXPECT_EQ(Feedback().confirm_until_text, "2026-12-30 24:00");
}

TEST_P(December, AUnitsWordCountsOnceItsHeadHasSignedIt) {
  ToConfirming();
  const auto file = test().Upload("contact-a", "复核报告");
  Object({{"5.1", "甲是误报", {file}}});
  EXPECT_EQ(Feedback().state, FeedbackState::kPrepared);
  EXPECT_FALSE(test().Run(kSignFeedback, "contact-a", {2026, "A1", EntryRead()}))
      << "the contact prepares, the head signs";
  EXPECT_THAT(Blockers(), ElementsAre("unconfirmed A1 ", "unconfirmed B2 "));
  Sign();
  const auto read = Feedback();
  EXPECT_EQ(read.state, FeedbackState::kObjected);
  ASSERT_TRUE(read.feedback);
  EXPECT_THAT(read.feedback->objections.front().files, SizeIs(1));
  EXPECT_FALSE(read.can_prepare);
  test().Must(kSignFeedback, "head-b", {2026, "B2", 0});
  EXPECT_THAT(Blockers(), ElementsAre("objection A1 5.1"));
  EXPECT_EQ(Findings(), "");
}

TEST_P(December, NobodySignsWhatTheyHaveNotRead) {
  ToConfirming();
  Object({{"5.1", "甲是误报", {}}});
  const std::int64_t read = EntryRead();
  Object({{"5.1", "甲和乙都是误报", {}}});
  EXPECT_THAT(WhyNot(test().Run(kSignFeedback, "head-a", {2026, "A1", read})), HasSubstr("/entry"));
  EXPECT_THAT(WhyNot(test().Run(kPrepareFeedback, "contact-a", {2026, "A1", {}, "", read})),
              HasSubstr("/entry"));
  Sign();
  test().Must(kTakeBackFeedback, "head-a", {2026, "A1", EntryRead()});
  EXPECT_EQ(Feedback().state, FeedbackState::kPrepared);
  Object({});
  Sign();
  EXPECT_EQ(Feedback().state, FeedbackState::kConfirmed);
}

TEST_P(December, WrongObjectionsAreAllNamedAtOnce) {
  ToConfirming();
  const HandedFile none{Label(std::string(64, '0')), "无.pdf"};
  const auto wrong =
      test().Run(kPrepareFeedback, "contact-a",
                 {2026, "A1", {{"5.9", "?", {}}, {"5.1", "甲", {none}}, {"5.1", "乙", {}}}, "", 0});
  ASSERT_FALSE(wrong);
  std::vector<std::string> where;
  for (const Error& error : wrong.error()) where.push_back(error.where);
  EXPECT_THAT(where, ElementsAre("/objections/0/indicator", "/objections/1/files/0",
                                 "/objections/2/indicator"));
}

TEST_P(December, SilenceConfirmsAndThenItIsTooLate) {
  ToConfirming();
  Object({{"5.1", "甲是误报", {}}});
  clock().MoveTo(SchoolTime("2026-12-29T00:00"));
  EXPECT_EQ(Feedback().state, FeedbackState::kPrepared) << "24:00 is still in time";
  clock().MoveTo(SchoolTime("2026-12-29T00:01"));
  EXPECT_EQ(Feedback().state, FeedbackState::kSilent);
  EXPECT_FALSE(Feedback("head-a").can_sign);
  EXPECT_THAT(WhyNot(test().Run(kSignFeedback, "head-a", {2026, "A1", EntryRead()})),
              HasSubstr("截止"));
  EXPECT_THAT(Blockers(), IsEmpty());
  Advance(Stage::kFinal);
}

TEST_P(December, AnObjectionIsUpheldByAFactNotByANumber) {
  ToConfirming();
  Object({{"5.1", "甲是误报", {}}});
  Sign();
  EXPECT_THAT(WhyNot(Answer("office", Outcome::kUpheld)), HasSubstr("先登记"));
  EXPECT_EQ(Line("5.1").before, Points{0});
  WaiveFirst();
  const ComparedLine line = Line("5.1");
  EXPECT_EQ(line.after, Points{3000}) << "one of two vulnerabilities is left: −2, −5";
  EXPECT_TRUE(line.changed);
  ASSERT_TRUE(Answer("office", Outcome::kUpheld));
  EXPECT_THAT(WhyNot(Answer("office2", Outcome::kRefused)), HasSubstr("/entry"));
  EXPECT_FALSE(test().Run(kTakeBackFeedback, "head-a", {2026, "A1", EntryRead()}));
  test().Must(kSignFeedback, "head-b", {2026, "B2", 0});
  Advance(Stage::kFinal);
  const auto results = test().Must(kReadResults, "leader", {2026});
  for (const ResultRow& row : results.units) {
    if (row.unit != "A1") continue;
    EXPECT_EQ(row.total - *row.initial, Points{3000});
    EXPECT_EQ(row.upheld, 1);
    ASSERT_THAT(row.changes, SizeIs(1));
    EXPECT_EQ(row.changes.front().indicator, "5.1");
  }
  EXPECT_EQ(Findings(), "");
}

TEST_P(December, WhoeverReviewedTheMatterDoesNotAnswerForIt) {
  const std::string late = test().HandIn("contact-a", "A1", Concat("5.1/fix/", second_));
  test().Review(late, Verdict::kAccepted);
  ToConfirming();
  Object({{"5.1", "报送过", {}}});
  Sign();
  EXPECT_THAT(WhyNot(Answer("office", Outcome::kRefused)), HasSubstr("另一人"));
  const auto seen = test().Must(kListObjections, "office", {2026}).objections;
  ASSERT_THAT(seen, SizeIs(1));
  EXPECT_FALSE(seen.front().can_answer);
  EXPECT_THAT(seen.front().reviewers, ElementsAre(test().AccountOf("office")));
  EXPECT_TRUE(Answer("office2", Outcome::kRefused));
  EXPECT_FALSE(Answer("centre", Outcome::kRefused));
  EXPECT_TRUE(Answer("co", Outcome::kRefused, AnswerEntry()))
      << "those who organise it together may, should all of the office have reviewed";
}

TEST_P(December, WhatWasReturnedMayBeSupplementedBeforeTheResultIsMade) {
  clock().MoveTo(SchoolTime("2026-12-14T09:00"));
  const auto handed = test().HandIn("contact-a", "A1", "3.1/implement");
  test().Review(handed, Verdict::kReturned);
  Advance(Stage::kInitial);
  test().Must(kAdvance, "office", {2026, Stage::kConfirming, "", *MakeDate(2026, 12, 14)});
  clock().MoveTo(SchoolTime("2026-12-16T09:00"));
  EXPECT_THAT(Blockers(), ElementsAre("returned A1 3.1/implement"));
  test().HandIn("contact-a", "A1", "3.1/implement");
  EXPECT_THAT(Blockers(), ElementsAre("submitted A1 3.1/implement"));
  clock().MoveTo(SchoolTime("2026-12-21T00:01"));
  const auto again = test().ObligationOf("A1", "3.1/implement").submissions.front().id;
  test().Review(again, Verdict::kReturned);
  EXPECT_THAT(Blockers(), IsEmpty());
  EXPECT_EQ(test().ObligationOf("A1", "3.1/implement").state, "missed") << "no more, visibly";
}

TEST_P(December, BothContactAndHeadAreRemindedBeforeTheirTimeIsOver) {
  ToConfirming();
  const auto told = [&](std::string_view login) {
    NotifyOfDeadlines(school());
    std::string texts;
    for (const NoticeRow& row : test().Must(kListNotices, login, {false, 500}).notices) {
      if (row.kind == "near" && row.about == "feedback") texts += row.text;
    }
    return texts;
  };
  clock().MoveTo(SchoolTime("2026-12-23T09:00"));
  EXPECT_EQ(told("head-a"), "");
  clock().MoveTo(SchoolTime("2026-12-24T09:00"));
  Object({{"5.1", "甲是误报", {}}});
  test().Must(kSignFeedback, "head-b", {2026, "B2", 0});
  const std::string text = told("head-a");
  EXPECT_THAT(text, HasSubstr("将于 2026-12-28 24:00 截止，已填写，还没有经单位负责人签发"));
  EXPECT_EQ(told("contact-a"), text) << "and each once";
  EXPECT_EQ(told("contact-b"), "") << "it is signed";
}

/// To the stage before the leading group's.
class Approval : public December {
 protected:
  void SetUp() override {
    December::SetUp();
    if (IsSkipped()) return;
    ToConfirming();
    test().Must(kSignFeedback, "head-a", {2026, "A1", 0});
    test().Must(kSignFeedback, "head-b", {2026, "B2", 0});
    Advance(Stage::kFinal);
  }
  auto Decide(std::string_view login, Stage to, std::string remark = "") {
    return test().Run(
        kDecideResult, login,
        {2026, to, "领导小组〔2026〕3 号", *MakeDate(2026, 12, 21), std::move(remark)});
  }
};
SHOUZE_ON_BOTH_DATABASES(Approval);

TEST_P(Approval, AResultThatIsGivenBackIsNoneToItsUnitAnyMore) {
  EXPECT_TRUE(SeesFrozen("contact-a", 1));
  ASSERT_TRUE(Decide("leader", Stage::kConfirming, "请再核教务处"));
  EXPECT_FALSE(SeesFrozen("contact-a", 1));
  EXPECT_TRUE(SeesFrozen("contact-a", 0)) << "the initial one is still in force";
  Advance(Stage::kFinal);
  EXPECT_TRUE(SeesFrozen("contact-a", 2));
  EXPECT_FALSE(SeesFrozen("contact-a", 1));
  EXPECT_TRUE(SeesFrozen("office", 1));
}

TEST_P(Approval, IsTheLeadingGroups) {
  EXPECT_FALSE(test().Run(kAdvance, "office", {2026, Stage::kApproved, ""}));
  EXPECT_FALSE(Decide("office", Stage::kApproved));
  EXPECT_THAT(WhyNot(Decide("leader", Stage::kConfirming)), HasSubstr("/remark"));
  ASSERT_TRUE(Decide("leader", Stage::kConfirming, "请再核教务处"));
  EXPECT_EQ(test().Must(kListCycles, "office", {}).cycles.front().stage, Stage::kConfirming);
  Advance(Stage::kFinal);
  ASSERT_TRUE(Decide("leader", Stage::kApproved));
  EXPECT_EQ(test().Must(kReadResults, "office", {2026}).resolution->number, "领导小组〔2026〕3 号");
  EXPECT_FALSE(test().Run(kAdvance, "office", {2026, Stage::kConfirming, "?"}));
  EXPECT_FALSE(Decide("leader", Stage::kApproved)) << "the second of two clicks";
  EXPECT_EQ(Findings(), "");
}

TEST_P(Approval, AResolutionIsNotOfTomorrow) {
  const auto tomorrow = test().Run(kDecideResult, "leader",
                                   {2026, Stage::kApproved, "1 号", *MakeDate(2026, 12, 22), ""});
  EXPECT_THAT(WhyNot(tomorrow), HasSubstr("/date"));
}

TEST_P(Approval, OthersCommentUntilItIsApproved) {
  test().Must(kComment, "co", {2026, "", "同意"});
  test().Must(kComment, "co", {2026, "A1", "培训材料请补充说明"});
  EXPECT_FALSE(test().Run(kComment, "contact-a", {2026, "", "?"}));
  EXPECT_FALSE(test().Run(kComment, "co", {2026, "C3", "?"})) << "no such unit";
  EXPECT_THAT(test().Must(kReadResults, "leader", {2026}).comments, SizeIs(2));
  ASSERT_TRUE(Decide("leader", Stage::kApproved));
  EXPECT_FALSE(test().Run(kComment, "co", {2026, "", "晚了"}));
}

TEST_P(Approval, OnlyWhatWasChosenIsPublished) {
  EXPECT_FALSE(test().Run(kReadPublished, "contact-a", {2026}));
  ASSERT_TRUE(Decide("leader", Stage::kApproved));
  EXPECT_THAT(WhyNot(test().Run(kAdvance, "office",
                                {2026, Stage::kPublished, "", {}, Publication{false, true}})),
              HasSubstr("/publication/ranking"));
  test().Must(kAdvance, "office",
              {2026, Stage::kPublished, "", {}, Publication{true, false, false, false}});
  const auto shown = test().Must(kReadPublished, "contact-b", {2026});
  ASSERT_THAT(shown.units, SizeIs(2));
  EXPECT_TRUE(shown.units.front().total);
  EXPECT_FALSE(shown.units.front().rank);
  EXPECT_THAT(shown.units.front().lines, IsEmpty());
  EXPECT_FALSE(ReadPublicResult(school(), 2026)) << "not to anybody";
  Advance(Stage::kApproved, "更正公布范围");
  EXPECT_FALSE(test().Run(kReadPublished, "contact-b", {2026}));
  test().Must(kAdvance, "office",
              {2026, Stage::kPublished, "", {}, Publication{true, true, true, true}});
  const auto open = ReadPublicResult(school(), 2026);
  ASSERT_TRUE(open);
  EXPECT_EQ(open->units.front().rank, 1);
  EXPECT_THAT(open->units.front().lines, SizeIs(20));
  const std::string text = WriteJson(*open, UtcOffset{480});
  EXPECT_THAT(text, testing::Not(HasSubstr("甲"))) << "no finding's text";
}

TEST_P(Approval, APrintedSheetIsKnownByItsDigest) {
  const auto digest = test().Must(kReadResults, "office", {2026}).units.front().digest;
  EXPECT_FALSE(VerifySheet(school(), digest).known) << "not published yet";
  ASSERT_TRUE(Decide("leader", Stage::kApproved));
  Advance(Stage::kPublished);
  const auto inside = VerifySheet(school(), digest);
  EXPECT_TRUE(inside.known);
  EXPECT_TRUE(inside.in_force);
  EXPECT_EQ(inside.unit_name, "") << "totals are not shown to anybody";
  EXPECT_FALSE(VerifySheet(school(), std::string(64, 'f')).known);
}

}  // namespace
}  // namespace shouze
