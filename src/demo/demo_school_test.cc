#include "demo/demo_school.h"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>
#include <set>

#include "demo/school_plan.h"
#include "exchange/read_facts.h"
#include "exchange/write_facts.h"
#include "kernel/score.h"
#include "policy/read_calendar.h"
#include "policy/read_policy.h"

namespace shouze {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kSchoolFile = "demo/school.yaml";

std::string Slurp(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::string Told(const Errors& errors) {
  std::string text;
  for (const Error& error : errors) text += Describe(error) + "\n";
  return text;
}

/// What every test starts from; read once.
struct Sources {
  Sources() {
    std::vector<CalendarYear> years;
    for (const char* year : {"2024", "2025", "2026"}) {
      const std::string path = std::string("calendars/cn/") + year + ".yaml";
      years.push_back(ReadCalendar(Slurp(path), path).value());
    }
    calendar = WorkCalendar::Build(std::move(years)).value();
  }

  Policy policy = ReadPolicy(Slurp("policies/czie-2024.yaml"), "policy").value();
  SchoolPlan plan = ReadSchoolPlan(policy, Slurp(kSchoolFile), kSchoolFile).value();
  WorkCalendar calendar;
};

const Sources& From() {
  static const Sources sources;
  return sources;
}

DemoSchool Make(const DemoOptions& options) {
  return MakeDemoSchool(From().policy, From().calendar, From().plan, options).value();
}

DemoOptions Like(std::uint64_t seed, int units = 0) {
  DemoOptions options;
  options.seed = seed;
  options.units = units;
  return options;
}

Resolved Resolve(const DemoSchool& school) {
  auto resolved = ResolveFacts(From().policy, From().calendar, school.facts);
  EXPECT_TRUE(resolved) << Told(resolved.error());
  EXPECT_THAT(Told(resolved->warnings), IsEmpty());
  return std::move(*resolved);
}

/// Totals as computed, ascending, in whole points; and how many units are vetoed.
struct Totals {
  std::vector<std::int64_t> computed;
  int vetoed = 0;
  std::set<State> states;
};

Totals TotalsOf(const Facts& facts) {
  Totals totals;
  Scorer scorer(From().policy, From().calendar, facts, facts.DefaultAsOf(From().policy));
  UnitResult result;
  for (std::size_t unit = 0; unit < facts.units.size(); ++unit) {
    scorer.Score(Id<Unit>(unit), result);
    if (result.ended) continue;
    totals.computed.push_back(result.computed_total.thousandths / 1000);
    totals.vetoed += result.vetoed() ? 1 : 0;
    for (const Obligation& obligation : result.obligations) totals.states.insert(obligation.state);
  }
  std::ranges::sort(totals.computed);
  return totals;
}

TEST(DemoSchool, ResolvesWithoutAWordForManySeedsAndSizes) {
  for (const int units : {1, 4, 45, 200}) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      const Resolved resolved = Resolve(Make(Like(seed, units)));
      EXPECT_EQ(resolved.facts.units.size(), static_cast<std::size_t>(units)) << "seed " << seed;
    }
  }
}

TEST(DemoSchool, ResolvesInOtherYearsAndAtAnyIntensity) {
  for (const int year : {2024, 2025, 2031}) {
    for (const int intensity : {1, 6, 20}) {
      DemoOptions options = Like(3, 12);
      options.year = year;
      options.intensity = intensity;
      EXPECT_EQ(Resolve(Make(options)).facts.year, year) << intensity;
    }
  }
}

TEST(DemoSchool, IsTheSameForTheSameSeed) {
  const std::string first = WriteFactsJson(Make(Like(5)).facts);
  EXPECT_EQ(WriteFactsJson(Make(Like(5)).facts), first);
  EXPECT_NE(WriteFactsJson(Make(Like(6)).facts), first);
}

TEST(DemoSchool, ComesBackFromItsJson) {
  const std::string json = WriteFactsJson(Make(Like(2)).facts);
  const auto read = ReadFacts(json);
  ASSERT_TRUE(read) << Told(read.error());
  EXPECT_EQ(WriteFactsJson(read->facts), json);
}

TEST(DemoSchool, KeepsItsTextsWhenMoved) {
  DemoSchool first = Make(Like(2, 4));
  const std::string json = WriteFactsJson(first.facts);
  const DemoSchool second = std::move(first);
  EXPECT_EQ(WriteFactsJson(second.facts), json);
}

TEST(DemoSchool, LooksLikeARealOne) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const Totals totals = TotalsOf(Resolve(Make(Like(seed))).facts);
    const auto among = [&](std::int64_t least, std::int64_t most) {
      return std::ranges::count_if(
          totals.computed, [&](std::int64_t total) { return least <= total && total <= most; });
    };
    EXPECT_EQ(totals.vetoed, 1) << "seed " << seed;
    EXPECT_GE(among(100, 100), 2) << "seed " << seed;
    EXPECT_LE(among(100, 100), 12) << "seed " << seed;
    EXPECT_GE(among(80, 99), 26) << "seed " << seed;
    EXPECT_GE(among(0, 79), 2) << "seed " << seed;
    EXPECT_LE(among(0, 59), 3) << "seed " << seed;
    for (const State state : {State::kMet, State::kLate, State::kMissed, State::kWaived}) {
      EXPECT_TRUE(totals.states.contains(state)) << Name(state) << ", seed " << seed;
    }
  }
}

TEST(DemoSchool, ShowsWhatHappensInAYear) {
  const DemoSchool school = Make(Like(1));
  std::set<std::string_view> kinds;
  for (const RawRecord& record : school.facts.records) kinds.insert(record.kind);
  for (const RecordKind& kind : From().policy.kinds)
    EXPECT_TRUE(kinds.contains(kind.id)) << kind.id;
  EXPECT_FALSE(school.facts.waivers.empty());
  EXPECT_FALSE(school.facts.extensions.empty());
  EXPECT_TRUE(std::ranges::any_of(school.facts.disputes,
                                  [](const RawDispute& one) { return !one.decided_at; }));
  EXPECT_TRUE(std::ranges::any_of(school.facts.units,
                                  [](const RawUnit& unit) { return unit.from.has_value(); }));
  EXPECT_TRUE(std::ranges::any_of(school.facts.units,
                                  [](const RawUnit& unit) { return !unit.successor.empty(); }));
  EXPECT_TRUE(std::ranges::any_of(school.facts.reviews, [](const RawReview& review) {
    return review.accepted == false && !review.reason.empty();
  }));
}

TEST(DemoSchool, HandsInMostlyInOfficeHours) {
  const DemoSchool school = Make(Like(1));
  std::size_t at_work = 0;
  for (const RawSubmission& submission : school.facts.submissions) {
    const CivilDate date = DateAt(*submission.at, school.facts.offset);
    const std::int64_t hour =
        (submission.at->ms - Midnight(date, school.facts.offset).ms) / kMsPerHour;
    if (From().calendar.IsWorkday(date) && 8 <= hour && hour < 18) ++at_work;
  }
  EXPECT_GT(at_work * 100, school.facts.submissions.size() * 95);
}

TEST(DemoSchool, IntensityOfSixGivesAboutOneHundredAndTwentyRecordsAUnit) {
  DemoOptions options = Like(1);
  options.intensity = 6;
  const Resolved resolved = Resolve(Make(options));
  const std::size_t per_unit =
      resolved.facts.unit_records.rows.size() / resolved.facts.units.size();
  EXPECT_GE(per_unit, 110u);
  EXPECT_LE(per_unit, 130u);
}

std::string WrongPlan(std::string_view from, std::string_view to) {
  std::string text = Slurp(kSchoolFile);
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  text.replace(at, from.size(), to);
  const auto plan = ReadSchoolPlan(From().policy, text, "school.yaml");
  return plan ? std::string() : Told(plan.error());
}

TEST(SchoolPlan, MistakesAreToldAtTheirLines) {
  EXPECT_THAT(WrongPlan("kind: drill", "kind: dril"), HasSubstr("没有名为“dril”的台账类别"));
  EXPECT_THAT(WrongPlan("severity: [high,", "severity: [highest,"), HasSubstr("highest"));
  EXPECT_THAT(WrongPlan("{site}存在{flaw}", "{site}存在{flaws}"), HasSubstr("flaws"));
  EXPECT_THAT(WrongPlan("of: 9.1/hours", "of: 9.1/proof"), HasSubstr("不按这类台账的这个字段计量"));
  EXPECT_THAT(WrongPlan("      hours: 2\n", ""), HasSubstr("必须填写“学时”"));
  EXPECT_THAT(WrongPlan("prefix: at", "prefix: m"), HasSubstr("与一个事件的编号开头相同"));
  EXPECT_THAT(WrongPlan("prefix: sy", "prefix: sy3"), HasSubstr("不能以数字结尾"));
  EXPECT_THAT(WrongPlan("successor: kyc", "successor: kycc"), HasSubstr("没有名为“kycc”的单位"));
  EXPECT_THAT(WrongPlan("[\"08:30\", \"11:40\"]", "[\"08:30\", \"8:40\"]"), HasSubstr("HH:MM"));
}

TEST(SchoolPlan, WhatCannotBeFactsIsAnErrorOfTheSchool) {
  std::string text = Slurp(kSchoolFile);
  const std::string_view founded = "from: \"05-18\"";
  text.replace(text.find(founded), founded.size(), "from: \"05-18\", to: \"03-02\"");
  const auto school = MakeDemoSchool(From().policy, From().calendar, text, "school.yaml", Like(1));
  ASSERT_FALSE(school);
  EXPECT_THAT(Told(school.error()), HasSubstr("终止日期早于设立日期"));
}

}  // namespace
}  // namespace shouze
