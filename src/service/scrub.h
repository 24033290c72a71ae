#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "exchange/described.h"
#include "service/school.h"

/// 巡检: every file of the vault is read from the disk and hashed once in three days, a few at a
/// time, so that what has decayed is known while a backup still has it.
namespace shouze {

/// How far it is. Kept in the tables (store/matter_rows.h, Remember): it goes on after a restart.
struct ScrubState {
  std::string after;                ///< The next file is the first one behind this digest.
  std::optional<Instant> began_at;  ///< This round, or, between rounds, the last one.
  std::optional<Instant> ended_at;  ///< The last whole round; absent: none yet.
  bool is_resting = false;          ///< Between rounds.
  std::int64_t files = 0;           ///< Read in this round.
  std::int64_t bytes = 0;
  /// Missing or damaged when they were last looked at, the one to be looked at next first.
  std::vector<std::string> damaged;
};
SHOUZE_DESCRIBE(ScrubState, after, began_at, ended_at, is_resting, files, bytes, damaged)

ScrubState ReadScrub(const ReadTx& tx);

/// What one step may read.
struct ScrubStep {
  std::int64_t bytes_max = std::int64_t{16} << 20;  ///< A larger file is read alone.
  int files_max = 200;
};

/// The next step, and one of those that were damaged once more. What is found for the first time is
/// logged, and the system administrators are told of it. Returns what the state is then.
ScrubState Scrub(School& school, const ScrubStep& step = {});

}  // namespace shouze
