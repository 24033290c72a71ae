#include "service/submissions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "service/notices.h"
#include "service/proof.h"
#include "service/proposals.h"
#include "service/records.h"
#include "service/reviews.h"
#include "service/sheets.h"
#include "testing/test_school.h"

namespace shouze {
namespace {

using testing::HasSubstr;

class Submissions : public SchoolTest {
 protected:
  void SetUp() override {
    SchoolTest::SetUp();
    if (IsSkipped()) return;
    fix_ = Concat("5.1/fix/", Vulnerability());
  }
  /// Of A1, now; its record's id.
  std::string Vulnerability() {
    const RegisterRecordRequest request{
        "vulnerability", {"A1"}, false, clock().Now(), {{"system", std::string("教务系统")}}, ""};
    return test().Must(kRegisterRecord, "centre", request).id;
  }
  HandInRequest Request(std::string_view obligation) {
    return {
        2026, "A1", {Label(std::string(obligation))}, {test().Upload("contact-a", obligation)}, ""};
  }
  ErrorCode CodeOf(const HandInRequest& request, std::string_view login = "contact-a") {
    const auto answer = test().Run(kHandIn, login, request);
    EXPECT_FALSE(answer);
    return answer ? ErrorCode() : answer.error().front().code;
  }

  std::string fix_;  ///< Due 2026-03-05 24:00.
};
SHOUZE_ON_BOTH_DATABASES(Submissions);

TEST_P(Submissions, CountFromTheServersInstantOfTheConfirmingRequest) {
  const HandInRequest request = Request(fix_);
  clock().MoveTo(SchoolTime("2026-03-05T23:59"));
  const auto answer = test().Must(kHandIn, "contact-a", request);
  EXPECT_EQ(answer.at, clock().Now());
  EXPECT_TRUE(answer.submissions.front().timely);
  EXPECT_EQ(test().ObligationOf("A1", fix_).state, "submitted");
  clock().MoveTo(SchoolTime("2026-03-06T08:00"));
  test().Review(answer.submissions.front().id, Verdict::kAccepted);
  EXPECT_EQ(test().ObligationOf("A1", fix_).state, "met") << "when it was handed in decides";
}

TEST_P(Submissions, CountFromWhenTheRequestArrivedHoweverLongItWaited) {
  const HandInRequest request = Request(fix_);
  const Instant due = Midnight(*MakeDate(2026, 3, 6), UtcOffset{480});
  clock().MoveTo(Instant{due.ms + 3'000});  // Others were served for five seconds.
  Caller waiting = test().As("contact-a");
  waiting.arrived = std::chrono::steady_clock::now() - std::chrono::seconds(5);
  const auto answer = (*test()).Run(kHandIn, waiting, request);
  ASSERT_TRUE(answer) << Describe(answer.error());
  EXPECT_LE(answer->at.ms, due.ms - 2'000);
  EXPECT_TRUE(answer->submissions.front().timely);
  EXPECT_EQ(test().ObligationOf("A1", fix_).state, "submitted");
  const auto entries = test().Must(kReadLedger, "auditor", {}).entries;
  EXPECT_EQ(entries.front().at, clock().Now()) << "entries never go back";
}

TEST_P(Submissions, NeverCountFromMoreThanFiveMinutesAgo) {
  const HandInRequest request = Request(fix_);
  Caller waiting = test().As("contact-a");
  waiting.arrived = std::chrono::steady_clock::now() - std::chrono::hours(5);
  const auto answer = (*test()).Run(kHandIn, waiting, request);
  ASSERT_FALSE(answer) << "the vulnerability was not there yet";
  clock().MoveTo(Instant{clock().Now().ms + 10 * 60 * 1000});
  const auto later = (*test()).Run(kHandIn, waiting, request);
  ASSERT_TRUE(later);
  EXPECT_EQ(later->at.ms, clock().Now().ms - 5 * 60 * 1000);
}

TEST_P(Submissions, AtTheDueInstantAreTimelyAndAMillisecondLaterLate) {
  clock().MoveTo(Midnight(*MakeDate(2026, 3, 6), UtcOffset{480}));
  EXPECT_TRUE(test().Must(kHandIn, "contact-a", Request(fix_)).submissions.front().timely);
  const std::string other = Concat("5.1/fix/", Vulnerability());
  clock().MoveTo(Instant{Midnight(*MakeDate(2026, 3, 12), UtcOffset{480}).ms + 1});
  EXPECT_FALSE(test().Must(kHandIn, "contact-a", Request(other)).submissions.front().timely);
}

TEST_P(Submissions, TakeSeveralFilesForSeveralObligationsAtOnce) {
  const std::string second = Concat("5.1/fix/", Vulnerability());
  HandInRequest request = Request(fix_);
  request.obligations.emplace_back(second);
  request.files.push_back(test().Upload("contact-a", "photo"));
  const std::int64_t before = test().entries();
  const auto answer = test().Must(kHandIn, "contact-a", request);
  EXPECT_EQ(answer.submissions.size(), 2U);
  EXPECT_EQ(test().entries(), before + 2);
  const auto row = test().ObligationOf("A1", second);
  ASSERT_EQ(row.submissions.size(), 1U);
  EXPECT_EQ(row.submissions.front().files.size(), 2U);
  EXPECT_EQ(row.submissions.front().batch,
            test().ObligationOf("A1", fix_).submissions.front().batch);
}

TEST_P(Submissions, AreAllOrNothing) {
  HandInRequest request = Request(fix_);
  request.obligations.emplace_back("5.1/fix/none");
  const std::int64_t before = test().entries();
  const auto refused = test().Run(kHandIn, "contact-a", request);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().front().where, "/obligations/1");
  EXPECT_THAT(refused.error().front().message, HasSubstr("5.1/fix/r"));
  EXPECT_EQ(test().entries(), before);
}

TEST_P(Submissions, NeedAFileThatIsUpAndTheCallersOwn) {
  HandInRequest request = Request(fix_);
  request.files.clear();
  EXPECT_EQ(CodeOf(request), ErrorCode::kInvalidInput);
  request.files = {test().Upload("contact-b", "of another unit")};
  EXPECT_EQ(CodeOf(request), ErrorCode::kInvalidInput);
  request.files = {{Label(std::string(64, 'a')), "nothing.pdf"}};
  EXPECT_EQ(CodeOf(request), ErrorCode::kInvalidInput);
}

TEST_P(Submissions, OfAnotherUnitAreForbidden) {
  EXPECT_EQ(CodeOf(Request(fix_), "contact-b"), ErrorCode::kForbidden);
  EXPECT_EQ(CodeOf(Request(fix_), "nobody"), ErrorCode::kForbidden);
  EXPECT_EQ(CodeOf(Request(fix_), "office"), ErrorCode::kForbidden);
}

TEST_P(Submissions, AreNotTakenTwiceBeforeTheirWindowOrForWhatIsMetOtherwise) {
  const auto first = test().Must(kHandIn, "contact-a", Request(fix_));
  EXPECT_EQ(CodeOf(Request(fix_)), ErrorCode::kConflict);
  test().Must(kTakeBack, "contact-a", {"A1", Label(first.submissions.front().id), "换文件"});
  test().Must(kHandIn, "contact-a", Request(fix_));
  EXPECT_EQ(CodeOf(Request("3.3/summary")), ErrorCode::kConflict) << "not before 1 December";
  EXPECT_EQ(CodeOf(Request("2/contact")), ErrorCode::kConflict) << "met by a post";
}

TEST_P(Submissions, ARepeatedRequestDoesOneThing) {
  const HandInRequest request = Request(fix_);
  const auto once = test().Run(kHandIn, "contact-a", request, "click-1");
  const std::int64_t entries = test().entries();
  clock().MoveMs(5000);
  const auto twice = test().Run(kHandIn, "contact-a", request, "click-1");
  ASSERT_TRUE(once && twice);
  EXPECT_EQ(once->submissions.front().id, twice->submissions.front().id);
  EXPECT_EQ(once->at, twice->at);
  EXPECT_EQ(test().entries(), entries);
  HandInRequest other = request;
  other.note = "另一个";
  const auto refused = test().Run(kHandIn, "contact-a", other, "click-1");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().front().code, ErrorCode::kConflict);
}

TEST_P(Submissions, AreTakenBackOnlyBeforeTheirReviewAndByTheirUnit) {
  const auto id = test().HandIn("contact-a", "A1", fix_);
  EXPECT_FALSE(test().Run(kTakeBack, "contact-b", {"B2", Label(id), ""}));
  test().Review(id, Verdict::kReturned);
  EXPECT_FALSE(test().Run(kTakeBack, "contact-a", {"A1", Label(id), ""}));
}

TEST_P(Submissions, EnteredByTheOfficeCountFromTheirReceiptAndKeepBothTimes) {
  clock().MoveTo(SchoolTime("2026-03-06T08:00"));
  EnterRequest request{
      2026, "A1", {Label(fix_)}, {}, SchoolTime("2026-03-05T17:30"), "断网，送来纸质材料", true};
  const auto answer = test().Must(kEnterSubmission, "office", request);
  ASSERT_EQ(answer.submissions.size(), 1U);
  EXPECT_TRUE(answer.submissions.front().timely);
  const auto row = test().ObligationOf("A1", fix_);
  EXPECT_EQ(row.state, "met");
  EXPECT_EQ(row.submissions.front().at, request.received_at);
  EXPECT_EQ(row.submissions.front().received_at, request.received_at);
  const auto entries =
      test().Must(kReadLedger, "office", {{}, "submission.enter", {}, {}, {}, {}, {}});
  EXPECT_EQ(entries.entries.front().at, clock().Now()) << "when it was entered";
}

TEST_P(Submissions, EnteredMoreThanADayLaterNeedASecondPerson) {
  clock().MoveTo(SchoolTime("2026-03-09T08:00"));
  EnterRequest request{2026,   "A1", {Label(fix_)}, {}, SchoolTime("2026-03-05T17:30"),
                       "纸质", false};
  const auto answer = test().Must(kEnterSubmission, "office", request);
  EXPECT_TRUE(answer.submissions.empty());
  EXPECT_EQ(test().ObligationOf("A1", fix_).state, "missed");
  test().Must(kApproveProposal, "office2", {Label(answer.proposal), ""});
  EXPECT_EQ(test().ObligationOf("A1", fix_).state, "submitted");
}

TEST_P(Submissions, ReturnedAfterTheDeadlineSayWhetherItWasSubstance) {
  const auto id = test().HandIn("contact-a", "A1", fix_);
  clock().MoveTo(SchoolTime("2026-03-06T10:00"));
  const ReviewRequest plain{Label(id), Verdict::kReturned, "看不清", {}, {}};
  const auto asked = test().Run(kReview, "office", plain);
  ASSERT_FALSE(asked);
  EXPECT_EQ(asked.error().front().where, "/returned_for");
  ReviewRequest form = plain;
  form.returned_for = ReturnedFor::kForm;
  form.until = SchoolTime("2026-03-10T00:00");
  const auto answer = test().Must(kReview, "office", form);
  EXPECT_TRUE(answer.id.empty());
  const auto waits = test().ObligationOf("A1", fix_);
  EXPECT_EQ(waits.state, "submitted") << "nothing is missed before a second person has decided";
  EXPECT_TRUE(waits.submissions.front().return_proposed);
  test().Must(kApproveProposal, "office2", {Label(answer.proposal), ""});
  const auto row = test().ObligationOf("A1", fix_);
  EXPECT_EQ(row.state, "returned");
  EXPECT_TRUE(row.extended);
  EXPECT_FALSE(row.submissions.front().return_proposed);
  test().HandIn("contact-a", "A1", fix_);
  EXPECT_EQ(test().ObligationOf("A1", fix_).state, "submitted");
}

TEST_P(Submissions, WhoseReturnWaitsAreNeitherReviewedNorLostMeanwhile) {
  const auto id = test().HandIn("contact-a", "A1", fix_);
  clock().MoveTo(SchoolTime("2026-03-06T10:00"));
  ReviewRequest form{Label(id), Verdict::kReturned, "看不清", ReturnedFor::kForm,
                     SchoolTime("2026-03-10T00:00")};
  const auto asked = test().Must(kReview, "office", form);
  for (const std::string login : {"office", "office2"}) {
    const auto again = test().Run(kReview, login, form);
    ASSERT_FALSE(again);
    EXPECT_THAT(again.error().front().message, HasSubstr(asked.proposal));
    EXPECT_FALSE(test().Run(kReview, login, {Label(id), Verdict::kAccepted, "", {}, {}}));
  }
  const auto told = [&](std::string_view kind) {
    std::vector<std::string> texts;
    for (const auto& row : test().Must(kListNotices, "contact-a", {}).notices) {
      if (row.kind == kind) texts.push_back(row.text);
    }
    return texts;
  };
  EXPECT_THAT(told("returned"), testing::ElementsAre(HasSubstr("待网安办第二人批准")));
  test().Must(kRefuseProposal, "office2", {Label(asked.proposal), "可以辨认"});
  EXPECT_THAT(told("consequences"), testing::ElementsAre(HasSubstr("照常审核")));
  EXPECT_EQ(test().ObligationOf("A1", fix_).state, "submitted");
  test().Must(kReview, "office2", {Label(id), Verdict::kAccepted, "", {}, {}});
  EXPECT_EQ(test().ObligationOf("A1", fix_).state, "met");
}

TEST_P(Submissions, TakenBackAfterTheirDeadlineCostWhatMissingCosts) {
  const auto id = test().HandIn("contact-a", "A1", fix_);
  clock().MoveTo(SchoolTime("2026-03-06T10:00"));
  const TakeBackRequest back{"A1", Label(id), "换文件"};
  const auto unseen = test().Run(kTakeBack, "contact-a", back);
  ASSERT_FALSE(unseen);
  EXPECT_THAT(unseen.error().front().where, HasSubstr("/loses/"));
  EXPECT_THAT(unseen.error().back().message, HasSubstr("待审核 → 未完成"));
  EXPECT_EQ(test().ObligationOf("A1", fix_).state, "submitted");
  test().MustKnowingly(kTakeBack, "contact-a", back);
  EXPECT_EQ(test().ObligationOf("A1", fix_).state, "missed");
}

TEST_P(Submissions, AreReviewedByTheOfficeAloneAndOnceTheSameWay) {
  const auto id = test().HandIn("contact-a", "A1", fix_);
  const ReviewRequest accept{Label(id), Verdict::kAccepted, "", {}, {}};
  for (const std::string login :
       {"contact-a", "head-a", "centre", "leader", "inspector", "nobody"}) {
    const auto refused = test().Run(kReview, login, accept);
    ASSERT_FALSE(refused) << login;
    EXPECT_EQ(refused.error().front().code, ErrorCode::kForbidden) << login;
  }
  EXPECT_EQ(test().Must(kReviewQueue, "office", {2026}).queue.size(), 1U);
  test().Must(kReview, "office", accept);
  const auto second = test().Run(kReview, "office2", accept);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().front().code, ErrorCode::kConflict);
  EXPECT_TRUE(test().Must(kReviewQueue, "office", {2026}).queue.empty());
}

TEST_P(Submissions, AVerdictNeverFallsOnAnotherOneUnseen) {
  const auto id = test().HandIn("contact-a", "A1", fix_);
  const auto first =
      test().Must(kReview, "office", {Label(id), Verdict::kReturned, "看不清", {}, {}});
  // Both had it open.
  ReviewRequest accept{Label(id), Verdict::kAccepted, "", {}, {}};
  const auto blind = test().Run(kReview, "office2", accept);
  ASSERT_FALSE(blind);
  EXPECT_EQ(blind.error().front().code, ErrorCode::kConflict);
  EXPECT_EQ(blind.error().front().where, "/after");
  EXPECT_THAT(blind.error().front().message, HasSubstr("退回（看不清）"));
  EXPECT_EQ(test().ObligationOf("A1", fix_).state, "returned");
  accept.after = first.id;
  clock().MoveMs(1);
  test().Must(kReview, "office2", accept);
  EXPECT_EQ(test().ObligationOf("A1", fix_).state, "met");
}

TEST_P(Submissions, TheQueueTellsWhenAReturnAsksWhatFor) {
  test().HandIn("contact-a", "A1", fix_);
  const auto asks = [&] {
    return test().Must(kReviewQueue, "office", {2026}).queue.front().asks_returned_for;
  };
  EXPECT_FALSE(asks());
  clock().MoveTo(SchoolTime("2026-03-06T10:00"));
  EXPECT_TRUE(asks());
}

TEST_P(Submissions, ShowInTheSheetAsOfAndAsKnown) {
  const std::int64_t known = test().entries();
  clock().MoveTo(SchoolTime("2026-03-04T09:00"));
  const auto id = test().HandIn("contact-a", "A1", fix_);
  clock().MoveTo(SchoolTime("2026-03-20T09:00"));
  test().Review(id, Verdict::kAccepted);
  const auto state = [&](std::optional<Instant> as_of, std::optional<Knowledge> knowledge,
                         std::optional<std::int64_t> known_to) {
    const auto sheet =
        test().Must(kReadSheet, "contact-a", {2026, "A1", as_of, knowledge, known_to, {}}).text;
    const std::size_t key = sheet.find(Concat("\"key\":\"", fix_, "\""));
    const std::size_t at = sheet.find("\"state\":\"", key) + 9;
    return sheet.substr(at, sheet.find('"', at) - at);
  };
  EXPECT_EQ(state({}, {}, {}), "met");
  EXPECT_EQ(state(SchoolTime("2026-03-10T09:00"), {}, {}), "submitted");
  EXPECT_EQ(state(SchoolTime("2026-03-10T09:00"), Knowledge::kToday, {}), "submitted");
  EXPECT_EQ(state({}, {}, known), "missed") << "as of now, knowing nothing of the submission";
}

}  // namespace
}  // namespace shouze
