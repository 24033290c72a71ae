#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

#include "base/result.h"
#include "kernel/calendar.h"
#include "kernel/policy.h"
#include "kernel/raw_facts.h"

namespace shouze {

/// What a school is to be like.
struct DemoOptions {
  std::uint64_t seed = 1;
  int units = 0;    ///< How many; 0: as many as the plan lists. More than that repeat as campuses.
  int year = 2026;  ///< 2000–2999, as in facts files.
  int intensity = 1;  ///< Everything that happens, happens this many times as often.
};

/// A school's year, made up, with the texts that its facts are views into. Moving it leaves the
/// views valid.
struct DemoSchool {
  DemoSchool() = default;
  DemoSchool(DemoSchool&&) = default;
  DemoSchool& operator=(DemoSchool&&) = default;
  DemoSchool(const DemoSchool&) = delete;
  DemoSchool& operator=(const DemoSchool&) = delete;

  RawFacts facts;
  std::deque<std::string> texts;
};

struct SchoolPlan;

/// Whose ids a plan uses: the policy's name, as `czie-2024`. Errors: no YAML, no such key.
ResultOrErrors<std::string> ReadPolicyName(std::string_view text, std::string_view file_name);

/// Reads what schools are made of (demo/school.yaml) against the policy whose ids it uses, once for
/// any number of schools. Errors: everything that is wrong, each at `file:line`.
ResultOrErrors<SchoolPlan> ReadSchoolPlan(const Policy& policy, std::string_view text,
                                          std::string_view file_name);

/// Makes up a school. Same plan, policy, calendar and options, same bytes. Errors: what of the plan
/// cannot be facts (a unit that ends before it was founded, say), at JSON pointers into them.
ResultOrErrors<DemoSchool> MakeDemoSchool(const Policy& policy, const WorkCalendar& calendar,
                                          const SchoolPlan& plan, const DemoOptions& options);

/// The same from the plan's text. Errors: those of the plan.
ResultOrErrors<DemoSchool> MakeDemoSchool(const Policy& policy, const WorkCalendar& calendar,
                                          std::string_view school_yaml, std::string_view file_name,
                                          const DemoOptions& options);

}  // namespace shouze
