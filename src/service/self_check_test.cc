#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/carry_over.h"
#include "service/proof.h"
#include "service/self_checks.h"
#include "service/stages.h"
#include "service/what_if.h"
#include "testing/test_school.h"

#include <fstream>
#include <iterator>

/// What a unit says of itself; what would be under another policy; what goes on into the next year.
namespace shouze {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class SelfCheck : public SchoolTest {
 protected:
  SelfCheckRow Line(std::string_view indicator) {
    for (const auto& row : test().Must(kReadSelfCheck, "office", {2026, "A1"}).lines) {
      if (row.indicator == indicator) return row;
    }
    return {};
  }
  void Declare(Label indicator, Declared declared) {
    test().Must(kDeclareSelfCheck, "contact-a", {2026, "A1", {{indicator, declared, "", {}}}});
  }
};
SHOUZE_ON_BOTH_DATABASES(SelfCheck);

TEST_P(SelfCheck, StandsBesideWhatIsComputed) {
  Declare("5.1", Declared::kNothing);
  EXPECT_EQ(Line("5.1").difference, Difference::kNone);
  test().Register("vulnerability", {"A1"}, {});
  EXPECT_EQ(Line("5.1").difference, Difference::kOccurred);
  Declare("5.1", Declared::kDone);
  EXPECT_EQ(Line("5.1").difference, Difference::kLost);
  Declare("1", Declared::kDone);
  EXPECT_EQ(Line("1").difference, Difference::kOpen) << "nothing is signed yet";
  Declare("1", Declared::kNotDone);
  EXPECT_EQ(Line("1").difference, Difference::kNone);
  Declare("2", Declared::kNotDone);
  EXPECT_EQ(Line("2").difference, Difference::kNotLost) << "both posts are held";
  const auto all = test().Must(kReadSelfCheck, "contact-a", {2026, "A1"});
  EXPECT_EQ(all.declared, 3);
  EXPECT_EQ(all.differences, 2);
  EXPECT_TRUE(all.can_declare);
  EXPECT_THAT(all.lines, SizeIs(20));
  EXPECT_EQ(Describe(Prove(store(), {}).findings), "");
}

TEST_P(SelfCheck, ChangesNoScoreAndIsTheUnitsOwn) {
  const auto before = Line("5.1").score;
  Declare("5.1", Declared::kNotDone);
  EXPECT_EQ(Line("5.1").score, before);
  EXPECT_FALSE(test().Run(kReadSelfCheck, "contact-b", {2026, "A1"}));
  EXPECT_FALSE(
      test().Run(kDeclareSelfCheck, "office", {2026, "A1", {{"5.1", Declared::kDone, "", {}}}}));
  const auto wrong = test().Run(kDeclareSelfCheck, "contact-a", {2026, "A1", {}});
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().front().where, "/lines");
}

class WhatIf : public SchoolTest {
 protected:
  static std::string Policy() {
    std::ifstream file("policies/czie-2024.yaml");
    return {std::istreambuf_iterator<char>(file), {}};
  }
};
SHOUZE_ON_BOTH_DATABASES(WhatIf);

TEST_P(WhatIf, TellsWhoWouldChangeByHowMuch) {
  test().Register("vulnerability", {"A1"}, {});
  std::string text = Policy();
  const auto same = test().Must(kTryPolicy, "office", {2026, {text}});
  EXPECT_EQ(same.changed, 0);
  EXPECT_THAT(same.units, SizeIs(2));
  const std::size_t rule = text.find("points: 2", text.find("each: vulnerability"));
  const std::size_t other = text.find("each: vulnerability");
  ASSERT_NE(other, std::string::npos);
  ASSERT_NE(rule, std::string::npos);
  text.replace(rule, 9, "points: 3");
  const std::int64_t entries = test().entries();
  const auto tried = test().Run(kTryPolicy, "office", {2026, {text}});
  ASSERT_TRUE(tried) << Describe(tried.error());
  EXPECT_EQ(tried->changed, 1);
  EXPECT_EQ(tried->units.front().unit, "A1");
  EXPECT_EQ(tried->units.front().before - tried->units.front().after, Points{1000});
  ASSERT_THAT(tried->units.front().changes, SizeIs(1));
  EXPECT_EQ(tried->units.front().changes.front().indicator, "5.1");
  EXPECT_EQ(test().entries(), entries) << "nothing is kept";
  const auto wrong = test().Run(kTryPolicy, "office", {2026, {"format: x\n"}});
  ASSERT_FALSE(wrong);
  EXPECT_THAT(wrong.error().front().where, HasSubstr("policy.yaml:"));
  EXPECT_FALSE(test().Run(kTryPolicy, "contact-a", {2026, {text}}));
}

class CarryOver : public SchoolTest {
 protected:
  static std::vector<Label> Only(const std::string& record) { return {Label(record)}; }
};
SHOUZE_ON_BOTH_DATABASES(CarryOver);

TEST_P(CarryOver, TakesStandingThingsAndOpenMattersIntoTheNextYear) {
  test().Must(kAddCalendar, "office",
              {"year: 2027\npapers: [https://example.gov.cn/2027]\nholidays:\n  - {name: 元旦, "
               "days: [\"2027-01-01\"]}\nmake_up: []\n"});
  const auto system = test().Register("system", {"A1"},
                                      {{"name", std::string("教务系统")},
                                       {"level", Points{2000}},
                                       {"filing_due", std::string("2026-04-01")}});
  clock().MoveTo(SchoolTime("2026-12-31T10:00"));
  const auto late = test().Register("vulnerability", {"A1"}, {});
  const auto policy = test().Must(kListCycles, "office", {}).cycles.front().policy;
  test().Must(kPrepareCycle, "office", {2027, policy, {}});
  EXPECT_FALSE(test().Run(kCarryOver, "office", {2027, Only(system)})) << "not open yet";
  test().Must(kAdvance, "office", {2027, Stage::kOpen, ""});
  clock().MoveTo(SchoolTime("2027-01-04T09:00"));
  const auto list = test().Must(kListCarryOver, "office", {2027});
  EXPECT_EQ(list.from, 2026);
  ASSERT_THAT(list.standing, SizeIs(1));
  EXPECT_EQ(list.standing.front().carried, "");
  EXPECT_THAT(list.standing.front().fields, SizeIs(2)) << "without its past date";
  ASSERT_THAT(list.open, SizeIs(1));
  EXPECT_EQ(list.open.front().obligation, Concat("5.1/fix/", late));
  const auto carried = test().Must(kCarryOver, "office", {2027, Only(system)}).records;
  ASSERT_THAT(carried, SizeIs(1));
  EXPECT_EQ(test().Must(kListCarryOver, "office", {2027}).standing.front().carried,
            carried.front());
  const auto again = test().Run(kCarryOver, "office", {2027, Only(system)});
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().front().where, "/records/0");
  EXPECT_FALSE(test().Run(kCarryOver, "office", {2027, Only(late)})) << "not standing";
  EXPECT_EQ(Describe(Prove(store(), {}).findings), "");
}

}  // namespace
}  // namespace shouze
