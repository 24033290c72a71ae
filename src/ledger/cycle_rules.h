#pragma once

#include <memory>
#include <optional>
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

/// What the unit was in a year, where it has become something else since; null: what it is now.
const UnitYear* ThatYear(const UnitFact& unit, int year);
/// The unit as it was in a year.
UnitYear UnitIn(const UnitFact& unit, int year);

/// Why a unit has no part in a cycle, and is left out of it with all that is its own: it is founded
/// after the cycle's year, or the cycle's policy does not know its kind. Absent: it has its part.
std::optional<Error> WhyNotIn(const CycleFact& cycle, const Policy& policy, const UnitFact& unit);

/// The newest cycle that has been opened; null where there is none.
const CycleFact* NewestCycle(const SchoolState& state);

/// What the cycle's result was frozen as; null unless its result is made (ResultIsMade).
const Kept<FrozenFact>* FinalFreeze(const SchoolState& state, const CycleFact& cycle);

/// The calendar of these pinned years.
ResultOrErrors<WorkCalendar> CalendarOf(const SchoolState& state,
                                        const std::vector<std::string>& calendars);

}  // namespace shouze
