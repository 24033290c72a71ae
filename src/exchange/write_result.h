#pragma once

#include <optional>
#include <string>

#include "base/error.h"
#include "base/json_writer.h"
#include "kernel/calendar.h"
#include "kernel/facts.h"
#include "kernel/policy.h"
#include "kernel/score.h"

namespace shouze {

/// What a result is computed from. Everything must outlive it.
struct ScoringInput {
  const Policy& policy;
  const WorkCalendar& calendar;
  const Facts& facts;
  Instant as_of;
};

/// Scores and writes the JSON form of results (DESIGN 3.5, docs/reference/result-format.md): all
/// units by code, or the one given. Same inputs in any order, same bytes: so what is odd about the
/// file as it was written (its warnings) is no part of it.
std::string WriteResult(const ScoringInput& input, std::optional<Id<Unit>> only = std::nullopt);

/// One unit's part of it.
void WriteUnitResult(JsonWriter& writer, const ScoringInput& input, const UnitResult& result);

/// What of the file did not count at `as_of`, a sentence each: what lies after it, and what came
/// after the year's end and never counts in this year. Empty when there is none.
Errors UncountedNotices(const Policy& policy, const Facts& facts, Instant as_of);

}  // namespace shouze
