#pragma once

#include <memory>
#include <string_view>

#include "base/result.h"
#include "kernel/calendar.h"
#include "kernel/policy.h"
#include "ledger/kept_facts.h"
#include "ledger/school_state.h"

namespace shouze {

/// What a cycle is judged by: the policy and the calendar that it pins. Shared and never changed.
struct CycleRules {
  Policy policy;
  WorkCalendar calendar;
};

/// Reads what `cycle` pins from the texts that the ledger keeps. Errors: a pinned text that is not
/// there or not right (it was checked before it was kept).
ResultOrErrors<std::shared_ptr<const CycleRules>> RulesOf(const SchoolState& state,
                                                          const CycleFact& cycle);

/// The calendar of these pinned years.
ResultOrErrors<WorkCalendar> CalendarOf(const SchoolState& state,
                                        const std::vector<std::string>& calendars);

}  // namespace shouze
