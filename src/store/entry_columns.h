#pragma once

#include "store/ledger_rows.h"
#include "store/query.h"

/// Internal to the room: the columns that more than one file reads.
namespace shouze {

inline constexpr char kEntryColumns[] =
    "e.seq, e.at, e.actor, e.kind, e.body, e.prev_digest, e.digest, e.alg";

template <>
struct Columns<Entry> {
  static constexpr void Each(auto& row, auto&& column) {
    column("seq", row.seq);
    column("at", row.at);
    column("actor", row.actor);
    column("kind", row.kind);
    column("body", row.body);
    column("prev_digest", row.prev_digest);
    column("digest", row.digest);
    column("alg", row.alg);
  }
};

template <>
struct Columns<EntryUnit> {
  static constexpr void Each(auto& row, auto&& column) {
    column("seq", row.seq);
    column("unit", row.unit);
  }
};

template <>
struct Columns<FrozenSheet> {
  static constexpr void Each(auto& row, auto&& column) {
    column("seq", row.seq);
    column("unit", row.unit);
    column("digest", row.digest);
    column("sheet", row.sheet);
  }
};

}  // namespace shouze
