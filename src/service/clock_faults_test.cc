#include "service/clock_faults.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger/verify.h"
#include "service/records.h"
#include "service/reviews.h"
#include "service/sessions.h"
#include "service/submissions.h"
#include "service/tick.h"
#include "store/ledger_rows.h"
#include "system/watched_clock.h"
#include "testing/test_school.h"

namespace shouze {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

/// A vulnerability of A1, due 2026-03-05 24:00.
class ClockFaults : public SchoolTest {
 protected:
  void SetUp() override {
    SchoolTest::SetUp();
    if (!IsSkipped()) fix_ = Concat("5.1/fix/", Vulnerability());
  }
  RegisterRecordRequest NewVulnerability() {
    return {
        "vulnerability", {"A1"}, false, clock().Now(), {{"system", std::string("教务系统")}}, ""};
  }
  std::string Vulnerability() {
    return test().Must(kRegisterRecord, "centre", NewVulnerability()).id;
  }
  HandInRequest Fixing(std::string_view obligation) {
    return {
        2026, "A1", {Label(std::string(obligation))}, {test().Upload("contact-a", obligation)}, ""};
  }
  /// The clock ran ten days ahead for a while; something was handed in, and the clock is right.
  void WriteAhead() {
    clock().MoveDays(10);
    test().Must(kHandIn, "contact-a", Fixing(fix_));
    clock().MoveTo({clock().Now().ms - 10 * kMsPerDay + 60'000});
  }
  std::string Declare() {
    const auto fault = test().Must(kReadClockFault, "office", {});
    DeclareClockFaultRequest request;
    request.from = fault.from;
    request.at = clock().Now();
    request.reason = "3 月 12 日的时钟是错的";
    return test().Must(kDeclareClockFault, "office", request).id;
  }
  Errors Proven() { return Prove(test().store(), {}).findings; }

  std::string fix_;
};
SHOUZE_ON_BOTH_DATABASES(ClockFaults);

TEST_P(ClockFaults, NothingIsWrittenBehindTheLedger) {
  WriteAhead();
  const std::int64_t before = test().entries();
  const auto refused = test().Run(kRegisterRecord, "centre", NewVulnerability());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().front().code, ErrorCode::kClockInDoubt);
  EXPECT_THAT(refused.error().front().message, HasSubstr("2026-03-12"));
  EXPECT_EQ(test().entries(), before);
}

TEST_P(ClockFaults, PagesShowTheTimeOfTheClockNotOfTheFault) {
  WriteAhead();
  EXPECT_EQ(test().ObligationOf("A1", fix_).state, "open") << "what lies ahead is not there yet";
}

TEST_P(ClockFaults, WhatWasWrittenCountsFromTheStatedInstantOnceTwoPersonsHaveSaidSo) {
  WriteAhead();
  const std::string proposal = Declare();
  EXPECT_FALSE(test().Run(kApproveProposal, "office", {Label(proposal), ""})) << "a second person";
  test().Must(kApproveProposal, "office2", {Label(proposal), ""});
  EXPECT_FALSE(school().Doubt());
  EXPECT_EQ(test().ObligationOf("A1", fix_).state, "submitted") << "in time, as it was in truth";
  EXPECT_THAT(Proven(), IsEmpty());
}

TEST_P(ClockFaults, WhatIsDeclaredIsNotOfferedAgain) {
  WriteAhead();
  test().Must(kApproveProposal, "office2", {Label(Declare()), ""});
  Vulnerability();
  EXPECT_EQ(test().Must(kReadClockFault, "office", {}).from, 0);
  clock().MoveDays(3);
  test().Must(kHandIn, "contact-a", Fixing(Concat("5.1/fix/", Vulnerability())));
  clock().MoveTo({clock().Now().ms - 3 * kMsPerDay + 60'000});
  EXPECT_EQ(test().Must(kReadClockFault, "office", {}).from, test().entries() - 1)
      << "of a second fault, its entries alone";
}

TEST_P(ClockFaults, WhatFollowedEachOtherStillDoes) {
  clock().MoveDays(2);
  const auto handed = test().Must(kHandIn, "contact-a", Fixing(fix_)).submissions.front().id;
  const std::string returned = test().Review(handed, Verdict::kReturned);
  clock().MoveMinutes(1);
  const auto last = test().entries();
  test().Must(kReview, "office",
              ReviewRequest{Label(handed), Verdict::kAccepted, "", {}, {}, returned});
  ASSERT_GT(test().entries(), last);
  clock().MoveTo({clock().Now().ms - 2 * kMsPerDay + 60'000});
  test().Must(kApproveProposal, "office2", {Label(Declare()), ""});
  EXPECT_EQ(test().ObligationOf("A1", fix_).state, "met") << "returned first, then accepted";
  EXPECT_THAT(Proven(), IsEmpty());
}

TEST_P(ClockFaults, TheNextEntryIsOfNowAndAfterARestartToo) {
  WriteAhead();
  test().Must(kApproveProposal, "office2", {Label(Declare()), ""});
  clock().MoveMinutes(1);
  Vulnerability();
  EXPECT_EQ(test().Must(kReadLedger, "auditor", {}).entries.front().at, clock().Now());
  test().Restart();
  clock().MoveMinutes(1);
  Vulnerability();
  EXPECT_EQ(test().Must(kReadLedger, "auditor", {}).entries.front().at, clock().Now());
  EXPECT_THAT(Proven(), IsEmpty());
}

TEST_P(ClockFaults, EntriesThatLieBackAreRestatedWithoutTouchingWhatFollows) {
  clock().MoveDays(2);
  const auto handed = test().Must(kHandIn, "contact-a", Fixing(fix_));
  const std::int64_t seq = test().entries();
  clock().MoveDays(5);
  Vulnerability();
  const Instant truly = clock().Now();
  clock().MoveMinutes(1);
  DeclareClockFaultRequest request{seq, seq, clock().Now(), {{seq, truly}}, "慢了五天"};
  const auto told = test().Run(kDeclareClockFault, "office", request);
  ASSERT_FALSE(told) << "what was in time is not any more";
  EXPECT_THAT(told.error().front().where, StartsWith("/loses/"));
  request.loses = told.error().front().where.substr(std::string_view("/loses/").size());
  const std::string id = test().Must(kDeclareClockFault, "office", request).id;
  test().Must(kApproveProposal, "office2", {Label(id), ""});
  EXPECT_EQ(test().ObligationOf("A1", fix_).state, "missed");
  EXPECT_EQ(school().Doubt(), std::nullopt);
  EXPECT_THAT(Proven(), IsEmpty());
}

TEST_P(ClockFaults, ADeclarationIsOfEntriesThatAreThereAndOfInstantsThatWere) {
  WriteAhead();
  const auto code = [&](const DeclareClockFaultRequest& request) {
    const auto answer = test().Run(kDeclareClockFault, "office", request);
    return answer ? std::string() : answer.error().front().where;
  };
  EXPECT_EQ(code({0, {}, clock().Now(), {}, "x"}), "/from");
  EXPECT_EQ(code({test().entries() + 1, {}, clock().Now(), {}, "x"}), "/from");
  EXPECT_EQ(code({test().entries(), {}, {clock().Now().ms + 1}, {}, "x"}), "/at");
  EXPECT_EQ(code({test().entries(), {}, clock().Now(), {{1, {clock().Now().ms + 1}}}, "x"}),
            "/stated/0/at");
  EXPECT_EQ(code({test().entries(), {}, SchoolTime("2026-01-01T09:00"), {}, "x"}), "/at");
  EXPECT_EQ(code({1, 1, clock().Now(), {}, "x"}), "/to") << "what lies ahead is declared whole";
}

TEST_P(ClockFaults, AFalseBoundIsFoundByTheProof) {
  WriteAhead();
  test().Must(kApproveProposal, "office2", {Label(Declare()), ""});
  auto entries =
      test().store().Read([](const ReadTx& tx) { return ReadEntries(tx, EntryFilter()); });
  LedgerProof proof;
  Head head;
  for (Entry& entry : entries) {
    if (entry.kind == "clock.declare") {
      auto fault = ReadJson<ClockFaultFact>(entry.body).value();
      fault.sound_at.ms -= kMsPerDay;
      entry.body = BodyOf(fault);
    }
    entry.prev_digest = head.digest;
    entry.digest = DigestOf(entry);
    head = {entry.seq, entry.digest};
    proof.Add(entry);
  }
  ASSERT_FALSE(proof.findings().empty());
  EXPECT_THAT(proof.findings().front().message, HasSubstr("时钟故障"));
}

/// The same school over a clock that is watched.
class WatchedSchool : public ClockFaults {
 protected:
  void SetUp() override {
    ClockFaults::SetUp();
    if (IsSkipped()) return;
    watched_ = std::make_unique<WatchedClock>(clock(), ClockLimits(), std::nullopt);
    const SchoolParts& parts = school().parts();
    auto opened =
        School::Open({parts.store, parts.vault, *watched_, parts.random}, school().options());
    served_ = std::move(*opened);
  }
  std::unique_ptr<WatchedClock> watched_;
  std::unique_ptr<School> served_;
};
SHOUZE_ON_BOTH_DATABASES(WatchedSchool);

TEST_P(WatchedSchool, AMinuteUnderAWrongClockLeavesNoTrace) {
  const LoginRequest login{"contact-a", Secret(std::string(TestSchool::kPassword))};
  const auto logged_in = LogIn(*served_, login, {});
  ASSERT_TRUE(logged_in);
  const std::int64_t before = served_->head().seq;
  clock().SetByMs(90 * kMsPerDay);
  clock().MoveMinutes(1);
  const auto refused = served_->Run(kRegisterRecord, test().As("centre"), NewVulnerability());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().front().code, ErrorCode::kClockInDoubt);
  EXPECT_EQ(Tick(*served_, nullptr), 0);
  EXPECT_EQ(served_->head().seq, before);
  EXPECT_TRUE(FindCaller(*served_, logged_in->token, {})) << "sessions go on";
  clock().SetByMs(-90 * kMsPerDay);
  EXPECT_EQ(Tick(*served_, nullptr), 0);
  EXPECT_TRUE(FindCaller(*served_, logged_in->token, {}));
  EXPECT_TRUE(served_->Run(kRegisterRecord, test().As("centre"), NewVulnerability()));
}

TEST_P(WatchedSchool, AClockThatSomebodyHasCheckedIsBelieved) {
  clock().SetByMs(kMsPerDay);
  const Caller sysadmin = test().As("sysadmin");
  const auto clock_now = served_->Run(kReadClock, sysadmin, {});
  ASSERT_TRUE(clock_now);
  EXPECT_FALSE(clock_now->believed);
  EXPECT_TRUE(clock_now->confirmable);
  EXPECT_EQ(clock_now->shown, clock().Now());
  ASSERT_TRUE(served_->Run(kConfirmClock, sysadmin, {"电话报时"}));
  EXPECT_FALSE(served_->Doubt());
  EXPECT_TRUE(served_->Run(kRegisterRecord, test().As("centre"), NewVulnerability()));
  EXPECT_FALSE(served_->Run(kConfirmClock, sysadmin, {"再来一次"})) << "there is no doubt";
}

}  // namespace
}  // namespace shouze
