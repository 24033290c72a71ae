#include "service/if_accepted.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "testing/test_school.h"

namespace shouze {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;

class WhatIfAccepted : public SchoolTest {
 protected:
  IfAcceptedAnswer If(std::string obligation) {
    return test().Must(kIfAccepted, "contact-a", {2026, "A1", std::move(obligation)});
  }
};
SHOUZE_ON_BOTH_DATABASES(WhatIfAccepted);

TEST_P(WhatIfAccepted, AMajorIncidentInAnImportantPeriodNamesWhatKeepsItsPoints) {
  const std::string id =
      test().Register("incident", {"A1"},
                      {{"name", std::string("网页被改")}, {"major", true}, {"in_period", true}});
  const auto report = If(Concat("6.2/report/", id));
  EXPECT_EQ(report.total_before, report.total_after);
  EXPECT_EQ(report.at_risk_before, report.at_risk_after);
  EXPECT_THAT(report.together, ElementsAre(Field(&TogetherRow::key, Concat("6.2/rectify/", id))));
  EXPECT_EQ(report.kept, Points{5000});
  // The other of the two tasks of the incident keeps its own line by itself.
  const auto in_period = If(Concat("10/report/", id));
  EXPECT_EQ(in_period.at_risk_before - in_period.at_risk_after, Points{5000});
  EXPECT_THAT(in_period.together, IsEmpty());
}

TEST_P(WhatIfAccepted, NamesNoMoreThanAreNeeded) {
  // 9.1 takes hours and proof; the hours are met by records alone.
  const auto proof = If("9.1/proof");
  EXPECT_THAT(proof.together, ElementsAre(Field(&TogetherRow::key, "9.1/hours")));
  EXPECT_EQ(proof.kept, Points{3000});
}

TEST_P(WhatIfAccepted, SaysWhereNothingIsLeftToKeep) {
  const std::string id =
      test().Register("incident", {"A1"}, {{"name", std::string("网页被改")}, {"major", true}});
  clock().MoveTo(SchoolTime("2026-03-09T09:00"));
  const std::string later =
      test().Register("incident", {"A1"}, {{"name", std::string("又被改")}, {"major", true}});
  const auto report = If(Concat("6.2/report/", later));
  EXPECT_TRUE(report.nothing_left);
  EXPECT_THAT(report.together, IsEmpty());
}

TEST_P(WhatIfAccepted, KnowsOnlyObligationsThatThereAre) {
  const auto refused = test().Run(kIfAccepted, "contact-a", {2026, "A1", "6.2/report/none"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().front().where, "/obligation");
}

}  // namespace
}  // namespace shouze
