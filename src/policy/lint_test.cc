#include "policy/lint.h"

#include <gmock/gmock.h>

#include "policy/small_policy.h"

namespace shouze {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(Lint, DutyThatNoRuleNamesCostsNothing) {
  EXPECT_THAT(
      ProblemsAfter("per_missed: [fix, teach]", "per_missed: [fix]"),
      ElementsAre("-8: no rule names duty 'teach', so missing it costs nothing: add a rule, "
                  "or remove it"));
}

TEST(Lint, DutiesAreNotBlamedForARuleThatWasNotRead) {
  EXPECT_THAT(ProblemsAfter("per_missed: [fix, teach]", "per_missed: [fix, tech]"),
              ElementsAre("+0: there is no duty 'tech'; did you mean 'teach'?"));
}

TEST(Lint, ConditionWithAValueThatIsNoChoiceNeverHolds) {
  EXPECT_THAT(ProblemsAfter("when: {grade: high}", "when: {grade: mid}"),
              ElementsAre("+0: there is no choice 'mid'; use one of: high, low"));
  EXPECT_THAT(ProblemsAfter("when: {grade: high}", "when: {grade: []}"),
              ElementsAre("+0: no value is listed, so this never holds: name values or remove it"));
  EXPECT_THAT(ProblemsAfter("when: {grade: high}", "when: {grade: [high, high]}"),
              ElementsAre("+0: 'high' is repeated: remove it"));
  EXPECT_THAT(ProblemsAfter("when: {grade: high}", "when: {}"),
              ElementsAre("+0: 'when' is empty: name conditions or remove it"));
  EXPECT_THAT(ProblemsAfter("when: {grade: high}", "when: {garde: high}"),
              ElementsAre("+0: there is no field 'garde'; did you mean 'grade'?"));
}

TEST(Lint, ConditionOnBothTrueAndFalseAlwaysHolds) {
  EXPECT_THAT(ProblemsAfter("when: {major: true}", "when: {major: [true, false]}"),
              ElementsAre("+0: both true and false are listed, so this always holds: remove it"));
}

TEST(Lint, ConditionOnAFieldThatDiffersBetweenUnits) {
  EXPECT_THAT(ProblemsAfter("where: {hours: [1, 2.5]}", "where: {attendees: 1}"),
              ElementsAre("+0: field 'attendees' may differ between units (per_unit): it cannot be "
                          "a condition"));
}

TEST(Lint, ConditionOnText) {
  EXPECT_THAT(ProblemsAfter("where: {hours: [1, 2.5]}", "where: {topic: 安全}"),
              ElementsAre("+0: field 'topic' is of type text and cannot be compared: make it a "
                          "choice"));
}

TEST(Lint, RuleNamesDutiesOfItsOwnIndicatorOnly) {
  EXPECT_THAT(ProblemsAfter("per_missed: [fix, teach]", "per_missed: [fix, teach, sign]"),
              ElementsAre("+0: duty 'sign' belongs to indicator 2: a rule takes duties of its own "
                          "indicator 1.1"));
}

TEST(Lint, RuleWithoutDutiesNeverFires) {
  EXPECT_THAT(ProblemsAfter("per_missed: [fix, teach]", "per_missed: []"),
              ElementsAre("+0: 'per_missed' is empty: it needs at least one item"));
  EXPECT_THAT(ProblemsAfter("per_missed: [fix, teach]", "per_missed: [fix, teach, fix]"),
              ElementsAre("+0: 'fix' is repeated: remove it"));
}

TEST(Lint, RowOfOneIsNoRow) {
  EXPECT_THAT(ProblemsAfter("count: 2", "count: 1"),
              ElementsAre("+0: must be from 2 to 1000, not 1"));
}

TEST(Lint, YearlyDutyNeverComesInARow) {
  EXPECT_THAT(ProblemsAfter("zero_if_missed: [sign]", "consecutive: sign, count: 2"),
              ElementsAre("+0: this duty comes once a year and never in a row: remove the rule"));
}

TEST(Lint, SecondZeroRuleOverTheSameDutiesNeverFires) {
  EXPECT_THAT(
      ProblemsAfter("          - {id: unstaffed,",
                    "          - {id: again, name: 又, clause: 甲, zero_if_missed: [sign]}\n"
                    "          - {id: unstaffed,"),
      ElementsAre("+0: an earlier rule takes the line to zero for these duties: remove "
                  "this one"));
}

TEST(Lint, IndicatorWithoutRulesIsIncomplete) {
  EXPECT_THAT(ProblemsAfter("        rules:\n          - {id: unsigned",
                            "        ruless:\n          - {id: unsigned"),
              ElementsAre("-33: missing key 'rules': add it",
                          "+0: unknown key 'ruless'; did you mean 'rules'?"));
}

TEST(Lint, YearlyDutyIsDueOnANamedDate) {
  EXPECT_THAT(ProblemsAfter("            due: {date: autumn}\n            not_before",
                            "            due: {workdays: 3}\n            not_before"),
              ElementsAre("+0: a yearly duty has no trigger, so it is due on a named date: write "
                          "'due: {date: …}', or add 'each'"));
}

TEST(Lint, YearlyDutyHasNoRecordToCompareOrReferTo) {
  EXPECT_THAT(
      ProblemsAfter("action: 签订责任书\n",
                    "action: 签订责任书\n            when: {major: true}\n"),
      ElementsAre("+1: a yearly duty has no record to compare: remove 'when', or add 'each'"));
  EXPECT_THAT(
      ProblemsAfter("met_by: {post: contact}", "met_by: {record: course, reference: after}"),
      ElementsAre("+0: a yearly duty has no record to refer to: choose another 'met_by', or "
                  "add 'each'"));
}

TEST(Lint, TriggeredDutyBeginsWithItsTrigger) {
  EXPECT_THAT(
      ProblemsAfter("resubmission: false", "not_before: spring"),
      ElementsAre("+0: a triggered duty can be met from its trigger on: remove 'not_before'"));
}

TEST(Lint, ReferenceMustBeAbleToNameTheTrigger) {
  EXPECT_THAT(ProblemsAfter("kinds: [leak]", "kinds: [course]"),
              ElementsAre("+28: field 'after' cannot name a 'leak', so the duty can never be met: "
                          "add it to the field's kinds"));
}

TEST(Lint, DutyCannotBeginAfterItIsDue) {
  EXPECT_THAT(ProblemsAfter("not_before: spring", "not_before: last"),
              ElementsAre("+0: 'not_before' 12-20 is after the due date 10-01: nobody can be in "
                          "time"));
}

TEST(Lint, ResubmissionCannotEndBeforeTheDutyIsDue) {
  EXPECT_THAT(ProblemsAfter("supplement_until: last", "supplement_until: spring"),
              ElementsAre("+72: 'supplement_until' 03-31 is before the due date 10-01: change a "
                          "date, or write 'resubmission: false'"));
}

TEST(Lint, ResubmissionNeedsALastDay) {
  EXPECT_THAT(ProblemsAfter(" supplement_until: last,", ""), IsEmpty());
  const std::string text = Replaced(SmallPolicy(), " supplement_until: last,", "");
  const ResultOrErrors<Policy> policy =
      ReadPolicy(Replaced(text, "resubmission: false", "resubmission: true"), "p.yaml");
  ASSERT_FALSE(policy);
  EXPECT_EQ(policy.error().front().english,
            "nothing can be handed in again without a last day: write 'supplement_until' in "
            "'settings', or remove this key");
}

TEST(Lint, ReadingPointsSomewhere) {
  const auto after = [](std::string_view setting) {
    return ProblemsAfter("setting: 1.1/fix", Concat("setting: ", setting));
  };
  for (const std::string_view setting :
       {"1.1/overdue", "settings/silence", "dates/spring", "veto", "2/sign"}) {
    EXPECT_THAT(after(setting), IsEmpty()) << setting;
  }
  for (const std::string_view setting :
       {"1.1/sign", "3/fix", "settings/feedback_workdays", "dates/x", "nowhere"}) {
    EXPECT_THAT(after(setting),
                ElementsAre(Concat("+0: '", setting,
                                   "' points nowhere: write 'indicator/rule', 'indicator/duty', "
                                   "'settings/…', 'dates/…' or 'veto', or remove it")));
  }
}

TEST(Lint, DatesThatWereMisspelledAreNotCompared) {
  EXPECT_THAT(ProblemsAfter("\"10-01\"", "\"10-41\""),
              ElementsAre("+0: there is no day '10-41': write \"MM-DD\""));
}

}  // namespace
}  // namespace shouze
