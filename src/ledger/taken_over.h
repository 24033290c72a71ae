#pragma once

#include <string_view>
#include <vector>

#include "ledger/kept_facts.h"
#include "ledger/school_state.h"

/// 承接: whose a record is in which year (RecordFact::taken_over). What a unit that is no more has
/// handed in for it goes with it.
namespace shouze {

/// The unit that is in a year what `unit` was when the record was registered.
std::string_view HolderIn(const RecordFact& record, std::string_view unit, int year);

/// The record's units in a year, in their order, each once.
std::vector<std::string_view> UnitsIn(const RecordFact& record, int year);

/// The unit of the record that `holder` stands for in a year; empty: the record is not its.
std::string_view OriginIn(const RecordFact& record, std::string_view holder, int year);

/// Units from which `holder` has taken records over by that year, each once.
std::vector<std::string_view> PredecessorsIn(const SchoolState& state, std::string_view holder,
                                             int year);

}  // namespace shouze
