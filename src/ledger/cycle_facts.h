#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "kernel/facts.h"
#include "kernel/raw_facts.h"
#include "ledger/cycle_rules.h"
#include "ledger/school_state.h"

namespace shouze {

/// Views of a cycle's facts, into a school state that must stay as it is while they are used.
/// Unit fields that count who holds a post are counted at `as_of`.
class CycleSlice {
 public:
  /// The facts that decide the sheet of one unit: its own, and the records of others that its own
  /// name. Of other units there is but the code, and only where something here names it.
  static CycleSlice OfUnit(const SchoolState& state, const CycleFact& cycle,
                           const CycleRules& rules, std::string_view unit, Instant as_of);
  /// The facts of all units.
  static CycleSlice OfSchool(const SchoolState& state, const CycleFact& cycle,
                             const CycleRules& rules, Instant as_of);

  /// A fact that is not in the state, in place of one of the same kind and id where there is one.
  void Add(const RecordFact& fact);
  void Add(const SubmissionFact& fact);
  void Add(const ReviewFact& fact);
  void Add(const WaiverFact& fact);
  void Add(const ExtensionFact& fact);
  void Add(const DisputeFact& fact);
  void Add(const PostFact& fact);

  const RawFacts& raw() const { return raw_; }
  RawFacts& raw() { return raw_; }
  /// The first instant after `as_of` at which a counted post begins or ends.
  std::optional<Instant> valid_until() const { return valid_until_; }
  const CycleRules& rules() const { return rules_; }

 private:
  CycleSlice(const SchoolState& state, const CycleFact& cycle, const CycleRules& rules,
             Instant as_of);
  void AddCycle();
  /// Whether there is such a unit, with a part in the cycle.
  bool TakesPart(std::string_view unit) const;
  /// The code alone: what something names must be there.
  void NameUnit(std::string_view unit);
  void AddUnit(std::string_view unit);
  void AddFields(const UnitFact& fact, RawUnit& row);
  /// The record without the units that have no part in the cycle, and without their numbers.
  void DropAbsent(RawRecord& row) const;
  void AddFactsOf(std::string_view unit);
  /// What `unit` has handed in and what was decided about it, as far as it is `holder`'s this year.
  void AddActsOf(std::string_view unit, std::string_view holder);
  bool IsHeldBy(std::string_view record, std::string_view unit, std::string_view holder) const;
  /// The record as `unit` sees it; empty: as it is.
  void AddRecord(std::string_view id, std::string_view unit = {});
  void AddReferenced();
  void AddReferencedBy(std::size_t record);
  std::optional<std::int64_t> CountHolders(std::string_view unit, std::string_view post);
  bool Concerns(std::string_view obligation, int cycle) const;
  bool HasRecord(std::string_view id) const;
  void NoteBoundary(Instant at);

  const SchoolState& state_;
  const CycleFact& cycle_;
  const CycleRules& rules_;
  Instant as_of_;
  UtcOffset offset_;
  RawFacts raw_;
  std::unordered_map<std::string_view, std::size_t> record_places_;
  std::optional<Instant> valid_until_;
};

/// A fact of the ledger that the cycle's rules have no place for any more, since what it was about
/// was corrected or withdrawn: it does not count, and is told.
struct LeftOut {
  std::string_view table;  ///< `submissions` …
  std::string id;
  Errors why;
};

/// A slice resolved, what does not fit left out.
struct CycleFacts {
  Facts facts;
  std::vector<LeftOut> left_out;

  const LeftOut* FindLeftOut(std::string_view table, std::string_view id) const;
};

/// Resolves for the kernel. Facts that hang on others which are not there (any more) are left out;
/// errors in what cannot be left out (units, the cycle itself) are returned. What is left out is
/// gone from the slice as well.
ResultOrErrors<CycleFacts> ResolveSlice(CycleSlice& slice);

/// The facts file of a cycle as of an instant (docs/reference/facts-format.md): `shouze score`
/// computes the same sheets from it.
ResultOrErrors<std::string> ExportFacts(const SchoolState& state, const CycleFact& cycle,
                                        const CycleRules& rules, Instant as_of);

/// The record that an obligation's key names; empty for a yearly one.
std::string_view RecordOfKey(std::string_view obligation);

}  // namespace shouze
