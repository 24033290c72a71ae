#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <variant>
#include <vector>

#include "base/result.h"
#include "ledger/entry.h"
#include "ledger/entry_kinds.h"
#include "ledger/kept_facts.h"

namespace shouze {

/// A fact in its latest version, and the entry that says so.
template <class Fact>
struct Kept {
  Fact fact;
  std::int64_t seq = 0;
  Instant entered_at;
  std::string actor;
};

template <class Fact>
using KeptTable = std::map<std::string, Kept<Fact>, std::less<>>;

/// What an entry will change, worked out before it does.
struct Change {
  Entry entry;
  SaidByEntry said;
  std::vector<std::string> units;  ///< Whom it concerns; `*`: every unit.

  std::vector<EntryUnit> EntryUnits() const;
  /// Whether it concerns every unit.
  bool ConcernsAll() const;
};

/// 学校当前的全部事实: the fold of the ledger's entries. Entries are all that ever changes it, so
/// two schools with the same entries are the same.
class SchoolState {
 public:
  /// What `entry` would change, after `pending` (of the same transaction). Errors: a body that is
  /// not of its form; a fact that begins twice, changes or ends without being there.
  ResultOrErrors<Change> Prepare(Entry entry, std::span<const Change> pending = {}) const;
  /// Changes it. Entries come in order of seq.
  void Apply(Change change);
  /// Puts a fact as the projection has it: for loading. Errors: as of Prepare.
  ResultOrErrors<void> Load(Entry entry);
  /// After loading: where the chain ends, and the last entry of each unit (`*`: of all of them).
  void SetHead(Head head, const std::vector<EntryUnit>& last_entries);

  const Head& head() const { return head_; }
  /// The last entry that concerns the unit, all units, or a cycle as a whole.
  std::int64_t LastEntryOf(std::string_view unit) const;
  /// The instant of the last entry: none is earlier, but one that declares a clock fault.
  Instant last_at() const { return last_at_; }

  template <class Fact>
  const KeptTable<Fact>& All() const {
    return std::get<KeptTable<Fact>>(tables_);
  }
  template <class Fact>
  const Kept<Fact>* Find(std::string_view id) const {
    const auto& table = All<Fact>();
    const auto found = table.find(id);
    return found == table.end() ? nullptr : &found->second;
  }

  /// Ids of the unit's facts of a kind, in order. Of records also those that are its in some years
  /// only (taken_over.h).
  const std::set<std::string, std::less<>>& RecordsOf(std::string_view unit) const;
  const std::set<std::string, std::less<>>& SubmissionsOf(std::string_view unit) const;
  const std::set<std::string, std::less<>>& PostsOf(std::string_view unit) const;
  const std::set<std::string, std::less<>>& WaiversOf(std::string_view unit) const;
  const std::set<std::string, std::less<>>& ExtensionsOf(std::string_view unit) const;
  const std::set<std::string, std::less<>>& DisputesOf(std::string_view unit) const;
  /// Reviews of a submission, in the order they were given.
  std::vector<const Kept<ReviewFact>*> ReviewsOf(std::string_view submission) const;
  /// The latest review; null: none.
  const Kept<ReviewFact>* LatestReview(std::string_view submission) const;

 private:
  using Ids = std::set<std::string, std::less<>>;
  struct OfUnit {
    Ids records, submissions, posts, waivers, extensions, disputes;
    std::int64_t last_entry = 0;
  };
  struct Indexer;

  const OfUnit& Of(std::string_view unit) const;
  void Put(const Entry& entry, const std::string& id, KeptFact fact);
  void End(std::string_view fact_kind, const std::string& id);
  std::vector<std::string> UnitsOf(const SaidByEntry& said, std::span<const Change> pending) const;
  bool Has(const SaidByEntry& said, std::span<const Change> pending) const;

  template <class Facts>
  struct TablesOf;
  template <class... Facts>
  struct TablesOf<std::variant<Facts...>> {
    using Type = std::tuple<KeptTable<Facts>...>;
  };
  TablesOf<KeptFact>::Type tables_;
  std::map<std::string, OfUnit, std::less<>> of_unit_;
  std::map<std::string, Ids, std::less<>> reviews_of_;  ///< By submission.
  std::int64_t last_of_all_ = 0;
  Instant last_at_;
  std::int64_t last_seq_ = 0;  ///< Of the entry that `last_at_` is of.
  Head head_;
};

}  // namespace shouze
