#include "policy/read_policy.h"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>

#include "base/digest.h"
#include "policy/small_policy.h"

namespace shouze {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST(ReadPolicy, ReadsOneOfEverything) {
  const ResultOrErrors<Policy> read = ReadPolicy(SmallPolicy(), "p.yaml");
  ASSERT_TRUE(read) << Describe(read.error().front());
  const Policy& policy = *read;
  EXPECT_EQ(policy.digest, Sha256Hex(SmallPolicy()));
  EXPECT_EQ(Format(policy.issued_on), "2026-01-02");
  EXPECT_EQ(policy.points, Points{20'000});
  EXPECT_EQ(policy.agreement.clauses, std::vector<std::string>{"一、守责"});
  ASSERT_EQ(policy.indicators.size(), 2U);
  ASSERT_EQ(policy.duties.size(), 5U);

  const Duty& fix = policy.duties[0];
  EXPECT_EQ(DutyKey(policy, fix), "1.1/fix");
  EXPECT_EQ(At(policy.kinds, *fix.each).id, "leak");
  ASSERT_EQ(fix.when.size(), 1U);
  EXPECT_EQ(fix.when[0].values, std::vector<std::int64_t>{1});
  ASSERT_TRUE(fix.due.by.has_value());
  EXPECT_EQ(fix.due.table[0].first, 0);
  EXPECT_EQ(std::get<DueHours>(fix.due.table[0].second).hours, 24);
  EXPECT_EQ(std::get<DueWorkdays>(fix.due.otherwise).workdays, 3);
  EXPECT_FALSE(fix.resubmission);
  EXPECT_EQ(fix.evidence[0].note, "盖章");
  EXPECT_TRUE(std::holds_alternative<MetByRecord>(policy.duties[1].met_by));
  EXPECT_TRUE(std::holds_alternative<MetByPost>(policy.duties[3].met_by));

  const auto& measure = std::get<MetByMeasure>(policy.duties[4].met_by);
  EXPECT_EQ(measure.cap_each, 4000);
  EXPECT_EQ(measure.at_least, 4000);
  EXPECT_EQ(measure.per_min, 1);
  EXPECT_EQ(measure.where[0].values, (std::vector<std::int64_t>{1000, 2500}));

  const std::vector<Rule>& rules = policy.indicators[0].rules;
  EXPECT_EQ(std::get<PerRecord>(rules[0].form).points, Points{2500});
  EXPECT_EQ(std::get<PerMissed>(rules[1].form).late, Points{1000});
  EXPECT_EQ(std::get<Consecutive>(rules[2].form).count, 2);
  EXPECT_EQ(std::get<PerMissed>(policy.indicators[1].rules[1].form).late, Points{2000});
}

TEST(ReadPolicy, ReadsTheSeedPolicy) {
  std::ifstream stream("policies/czie-2024.yaml", std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  const ResultOrErrors<Policy> policy = ReadPolicy(text, "policies/czie-2024.yaml");
  ASSERT_TRUE(policy) << Describe(policy.error().front());
  EXPECT_THAT(policy->indicators, SizeIs(20));
  EXPECT_EQ(policy->points, Points{100'000});
}

TEST(ReadPolicy, TellsEverythingAtOnceByLineInBothLanguages) {
  std::string text = Replaced(SmallPolicy(), "points: 20", "points: 21");
  text = Replaced(text, "issuer: 学校", "isuer: 学校");
  text = Replaced(text, "{workdays: 3}", "{workdays: 03}");
  const ResultOrErrors<Policy> policy = ReadPolicy(text, "p.yaml");
  ASSERT_FALSE(policy);
  std::vector<std::string> lines;
  for (const Error& error : policy.error()) lines.push_back(Describe(error));
  EXPECT_THAT(
      lines,
      ElementsAre(
          "p.yaml:1: 缺少键“issuer”，请补上 / missing key 'issuer': add it",
          "p.yaml:5: 未知的键“isuer”，是不是“issuer”？ / unknown key 'isuer'; did you mean "
          "'issuer'?",
          "p.yaml:8: 满分写的是 21 分，其下合计 20 分，请改成一致 / the total says 21 points, "
          "its parts sum to 20: make them agree",
          "p.yaml:66: “03”：这里要一个整数，写成普通十进制：不能有前导零、正号、下划线、指数或"
          "其他进制 / '03': expected a whole number as a plain decimal: no leading zero, "
          "plus sign, underscore, exponent or other base"));
}

TEST(ReadPolicy, RefusesAnEmptyFile) {
  const ResultOrErrors<Policy> policy = ReadPolicy("", "p.yaml");
  ASSERT_FALSE(policy);
  EXPECT_EQ(Describe(policy.error().front()),
            "p.yaml:1: 这里要一组键值，现在是空的 / expected a map, found nothing");
}

TEST(ReadPolicy, RefusesAnotherFormat) {
  EXPECT_THAT(ProblemsAfter("shouze-policy/1", "shouze-policy/2"),
              ElementsAre("+0: this program knows 'format: shouze-policy/1' only"));
}

TEST(ReadPolicy, WantsQuotesWhereYamlMeansSomethingElse) {
  EXPECT_THAT(ProblemsAfter("version: \"1\"", "version: 3.10"),
              ElementsAre("+0: '3.10' without quotes reads as a number: write \"3.10\""));
  EXPECT_THAT(ProblemsAfter("version: \"1\"", "version: 12:30"),
              ElementsAre("+0: '12:30' without quotes reads as a time: write \"12:30\""));
  EXPECT_THAT(ProblemsAfter("title: 小办法", "title: no"),
              ElementsAre("+0: 'no' without quotes reads as true or false: write \"no\""));
  EXPECT_THAT(ProblemsAfter("title: 小办法", "title: 2026-01-01"),
              ElementsAre("+0: '2026-01-01' without quotes reads as a date: write \"2026-01-01\""));
  EXPECT_THAT(ProblemsAfter("title: 小办法", "title: ~"),
              ElementsAre("+0: expected text, found nothing"));
  EXPECT_THAT(ProblemsAfter("\"2026-01-02\"", "2026-01-02"),
              ElementsAre("+0: dates need quotes: write \"2026-01-02\""));
  EXPECT_THAT(ProblemsAfter("\"03-31\"", "03-31"),
              ElementsAre("+0: dates need quotes: write \"03-31\""));
  EXPECT_THAT(ProblemsAfter("- id: \"2\"\n    name: 队伍", "- id: 2\n    name: 队伍"),
              ElementsAre("+0: '2' without quotes reads as a number: write \"2\""));
}

TEST(ReadPolicy, WantsPlainNumbers) {
  const auto after = [](std::string_view spelling) {
    return ProblemsAfter("post_vacancy_days: 14", Concat("post_vacancy_days: ", spelling));
  };
  for (const std::string_view spelling : {"010", "0x1F", "1_000", "1e3", "+5", "2.5"}) {
    EXPECT_THAT(after(spelling),
                ElementsAre(Concat("+0: '", spelling,
                                   "': expected a whole number as a plain decimal: no leading "
                                   "zero, plus sign, underscore, exponent or other base")));
  }
  EXPECT_THAT(after("\"14\""),
              ElementsAre("+0: expected a whole number without quotes, not the text '14'"));
  EXPECT_THAT(after("many"), ElementsAre("+0: expected a whole number, found 'many'"));
  EXPECT_THAT(after("-1"), ElementsAre("+0: must be from 0 to 100000, not -1"));
  EXPECT_THAT(after("[1]"), ElementsAre("+0: expected a whole number, found a list"));
}

TEST(ReadPolicy, WantsPointsAboveZeroWithThreeDecimalsAtMost) {
  const auto after = [](std::string_view spelling) {
    return ProblemsAfter("points: 5, late", Concat("points: ", spelling, ", late"));
  };
  EXPECT_THAT(after("0.167"), IsEmpty());
  EXPECT_THAT(after("0.1667"), ElementsAre("+0: '0.1667': at most three decimals"));
  EXPECT_THAT(after("0"), ElementsAre("+0: points must be greater than 0"));
  EXPECT_THAT(after("-5"),
              ElementsAre("+0: must be from 0 to 1000000, not -5; what is taken off is written as "
                          "a positive number, too"));
  EXPECT_THAT(ProblemsAfter("late: 1", "late: 0"), IsEmpty());
  EXPECT_THAT(ProblemsAfter("late: 1", "late: 9"), IsEmpty());
}

TEST(ReadPolicy, WantsTrueOrFalse) {
  for (const std::string_view word : {"yes", "off", "1", "True"}) {
    EXPECT_THAT(ProblemsAfter("resubmission: false", Concat("resubmission: ", word)),
                ElementsAre(Concat("+0: expected true or false, found '", word, "'")));
  }
}

TEST(ReadPolicy, WantsDaysThatEveryYearHas) {
  EXPECT_THAT(ProblemsAfter("\"03-31\"", "\"02-30\""),
              ElementsAre("+0: there is no day '02-30': write \"MM-DD\""));
  EXPECT_THAT(ProblemsAfter("\"03-31\"", "\"3-31\""),
              ElementsAre("+0: there is no day '3-31': write \"MM-DD\""));
  EXPECT_THAT(ProblemsAfter("\"03-31\"", "\"02-29\""),
              ElementsAre("+0: not every year has 29 February: write \"02-28\" or \"03-01\""));
  EXPECT_THAT(ProblemsAfter("\"2026-01-02\"", "\"2026-02-29\""),
              ElementsAre("+0: there is no day '2026-02-29': write \"YYYY-MM-DD\""));
}

TEST(ReadPolicy, NamesWhatIsMissing) {
  EXPECT_THAT(ProblemsAfter("    measure: 个\n", ""),
              ElementsAre("-2: missing key 'measure': add it"));
  EXPECT_THAT(ProblemsAfter("title: 小办法", "title: \"\""),
              ElementsAre("+0: the text is empty: fill it in, or remove the key"));
  EXPECT_THAT(ProblemsAfter("registered_by: [centre]", "registered_by: []"),
              ElementsAre("+0: 'registered_by' is empty: it needs at least one item"));
}

TEST(ReadPolicy, NamesBothLinesOfATakenId) {
  EXPECT_THAT(ProblemsAfter("{id: autumn,", "{id: spring,"),
              testing::Contains("+0: 'spring' is taken by line 16: change one"));
  EXPECT_THAT(ProblemsAfter("- id: teach\n", "- id: fix\n"),
              testing::Contains("+0: 'fix' is taken by line 61: change one"));
}

TEST(ReadPolicy, WantsIdsThatFitIntoKeys) {
  EXPECT_THAT(ProblemsAfter("id: small", "id: 小"),
              ElementsAre("+0: '小' is no id: use lower-case letters, digits, '-' and '_', begin "
                          "with a letter, at most 64"));
  EXPECT_THAT(ProblemsAfter("- id: \"2\"\n    name: 队伍", "- id: \"2/1\"\n    name: 队伍"),
              ElementsAre("+0: '2/1' is no number: use letters, digits, '.', '-' and '_', begin "
                          "with a letter or digit, at most 64, as in \"3.1\""));
}

TEST(ReadPolicy, WantsOneLineForNames) {
  EXPECT_THAT(ProblemsAfter("title: 小办法", "title: \"小\\n办法\""),
              ElementsAre("+0: one line only: remove the line breaks"));
}

TEST(ReadPolicy, SuggestsTheNearestName) {
  EXPECT_THAT(ProblemsAfter("each: leak\n            when", "each: leek\n            when"),
              ElementsAre("+0: there is no record kind 'leek'; did you mean 'leak'?"));
  EXPECT_THAT(ProblemsAfter("{post: contact}", "{post: contcat}"),
              ElementsAre("+0: there is no post 'contcat'; did you mean 'contact'?"));
  EXPECT_THAT(ProblemsAfter("not_before: spring", "not_before: xx"),
              ElementsAre("+0: there is no date 'xx'; use one of: spring, autumn, last"));
  EXPECT_THAT(ProblemsAfter("needs: headcount", "needs: headcounts"),
              ElementsAre("+0: there is no unit field 'headcounts'; did you mean 'headcount'?"));
  EXPECT_THAT(ProblemsAfter("type: boolean", "type: bool"),
              testing::Contains("+0: there is no field type 'bool'; did you mean 'boolean'?"));
  EXPECT_THAT(ProblemsAfter("[centre]", "[center]"),
              ElementsAre("+0: there is no registrar 'center'; did you mean 'centre'?"));
  EXPECT_THAT(ProblemsAfter("silence: confirmed", "silence: objection"),
              ElementsAre("+0: there is no meaning 'objection'; use one of: confirmed"));
}

TEST(ReadPolicy, TellsWhereSumsDiffer) {
  EXPECT_THAT(ProblemsAfter("    points: 10\n    indicators:\n      - id: \"2\"",
                            "    points: 11\n    indicators:\n      - id: \"2\""),
              ElementsAre(testing::EndsWith(
                              "the total says 20 points, its parts sum to 21: make them agree"),
                          "+0: aspect '2' says 11 points, its parts sum to 10: make them agree"));
}

TEST(ReadPolicy, WantsOneFormOfARule) {
  EXPECT_THAT(ProblemsAfter("zero_if_missed: [sign]", "zero_if_missed: [sign], per_missed: [sign]"),
              ElementsAre("+0: 'per_missed' and 'zero_if_missed' exclude each other: keep one"));
  EXPECT_THAT(ProblemsAfter("per_missed: [staff", "per_mised: [staff"),
              ElementsAre("+0: needs one of 'per_record', 'per_missed', 'zero_if_missed', "
                          "'consecutive'",
                          "+0: unknown key 'per_mised'; did you mean 'per_missed'?"));
}

TEST(ReadPolicy, WantsOneFormOfADeadline) {
  EXPECT_THAT(ProblemsAfter("{workdays: 3}", "{workdays: 3, hours: 1}"),
              ElementsAre("+0: 'workdays' and 'hours' exclude each other: keep one"));
  EXPECT_THAT(ProblemsAfter("{workdays: 3}", "{same_day: false}"),
              ElementsAre("+0: same_day can only be true: choose another form of deadline"));
  EXPECT_THAT(ProblemsAfter(", otherwise: {workdays: 3}", ""),
              ElementsAre("+0: missing key 'otherwise': add it"));
  EXPECT_THAT(ProblemsAfter("{high: {hours: 24}}", "{mid: {hours: 24}}"),
              ElementsAre("+0: there is no choice 'mid'; use one of: high, low"));
  EXPECT_THAT(
      ProblemsAfter("due: {field: due_on}", "due: {field: system}"),
      ElementsAre("+0: field 'system' is of type text: a field of type date is needed here"));
}

TEST(ReadPolicy, RefusesADeadlineThatDiffersBetweenUnits) {
  EXPECT_THAT(
      ProblemsAfter(
          "name: 级别, type: choice, choices: [{id: high, name: 高}, {id: low, name: 低}]",
          "name: 级别, type: integer, per_unit: true"),
      testing::Contains("+33: field 'grade' may differ between units (per_unit): a deadline "
                        "cannot go by it"));
}

TEST(ReadPolicy, WantsFieldsOfTheRightType) {
  EXPECT_THAT(ProblemsAfter("title: system", "title: major"),
              ElementsAre("+0: field 'major' is of type boolean: a field of type text is needed "
                          "here"));
  EXPECT_THAT(ProblemsAfter("year: year", "year: grade"),
              ElementsAre("+0: field 'grade' is of type choice: a field of type integer is needed "
                          "here"));
  EXPECT_THAT(ProblemsAfter("amount: hours", "amount: attendees"),
              ElementsAre("+0: field 'attendees' is of type integer: a field of type number is "
                          "needed here"));
  EXPECT_THAT(ProblemsAfter("times: attendees", "times: half_days"),
              ElementsAre("+0: field 'half_days' is of type number: a field of type integer is "
                          "needed here"));
  EXPECT_THAT(ProblemsAfter("capped_by: half_days", "capped_by: topic"),
              ElementsAre("+0: field 'topic' is of type text: a field of type number is needed "
                          "here"));
  EXPECT_THAT(ProblemsAfter("reference: after", "reference: topic"),
              ElementsAre("+0: field 'topic' is of type text: a field of type record is needed "
                          "here"));
  EXPECT_THAT(ProblemsAfter("{field: due_on, when", "{field: year, when"),
              ElementsAre("+0: field 'year' is of type integer: a field of type date is needed "
                          "here"));
}

TEST(ReadPolicy, KnowsWhichKeysGoWithAFieldType) {
  EXPECT_THAT(
      ProblemsAfter("name: 重大, type: boolean", "name: 重大, type: boolean, per_unit: true"),
      ElementsAre("+0: unknown key 'per_unit'; use one of: id, name, type, required"));
  EXPECT_THAT(ProblemsAfter(", kinds: [leak]", ""),
              testing::Contains("+0: missing key 'kinds': add it"));
}

TEST(ReadPolicy, RefusesAUnitFieldThatUnitsHaveAlready) {
  EXPECT_THAT(ProblemsAfter("unit_fields: [{id: headcount, name: 人数}]",
                            "unit_fields: [{id: headcount, name: 人数}, {id: from, name: 自}]"),
              ElementsAre("+0: units have 'from' already: choose another id"));
}

TEST(ReadPolicy, RefusesMoreFieldsThanARecordCanHold) {
  std::string fields;
  for (int i = 0; i < 60; ++i) fields += Concat("      - {id: f", i, ", name: 甲, type: text}\n");
  const std::string_view last = "      - {id: due_on, name: 期限, type: date}\n";
  EXPECT_THAT(ProblemsAfter(last, Concat(last, fields)),
              ElementsAre("-5: a record kind has at most 64 fields"));
}

TEST(ReadPolicy, SaysThatAMapOrListIsNeeded) {
  EXPECT_THAT(ProblemsAfter("veto: {each: leak, year: year, clause: 第八条}", "veto: leak"),
              ElementsAre("+0: expected a map, found 'leak'"));
  EXPECT_THAT(ProblemsAfter("posts: [{id: contact, name: 信息员}]", "posts: {id: contact}"),
              testing::Contains("+0: expected a list, found a map"));
}

}  // namespace
}  // namespace shouze
