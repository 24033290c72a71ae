#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/civil.h"

namespace shouze {

/// 账本条目: one fact as it was registered. Entries are appended and never changed; what they say
/// of facts is in entry_kinds.h.
struct Entry {
  std::int64_t seq = 0;     ///< 1, 2, 3 … without a gap.
  Instant at;               ///< When the server wrote it; never earlier than the entry before,
                            ///< but where it declares that entry's instant wrong (clock.declare).
  std::string actor;        ///< The account's opaque id, or `operator`.
  std::string kind;         ///< `record.register` …
  std::string body;         ///< Canonical JSON of an object.
  std::string prev_digest;  ///< Of the entry before; of the first: 64 zeros.
  std::string digest;       ///< DigestOf this.
  std::string alg = "sha256";
};

/// Before the first entry.
inline constexpr std::string_view kNoDigest =
    "0000000000000000000000000000000000000000000000000000000000000000";

/// SHA-256 (hex) of the canonical JSON of all members but `digest`: members in the order actor,
/// alg, at (RFC 3339 in UTC), body, kind, prev_digest, seq.
std::string DigestOf(const Entry& entry);

/// The chain's end: the last entry's number and digest.
struct Head {
  std::int64_t seq = 0;
  std::string digest{kNoDigest};

  bool operator==(const Head&) const = default;
};

/// One row of the projection `fact`: which entry says what a fact is, from then until another did.
/// The current version of a fact is the body of the entry `since`.
struct FactRow {
  std::string kind;  ///< `record` …: entry_kinds.h
  std::string id;
  std::int64_t since = 0;
  std::int64_t until = 0;  ///< 0: still.

  auto operator<=>(const FactRow&) const = default;
};

/// One row of the projection `entry_unit`: an entry concerns a unit; `*` stands for all of them.
struct EntryUnit {
  std::int64_t seq = 0;
  std::string unit;

  auto operator<=>(const EntryUnit&) const = default;
};

}  // namespace shouze
