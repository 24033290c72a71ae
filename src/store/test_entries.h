#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "store/ledger_rows.h"

/// For this room's tests: entries that follow each other.
namespace shouze {

/// The entry that follows the head; a second is a thousand milliseconds.
inline Entry NextEntry(const ReadTx& tx, std::string kind = "record.register",
                       std::string body = R"({"title":"弱口令"})", std::string actor = "a1") {
  const Head head = ReadHead(tx);
  Entry entry;
  entry.seq = head.seq + 1;
  entry.at = Instant{entry.seq * 1000};
  entry.kind = std::move(kind);
  entry.actor = std::move(actor);
  entry.body = std::move(body);
  entry.prev_digest = head.digest;
  entry.digest = DigestOf(entry);
  return entry;
}

/// Appends it, concerning `units`; returns its number.
inline Result<std::int64_t> Append(WriteTx& tx, Entry entry,
                                   const std::vector<std::string>& units = {}) {
  std::vector<EntryUnit> rows;
  for (const std::string& unit : units) rows.push_back({entry.seq, unit});
  AppendEntry(tx, entry, rows);
  return entry.seq;
}

/// One entry in a write of its own.
inline std::int64_t AppendOne(Store& store, const std::vector<std::string>& units = {},
                              std::string kind = "record.register", std::string actor = "a1") {
  return *store.Write([&](WriteTx& tx) {
    return Append(tx, NextEntry(tx, std::move(kind), "{}", std::move(actor)), units);
  });
}

}  // namespace shouze
