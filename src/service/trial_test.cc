#include "service/trial.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/policy_reading.h"
#include "testing/test_school.h"

namespace shouze {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class Trial : public SchoolTest {
 protected:
  void SetUp() override {
    SchoolTest::SetUp();
    if (!IsSkipped()) policy_ = test().Must(kListPolicies, "nobody", {}).policies.front().id;
  }
  TrialRequest Asking(std::string_view indicator, std::vector<Label> records = {},
                      std::vector<Label> missed = {}, std::vector<Label> late = {}) {
    return {Label(policy_), Label(std::string(indicator)), std::move(records), std::move(missed),
            std::move(late)};
  }
  TrialAnswer Try(const TrialRequest& request) { return test().Must(kTryRules, "nobody", request); }
  /// The place and the English of the first error.
  std::string Fault(const TrialRequest& request) {
    const auto refused = test().Run(kTryRules, "nobody", request);
    if (refused) return "";
    return Concat(refused.error().front().where, ": ", refused.error().front().english);
  }

 private:
  std::string policy_;
};
SHOUZE_ON_BOTH_DATABASES(Trial);

TEST_P(Trial, AFoundVulnerabilityCostsTwoAndAMissedOneFiveMore) {
  const auto tried = Try(Asking("5.1", {"vulnerability:2"}, {"fix:1"}));
  EXPECT_EQ(tried.points, Points{10'000});
  EXPECT_EQ(tried.lost, Points{9'000});
  EXPECT_EQ(tried.score, Points{1'000});
  ASSERT_THAT(tried.deductions, SizeIs(3));
  EXPECT_EQ(tried.deductions[2].rule, "overdue");
  EXPECT_THAT(tried.deductions[2].text, HasSubstr("未报送"));
  EXPECT_THAT(tried.notes, IsEmpty());
}

TEST_P(Trial, TwoInARowTakeTheWholeLine) {
  const auto tried = Try(Asking("5.2", {"notice:3"}, {"rectify:2"}));
  EXPECT_EQ(tried.score, Points{});
  EXPECT_EQ(tried.deductions.back().rule, "two-in-a-row");
  EXPECT_THAT(tried.notes, ElementsAre(HasSubstr("依次发生")));
}

TEST_P(Trial, WithNothingNamedTheLineIsFull) {
  const auto tried = Try(Asking("5.1"));
  EXPECT_TRUE(tried.not_occurred);
  EXPECT_EQ(tried.score, Points{10'000});
  EXPECT_EQ(Try(Asking("1")).score, Points{4'000});
  EXPECT_FALSE(Try(Asking("1")).not_occurred);
}

TEST_P(Trial, MissesBringTheirRecordsAlong) {
  const auto tried = Try(Asking("4.1", {}, {"apply:2"}, {"assess:1"}));
  EXPECT_EQ(tried.lost, Points{3'000});
  EXPECT_THAT(tried.obligations, SizeIs(10));
}

TEST_P(Trial, DutiesThatArePostsRecordsOrHoursAreMetOrMissedAsTheyAre) {
  const auto posts = Try(Asking("2", {}, {"lead:1"}));
  EXPECT_EQ(posts.lost, Points{2'000});
  EXPECT_THAT(posts.notes, ElementsAre(HasSubstr("无人在任")));
  EXPECT_EQ(Try(Asking("3.2", {"meeting:2"}, {"attend:1"})).lost, Points{1'000});
  EXPECT_EQ(Try(Asking("9.1")).lost, Points{});
  const auto hours = Try(Asking("9.2", {}, {"hours:1"}));
  EXPECT_EQ(hours.score, Points{});
  EXPECT_THAT(hours.notes, ElementsAre(HasSubstr("不能单独记为未完成")));
}

TEST_P(Trial, EveryDutyOfThePolicyCanBeTried) {
  const auto whole = test().Must(kReadPolicyWhole, "nobody", {Asking("1").policy});
  for (const PolicyAspect& aspect : whole.aspects) {
    for (const PolicyIndicator& indicator : aspect.indicators) {
      for (const PolicyDuty& duty : indicator.duties) {
        const auto tried = Try(Asking(indicator.id, {}, {Label(Concat(duty.id, ":1"))}));
        EXPECT_GT(tried.lost, Points{}) << duty.key;
        if (duty.met_by != "submission") continue;
        const auto late = Try(Asking(indicator.id, {}, {}, {Label(Concat(duty.id, ":1"))}));
        EXPECT_EQ(late.lost, tried.lost) << duty.key;
      }
    }
  }
}

TEST_P(Trial, WrongCountsAreToldWhereTheyStand) {
  EXPECT_THAT(Fault(Asking("5.9")), HasSubstr("/indicator: there is no indicator"));
  EXPECT_THAT(Fault(Asking("5.1", {"vulnerability:51"})), HasSubstr("/records/0: write NAME"));
  EXPECT_THAT(Fault(Asking("5.1", {"vulnerability:-1"})), HasSubstr("/records/0: write NAME"));
  EXPECT_THAT(Fault(Asking("5.1", {"vulnerability"})), HasSubstr("/records/0: write NAME"));
  EXPECT_THAT(Fault(Asking("5.1", {"meeting:1"})), HasSubstr("/records/0: the indicator knows"));
  EXPECT_THAT(Fault(Asking("5.1", {}, {"mend:1"})), HasSubstr("/missed/0: the indicator knows"));
  EXPECT_THAT(Fault(Asking("5.1", {}, {"fix:1", "fix:2"})), HasSubstr("/missed/1: \"fix\" is"));
  EXPECT_THAT(Fault(Asking("5.1", {"vulnerability:1"}, {"fix:2"})), HasSubstr("/missed: \"fix\""));
  EXPECT_THAT(Fault(Asking("1", {}, {"sign:2"})), HasSubstr("/missed: \"sign\" arises 1"));
  EXPECT_THAT(Fault(Asking("5.1", {}, {"fix:40"}, {"fix:40"})), HasSubstr("at most 50"));
  EXPECT_THAT(Fault(Asking("2", {}, {}, {"lead:1"})), HasSubstr("/late: \"lead\" is not met"));
}

TEST_P(Trial, ChangesNothing) {
  const std::int64_t before = test().entries();
  Try(Asking("5.1", {"vulnerability:50"}, {"fix:25"}, {"fix:25"}));
  EXPECT_EQ(test().entries(), before);
}

}  // namespace
}  // namespace shouze
