#include "province.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <utility>

#include "demo/demo_school.h"
#include "demo/school_plan.h"
#include "exchange/read_facts.h"
#include "exchange/write_facts.h"
#include "policy/read_calendar.h"
#include "policy/read_policy.h"

namespace shouze {
namespace {

constexpr const char* kPlanPath = "demo/school.yaml";
constexpr int kYear = 2026;
/// So that a unit has about 120 records.
constexpr int kIntensity = 6;

/// The value, or the end of the program.
template <class T>
T Must(ResultOrErrors<T> result) {
  if (result) return std::move(*result);
  for (const Error& error : result.error()) std::cerr << Describe(error) << "\n";
  std::exit(1);
}

SchoolPlan ReadPlan(const Rulebook& rulebook) {
  return Must(ReadSchoolPlan(rulebook.policy, ReadText(kPlanPath), kPlanPath));
}

DemoSchool MakeSchool(const Rulebook& rulebook, const SchoolPlan& plan, int number, int units) {
  const DemoOptions options{static_cast<std::uint64_t>(number), units, kYear, kIntensity};
  return Must(MakeDemoSchool(rulebook.policy, rulebook.calendar, plan, options));
}

}  // namespace

std::string ReadText(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    std::cerr << path
              << ": 打不开；请在仓库根目录运行 / cannot be read; run in the checkout's root\n";
    std::exit(1);
  }
  return {std::istreambuf_iterator<char>(file), {}};
}

Rulebook ReadRulebook() {
  const std::string policy = "policies/czie-2024.yaml";
  std::vector<CalendarYear> years;
  for (const auto& entry : std::filesystem::directory_iterator("calendars/cn")) {
    if (entry.path().extension() != ".yaml") continue;
    const std::string path = entry.path().string();
    years.push_back(Must(ReadCalendar(ReadText(path), path)));
  }
  return {Must(ReadPolicy(ReadText(policy), policy)), Must(WorkCalendar::Build(std::move(years)))};
}

SchoolYear ReadSchool(const Rulebook& rulebook, std::string json, const std::string& name) {
  auto file = ReadAndResolveFacts(rulebook.policy, rulebook.calendar, std::move(json));
  if (!file) std::cerr << name << ":\n";
  Facts facts = Must(std::move(file)).resolved.facts;
  const Instant as_of = facts.DefaultAsOf(rulebook.policy);
  return {std::move(facts), as_of};
}

std::string MakeSchoolJson(const Rulebook& rulebook, int number, int units) {
  return WriteFactsJson(MakeSchool(rulebook, ReadPlan(rulebook), number, units).facts);
}

std::vector<SchoolYear> MakeProvince(const Rulebook& rulebook, int count, int units) {
  const SchoolPlan plan = ReadPlan(rulebook);
  std::vector<SchoolYear> schools;
  for (int number = 1; number <= count; ++number) {
    const DemoSchool school = MakeSchool(rulebook, plan, number, units);
    Facts facts = Must(ResolveFacts(rulebook.policy, rulebook.calendar, school.facts)).facts;
    const Instant as_of = facts.DefaultAsOf(rulebook.policy);
    schools.push_back({std::move(facts), as_of});
  }
  return schools;
}

FactsCount Count(std::span<const SchoolYear> schools) {
  FactsCount count;
  const auto add = [](std::int64_t& to, std::size_t more) {
    to += static_cast<std::int64_t>(more);
  };
  for (const auto& [facts, as_of] : schools) {
    add(count.units, facts.units.size());
    add(count.records, facts.unit_records.rows.size());
    add(count.submissions, facts.submissions.rows.size());
    add(count.reviews, facts.reviews.size());
    add(count.exceptions, facts.waivers.rows.size() + facts.record_waivers.rows.size() +
                              facts.extensions.rows.size() + facts.disputes.rows.size());
    add(count.posts, facts.posts.rows.size());
  }
  return count;
}

}  // namespace shouze
