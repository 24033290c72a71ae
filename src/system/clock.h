#pragma once

#include <atomic>
#include <cstdint>

#include "base/civil.h"

namespace shouze {

/// The time. Everything that needs it asks here, so that tests and demonstrations move it by hand.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant Now() const = 0;
};

/// The machine's clock, in whole milliseconds.
class SystemClock : public Clock {
 public:
  Instant Now() const override;
};

/// A clock that stands still until it is moved: for tests and rehearsals. Threads may look at once.
class MovedClock : public Clock {
 public:
  explicit MovedClock(Instant now = {}) : ms_(now.ms) {}

  Instant Now() const override { return {ms_.load()}; }

  void MoveTo(Instant now) { ms_ = now.ms; }
  void MoveMs(std::int64_t ms) { ms_ += ms; }
  void MoveSeconds(std::int64_t seconds) { MoveMs(seconds * 1000); }
  void MoveMinutes(std::int64_t minutes) { MoveSeconds(minutes * 60); }
  void MoveHours(std::int64_t hours) { MoveMs(hours * kMsPerHour); }
  void MoveDays(std::int64_t days) { MoveMs(days * kMsPerDay); }

 private:
  std::atomic<std::int64_t> ms_;
};

}  // namespace shouze
