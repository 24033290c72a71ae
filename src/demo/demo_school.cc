#include "demo/demo_school.h"

#include <algorithm>

#include "demo/school_draft.h"

namespace shouze {

SchoolDraft::SchoolDraft(const Policy& its_policy, const WorkCalendar& its_calendar,
                         const SchoolPlan& its_plan, const DemoOptions& its_options)
    : policy(its_policy),
      calendar(its_calendar),
      plan(its_plan),
      options(its_options),
      chance(its_options.seed),
      times(its_calendar, its_plan.office_hours, school.facts.offset) {
  school.facts.year = options.year;
}

std::string_view SchoolDraft::Keep(std::string text) {
  return school.texts.emplace_back(std::move(text));
}

std::string_view SchoolDraft::Name(std::string_view name) {
  const auto known = names_.find(name);
  if (known != names_.end()) return known->second;
  const std::string_view kept = Keep(std::string(name));
  names_.emplace(kept, kept);
  return kept;
}

bool SchoolDraft::Fits(const UnitFilter& filter, const DemoUnit& unit) const {
  const auto listed = [](const auto& list, const auto& value) {
    return list.empty() || std::ranges::find(list, value) != list.end();
  };
  const bool tagged =
      filter.tags.empty() || std::ranges::any_of(unit.plan->tags, [&](const std::string& tag) {
        return listed(filter.tags, tag);
      });
  const bool equipped =
      !filter.with_systems || std::ranges::any_of(unit.systems, [](const DemoUnit::System& one) {
        return !one.group.empty();
      });
  return tagged && equipped && listed(filter.kinds, unit.plan->kind) &&
         listed(filter.diligences, unit.diligence);
}

ResultOrErrors<DemoSchool> MakeDemoSchool(const Policy& policy, const WorkCalendar& calendar,
                                          const SchoolPlan& plan, const DemoOptions& options) {
  SchoolDraft draft(policy, calendar, plan, options);
  MakeUnits(draft);
  MakeRecords(draft);
  MakePosts(draft);
  const auto resolved = ResolveFacts(policy, calendar, draft.school.facts);
  if (!resolved) return resolved.error();
  const Facts& facts = resolved->facts;
  std::vector<Task> tasks = ListTasks(draft, facts);
  MakeAnswers(draft, facts, tasks);
  MakeExceptions(draft, facts, tasks);
  HandIn(draft, facts, tasks);
  return std::move(draft.school);
}

ResultOrErrors<DemoSchool> MakeDemoSchool(const Policy& policy, const WorkCalendar& calendar,
                                          std::string_view school_yaml, std::string_view file_name,
                                          const DemoOptions& options) {
  const auto plan = ReadSchoolPlan(policy, school_yaml, file_name);
  if (!plan) return plan.error();
  return MakeDemoSchool(policy, calendar, *plan, options);
}

}  // namespace shouze
