#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/entry.h"
#include "store/store.h"

/// The ledger and its projections.
namespace shouze {

/// Which entries: all conditions that are set must hold.
struct EntryFilter {
  std::int64_t after = 0;              ///< seq greater than this,
  std::optional<std::int64_t> before;  ///< less than this.
  std::optional<std::string> kind;     ///< `record.register`, or `record.` for all of a kind.
  std::optional<std::string> actor;
  std::optional<std::string> unit;  ///< Concerning this unit (or all units).
  std::optional<Instant> from;      ///< at ≥
  std::optional<Instant> to;        ///< at <
  bool newest_first = false;
  int limit = 0;  ///< 0: no limit.
};

/// The last entry, or nothing yet.
Head ReadHead(const ReadTx& tx);
/// The same, for a write: until its end nobody else moves it (SQLite lets nobody else write
/// anyhow).
Head LockHead(const ReadTx& tx);
/// Hands each matching entry to `use`, in order of seq (or its reverse).
void ForEachEntry(const ReadTx& tx, const EntryFilter& filter,
                  const std::function<void(Entry&&)>& use);
std::vector<Entry> ReadEntries(const ReadTx& tx, const EntryFilter& filter);

/// The entry must follow the head (seq, prev_digest); its rows follow from it. Moves the head.
void AppendEntry(WriteTx& tx, const Entry& entry, const std::vector<EntryUnit>& units);
/// A fact's current version ends with entry `seq`; a new one begins with it.
void EndFact(WriteTx& tx, std::string_view kind, std::string_view id, std::int64_t seq);
void BeginFact(WriteTx& tx, std::string_view kind, std::string_view id, std::int64_t seq);

/// Entries that are current versions of facts as known after entry `known_to` (absent: now), in
/// order of seq, with the fact they are of.
struct FactEntry {
  std::string fact_kind;
  std::string fact_id;
  Entry entry;
};
void ForEachFact(const ReadTx& tx, std::optional<std::int64_t> known_to,
                 const std::function<void(FactEntry&&)>& use);

/// The entry that was the last version of a fact, ended or not.
std::optional<Entry> FindLastVersion(const ReadTx& tx, std::string_view kind, std::string_view id);

/// The last entry that concerns each unit (`*`: all of them), as known after entry `known_to`
/// (absent: now).
std::vector<EntryUnit> ReadLastEntries(const ReadTx& tx, std::optional<std::int64_t> known_to);

/// Whole projections, ordered by all their columns, for verification and for rebuilding.
std::vector<FactRow> ReadFactRows(const ReadTx& tx);
std::vector<EntryUnit> ReadEntryUnits(const ReadTx& tx);
/// Writes an entry as it is, chain unchecked: restoring a backup, which is verified as a whole.
void RestoreEntry(WriteTx& tx, const Entry& entry);
/// Replaces both projections.
void ReplaceProjections(WriteTx& tx, const std::vector<FactRow>& facts,
                        const std::vector<EntryUnit>& units);

/// 冻结的得分表, as it was written at a stage.
struct FrozenSheet {
  std::int64_t seq = 0;  ///< The entry that froze it.
  std::string unit;
  std::string digest;  ///< SHA-256 of `sheet`.
  std::string sheet;   ///< JSON.
};
void AddFrozenSheet(WriteTx& tx, const FrozenSheet& sheet);
/// The entries of which there are frozen sheets, ascending.
std::vector<std::int64_t> FrozenEntries(const ReadTx& tx);
std::vector<FrozenSheet> ReadFrozenSheets(const ReadTx& tx, std::int64_t seq);
std::optional<FrozenSheet> ReadFrozenSheet(const ReadTx& tx, std::int64_t seq,
                                           std::string_view unit);

}  // namespace shouze
