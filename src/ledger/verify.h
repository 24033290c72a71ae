#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "ledger/cycle_rules.h"
#include "ledger/entry.h"
#include "ledger/school_state.h"

namespace shouze {

/// Proves a ledger: fed with its entries in order, it checks the chain, folds them, and works out
/// what the projections and every frozen sheet must be. Each finding says which entry and what is
/// wrong with it.
class LedgerProof {
 public:
  /// The next entry as it is stored.
  void Add(const Entry& entry);

  /// Compares what is stored with what follows from the entries.
  void CheckFacts(const std::vector<FactRow>& stored);
  void CheckEntryUnits(const std::vector<EntryUnit>& stored);
  void CheckFrozenSheet(std::int64_t seq, const std::string& unit, const std::string& digest,
                        const std::string& sheet);
  /// After all frozen sheets: those that are missing.
  void CheckFrozenComplete();
  /// The stored head, and (where known) a head that was kept elsewhere: the newest entries may have
  /// been cut off.
  void CheckHead(const Head& stored);
  void CheckKnownHead(const std::string& digest);

  const Errors& findings() const { return findings_; }
  std::int64_t entries() const { return entries_; }
  std::int64_t frozen_sheets() const { return static_cast<std::int64_t>(frozen_.size()); }
  /// Of those: made by another engine, whose digests alone are proven.
  std::int64_t not_recomputed() const { return not_recomputed_; }
  /// The chain's end as recomputed.
  const Head& head() const { return head_; }
  const SchoolState& state() const { return state_; }
  /// The projections as they must be, ordered.
  std::vector<FactRow> FactRows() const;
  const std::vector<EntryUnit>& EntryUnits() const { return units_; }

 private:
  void CheckChain(const Entry& entry);
  /// The instant that `entry` may not be earlier than.
  Instant BoundOf(const Entry& entry);
  void CheckFreeze(const Entry& entry, const FrozenFact& frozen);
  void Find(std::int64_t seq, std::string message, std::string english);

  SchoolState state_;
  Head head_;
  Instant last_at_;
  std::vector<Instant> instants_;  ///< Of the entries, in order.
  std::int64_t entries_ = 0;
  std::int64_t not_recomputed_ = 0;
  std::set<std::string, std::less<>> digests_;
  std::map<std::pair<std::string, std::string>, std::vector<FactRow>> facts_;
  std::vector<EntryUnit> units_;
  std::map<std::pair<std::int64_t, std::string>, std::string> frozen_;  ///< (seq, unit) → digest
  std::set<std::pair<std::int64_t, std::string>> frozen_seen_;
  std::map<std::string, std::shared_ptr<const CycleRules>> rules_;  ///< By policy and calendars.
  Errors findings_;
};

}  // namespace shouze
