#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "kernel/facts.h"
#include "kernel/policy.h"
#include "kernel/score.h"

/// How rules take points off a line. Internal to the kernel: callers use Scorer.
namespace shouze {

/// What holds of a unit's record as of the instant; bits of one byte.
enum RecordMark : std::uint8_t {
  kExists = 1,    ///< Registered by then, and before the year's end.
  kThisYear = 2,  ///< Counts in this cycle, not carried over.
  kWaived = 4,
  kDisputed = 8,  ///< Under an undecided dispute.
};

/// A unit's year as the rules see it.
struct RuleInput {
  const Policy& policy;
  const Facts& facts;
  const UnitFacts& own;
  std::span<const Obligation> obligations;
  std::span<const std::uint32_t> duty_begin;  ///< Into `obligations`, one per duty and the end.
  std::span<const std::uint8_t> marks;        ///< RecordMarks, by place in `own.records`.
};

/// What the rules of one line come to, not yet held at the line's points.
struct RuleOutcome {
  Points taken;
  Points worst;                    ///< If all that can still be lost in this cycle were lost.
  bool anything_happened = false;  ///< A record that a rule would count exists in the year.
};

/// Applies the indicator's rules in order; appends its deductions and their causes.
RuleOutcome ApplyRules(const RuleInput& input, const Indicator& indicator,
                       std::vector<Deduction>& deductions, std::vector<std::uint32_t>& causes);

/// Persons × hours that a measure asks of the unit, and what a record contributes: in millionths,
/// so that no division takes place.
std::int64_t NeededMillionths(const MetByMeasure& measure, const Unit& unit);
std::int64_t ContributedMillionths(const Facts& facts, const MetByMeasure& measure,
                                   const RecordKind& kind, const UnitRecord& record);

}  // namespace shouze
