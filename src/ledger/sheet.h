#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "kernel/score.h"
#include "ledger/cycle_facts.h"
#include "ledger/cycle_rules.h"
#include "ledger/school_state.h"

namespace shouze {

/// 得分表 of one unit as of an instant, with everything it was computed from.
struct Sheet {
  std::shared_ptr<const CycleRules> rules;
  CycleFacts facts;
  Id<Unit> unit;
  UnitResult result;                   ///< Points into `facts`.
  std::int64_t last_entry = 0;         ///< The last entry that concerns the unit.
  std::optional<Instant> valid_until;  ///< The first later instant at which it may differ.

  Sheet() = default;
  Sheet(const Sheet&) = delete;
  Sheet& operator=(const Sheet&) = delete;
};

/// What is tried on top of the facts: 假如.
struct Supposed {
  std::vector<SubmissionFact> submissions;
  std::vector<ReviewFact> reviews;
};

/// Computes it. Errors: kNotFound without such a unit, or where it has no part in the cycle
/// (WhyNotIn); what ResolveSlice returns.
ResultOrErrors<std::shared_ptr<const Sheet>> MakeSheet(const SchoolState& state,
                                                       const CycleFact& cycle,
                                                       std::shared_ptr<const CycleRules> rules,
                                                       std::string_view unit, Instant as_of,
                                                       const Supposed& supposed = {});

/// The same of a year whose result is made: it holds for good.
ResultOrErrors<std::shared_ptr<const Sheet>> MakeFinalSheet(const SchoolState& state,
                                                            const CycleFact& cycle,
                                                            std::shared_ptr<const CycleRules> rules,
                                                            std::string_view unit, Instant as_of);

/// Its JSON (docs/reference/result-format.md, one unit): what is frozen, digested and shown. Same
/// entries, same bytes, on any machine.
std::string SheetJson(const Sheet& sheet);

}  // namespace shouze
