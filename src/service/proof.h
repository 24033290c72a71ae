#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "service/use_case.h"
#include "store/security_rows.h"
#include "store/store.h"
#include "system/head_witness.h"

/// 账本: looking into it, and proving it.
namespace shouze {

/// Digests that were kept elsewhere: of an entry of the ledger, of an event of the security log.
struct KnownHeads {
  std::optional<std::string> ledger;
  std::optional<std::string> log;
};

/// What a proof found.
struct ProofReport {
  std::int64_t entries = 0;
  std::int64_t facts = 0;  ///< Rows of the projection that were compared.
  std::int64_t frozen_sheets = 0;
  std::string head;             ///< Digest of the last entry: keep it elsewhere.
  std::int64_t log_events = 0;  ///< Of the security log, and where it ends.
  std::int64_t log_first_id = 0;
  SecurityHead log_head;
  Errors findings;  ///< Empty: everything follows from the chains.
};

/// Checks both chains, rebuilds the projections and every frozen sheet from the ledger, and
/// compares. `known` must be among the entries and events. `archives`: the folder of the security
/// log's archive files, which the log must go on from; empty: they are not looked at.
ProofReport Prove(Store& store, const KnownHeads& known, const std::string& archives = {});
/// The same of a ledger that may be damaged in any way: the database's own check comes first, pages
/// that cannot be read are findings, and so is a ledger that is not the one that was witnessed.
ProofReport ProveAll(Store& store, const KnownHeads& known,
                     const std::optional<WitnessedHead>& witnessed, const std::string& archives);

struct ReadLedgerRequest {
  std::optional<std::int64_t> before;  ///< Entries with a smaller number.
  std::optional<Label> kind;           ///< `record.register`, or `record.`
  std::optional<Label> actor;
  std::optional<Label> about;  ///< A unit's code.
  std::optional<Instant> from;
  std::optional<Instant> to;
  std::optional<int> limit;  ///< 1–500; 100 without.
};
SHOUZE_DESCRIBE(ReadLedgerRequest, before, kind, actor, about, from, to, limit)

struct EntryRow {
  std::int64_t seq = 0;
  Instant at;
  std::string actor;
  std::string kind;
  std::string kind_name;
  std::string text;                ///< What it did, in a sentence (fact_words.h).
  std::vector<std::string> units;  ///< Whom it concerns, by code; `*`: all.
  JsonText body;
  std::string prev_digest;
  std::string digest;
  bool whole = true;  ///< Else without what the fields of records say (record_reading.h).
};
SHOUZE_DESCRIBE(EntryRow, seq, at, actor, kind, kind_name, text, units, body, prev_digest, digest,
                whole)

struct LedgerAnswer {
  std::int64_t head = 0;
  std::string head_digest;
  std::vector<EntryRow> entries;  ///< Newest first.
};
SHOUZE_DESCRIBE(LedgerAnswer, head, head_digest, entries)

class FactWords;
/// An entry as people read it.
EntryRow RowOf(const FactWords& words, const Entry& entry);

extern const CallerReadCase<ReadLedgerRequest, LedgerAnswer> kReadLedger;
/// One thing that does not follow.
struct FindingRow {
  std::string where;
  std::string message;
  std::string english;
};
SHOUZE_DESCRIBE(FindingRow, where, message, english)

struct ProofAnswer {
  std::int64_t entries = 0;
  std::int64_t facts = 0;
  std::int64_t frozen_sheets = 0;
  std::string head;
  std::int64_t log_events = 0;
  std::int64_t log_head_id = 0;
  std::string log_head;
  std::vector<FindingRow> findings;
};
SHOUZE_DESCRIBE(ProofAnswer, entries, facts, frozen_sheets, head, log_events, log_head_id, log_head,
                findings)

struct ProofRequest {
  std::optional<Label> head;
  std::optional<Label> log_head;
};
SHOUZE_DESCRIBE(ProofRequest, head, log_head)

extern const CallerReadCase<ProofRequest, ProofAnswer> kProve;

}  // namespace shouze
