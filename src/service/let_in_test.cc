#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/accounts.h"
#include "service/cycles.h"
#include "service/feedback.h"
#include "service/first_password.h"
#include "service/proof.h"
#include "service/proposals.h"
#include "service/sessions.h"
#include "service/stages.h"
#include "testing/test_school.h"

/// What is signed shortly after somebody else gave its signer the way to log in says so.
namespace shouze {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// The units are asked for their word; it is Monday, 2026-12-21.
class LetIns : public SchoolTest {
 protected:
  void SetUp() override {
    SchoolTest::SetUp();
    if (IsSkipped()) return;
    record_ = test().Register("vulnerability", {"A1"}, {{"name", std::string("甲")}});
    clock().MoveTo(SchoolTime("2026-12-21T09:00"));
    test().Must(kAdvance, "office", {2026, Stage::kInitial, ""});
    test().Must(kAdvance, "office", {2026, Stage::kConfirming, "", *MakeDate(2026, 12, 30)});
  }
  void Reset(std::string_view login) {
    test().Must(kResetUnitPassword, "office", {test().AccountOf(login)});
  }
  FeedbackRow Signed() {
    test().Must(kSignFeedback, "head-a", {2026, "A1", 0});
    return test().Must(kReadFeedback, "office", {2026, "A1"}).feedback.value();
  }
  std::string LastEntryInWords() {
    return test().Must(kReadLedger, "auditor", {}).entries.front().text;
  }

  std::string record_;
};
SHOUZE_ON_BOTH_DATABASES(LetIns);

TEST_P(LetIns, AreInWhatTheHeadSigns) {
  Reset("head-a");
  const auto row = Signed();
  ASSERT_TRUE(row.let_in);
  EXPECT_EQ(row.let_in->by, test().AccountOf("office"));
  EXPECT_EQ(row.let_in->at, test().now());
  EXPECT_THAT(LastEntryInWords(), HasSubstr("由他人开通或重置"));
}

TEST_P(LetIns, AreNotWhereNobodyElseHadTheWayIn) {
  Reset("contact-a");
  EXPECT_FALSE(Signed().let_in);
  EXPECT_THAT(LastEntryInWords(), Not(HasSubstr("由他人")));
}

TEST_P(LetIns, CountAWeekFromWhenThePersonTookOver) {
  test().ChangeAccount("head-a", [](Account& account) { account.mail = ""; });
  const auto first =
      test().Must(kResetUnitPassword, "office", {test().AccountOf("head-a")}).password.value();
  clock().MoveDays(5);
  ASSERT_TRUE(ChangePassword(school(), test().As("head-a"), {first, "qing-feng-ming-yue"}));
  const Instant taken = test().now();
  clock().MoveDays(3);
  EXPECT_EQ(Signed().let_in.value().at, taken) << "eight days after the reset";
}

TEST_P(LetIns, EndAfterAWeek) {
  Reset("head-a");
  clock().MoveDays(7);
  EXPECT_FALSE(Signed().let_in);
}

TEST_P(LetIns, AreOfAChangedAddressToo) {
  test().Must(kChangeUnitAccount, "office",
              {test().AccountOf("head-a"), {}, {}, "mine@school.example"});
  EXPECT_TRUE(Signed().let_in);
}

TEST_P(LetIns, AreInWhatASecondPersonApproves) {
  test().ChangeAccount("office2", [&](Account& account) {
    account.let_in_by = test().AccountOf("sysadmin");
    account.let_in_at = test().now();
  });
  const auto asked = test().Must(kProposeWaiver, "office", {2026, "A1", "", record_, "误报"});
  test().Must(kApproveProposal, "office2", {Label(asked.id), ""});
  EXPECT_THAT(LastEntryInWords(), HasSubstr("由他人开通或重置"));
}

}  // namespace
}  // namespace shouze
