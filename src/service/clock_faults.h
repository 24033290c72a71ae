#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "service/proof.h"
#include "service/proposals.h"
#include "service/use_case.h"

/// 时钟: whether it is believed, who says that it is, and what is said of entries that were written
/// while it was wrong. Source: DESIGN 4 "Time".
namespace shouze {

struct ReadClockRequest {};
SHOUZE_DESCRIBE(ReadClockRequest)

struct ClockAnswer {
  Instant shown;         ///< What the machine's clock says.
  bool believed = true;  ///< While it is not, nothing is written.
  std::string message;   ///< Why not, and what to do.
  std::string english;
  bool confirmable = false;  ///< Somebody who has looked at it may say that it is right.
};
SHOUZE_DESCRIBE(ClockAnswer, shown, believed, message, english, confirmable)

/// `from`, `to`: the entries to look at; without them those that lie ahead of the clock.
struct ReadClockFaultRequest {
  std::optional<std::int64_t> from;
  std::optional<std::int64_t> to;
};
SHOUZE_DESCRIBE(ReadClockFaultRequest, from, to)

/// An entry that may have been written under a wrong clock.
struct ClockFaultRow {
  EntryRow entry;
  bool restated = false;  ///< It says a fact that still stands and has its instant from the clock.
};
SHOUZE_DESCRIBE(ClockFaultRow, entry, restated)

struct ClockFaultAnswer {
  std::int64_t from = 0;            ///< The first entry that lies ahead, or as asked; 0: none.
  std::optional<Instant> sound_at;  ///< Of the entry before it.
  std::int64_t entries_left = 0;    ///< More than `entries` shows.
  std::vector<ClockFaultRow> entries;
};
SHOUZE_DESCRIBE(ClockFaultAnswer, from, sound_at, entries_left, entries)

/// That the machine's clock is right as it is.
struct ConfirmClockRequest {
  Label reason;  ///< How it was checked.
};
SHOUZE_DESCRIBE(ConfirmClockRequest, reason)

struct ConfirmClockAnswer {
  Instant shown;
};
SHOUZE_DESCRIBE(ConfirmClockAnswer, shown)

/// When one entry of those was written in truth.
struct StatedInstant {
  std::int64_t seq = 0;
  Instant at;
};
SHOUZE_DESCRIBE(StatedInstant, seq, at)

/// Puts up for a second person's approval: the entries from `from` to `to` (without it: all up to
/// the approval) were written under a wrong clock, in truth up to `at` in their order, where
/// `stated` says nothing else of an entry. Facts of years whose result is made stay as they are.
/// Errors: kInvalidInput: no such entries; an instant to come, or before those that precede them.
struct DeclareClockFaultRequest {
  std::int64_t from = 0;
  std::optional<std::int64_t> to;
  Instant at;
  std::vector<StatedInstant> stated;
  Label reason;
  std::string loses = {};  ///< The code of the lost work that the asker has seen (lost_work.h).
};
SHOUZE_DESCRIBE(DeclareClockFaultRequest, from, to, at, stated, reason, loses)

extern const CallerReadCase<ReadClockRequest, ClockAnswer> kReadClock;
extern const CallerReadCase<ReadClockFaultRequest, ClockFaultAnswer> kReadClockFault;
extern const WriteCase<ConfirmClockRequest, ConfirmClockAnswer> kConfirmClock;
extern const WriteCase<DeclareClockFaultRequest, ProposalAnswer> kDeclareClockFault;

}  // namespace shouze
