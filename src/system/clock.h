#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>

#include "base/civil.h"

namespace shouze {

/// Why a clock is not believed.
enum class ClockFault {
  kJumped,       ///< It moved otherwise than the time that has passed since it was last right.
  kBehind,       ///< It shows less than when this school was last served.
  kLongSilence,  ///< It shows much more than when this school was last served.
  kLedgerAhead,  ///< It shows less than the last entry of the ledger.
};

/// A clock that is not believed.
struct ClockDoubt {
  ClockFault fault = ClockFault::kJumped;
  Instant shown;     ///< What the machine says.
  Instant expected;  ///< What it ought to say at least, by what is known.
};

/// The time. Everything that needs it asks here, so that tests and demonstrations move it by hand.
class Clock {
 public:
  virtual ~Clock() = default;
  /// Where the clock is not believed: the time by what was last known to be right.
  virtual Instant Now() const = 0;
  /// Absent: it is believed. While it is not, nothing that cannot be taken back may be done.
  virtual std::optional<ClockDoubt> Doubt() const { return std::nullopt; }
  /// Somebody has looked: what the machine says now is right.
  virtual void Believe() {}
};

/// What a machine says of the time, believed or not.
class RawClock : public Clock {
 public:
  /// Milliseconds since some instant, sleep included: nobody can set it.
  virtual std::int64_t SteadyMs() const = 0;
  /// Names what SteadyMs counts from: this start of this machine. Empty: nothing to be kept.
  virtual std::string StartOfMachine() const = 0;
};

/// The machine's clock, in whole milliseconds.
class SystemClock : public RawClock {
 public:
  Instant Now() const override;
  std::int64_t SteadyMs() const override;
  std::string StartOfMachine() const override;
};

/// A clock that stands still until it is moved: for tests and rehearsals. Threads may look at once.
class MovedClock : public RawClock {
 public:
  explicit MovedClock(Instant now = {}) : ms_(now.ms) {}

  Instant Now() const override { return {ms_.load()}; }
  std::int64_t SteadyMs() const override { return ms_.load() - set_ms_.load(); }
  std::string StartOfMachine() const override { return {}; }

  void MoveTo(Instant now) { ms_ = now.ms; }
  void MoveMs(std::int64_t ms) { ms_ += ms; }
  void MoveSeconds(std::int64_t seconds) { MoveMs(seconds * 1000); }
  void MoveMinutes(std::int64_t minutes) { MoveSeconds(minutes * 60); }
  void MoveHours(std::int64_t hours) { MoveMs(hours * kMsPerHour); }
  void MoveDays(std::int64_t days) { MoveMs(days * kMsPerDay); }
  /// Somebody sets the clock by so much; no time passes.
  void SetByMs(std::int64_t ms) {
    set_ms_ += ms;
    ms_ += ms;
  }

 private:
  std::atomic<std::int64_t> ms_;
  std::atomic<std::int64_t> set_ms_{0};
};

}  // namespace shouze
