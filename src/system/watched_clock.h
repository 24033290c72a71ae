#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "system/clock.h"

namespace shouze {

/// When a clock was right.
struct ClockAnchor {
  Instant shown;
  std::int64_t steady_ms = 0;
  std::string machine;  ///< RawClock::StartOfMachine

  bool operator==(const ClockAnchor&) const = default;
};

/// As one line of text, and back. Absent: the text is none.
std::string WriteAnchor(const ClockAnchor& anchor);
std::optional<ClockAnchor> ReadAnchor(std::string_view text);

/// How far a clock is believed.
struct ClockLimits {
  std::int64_t tolerance_ms = 5 * 60 * 1000;  ///< It may be put right by so much.
  std::int64_t silence_ms = 30 * kMsPerDay;   ///< Longer nobody served: somebody has to look.
};

/// A machine's clock held against the time that has passed since it was last right: of the same
/// start of the machine by what nobody can set, of another by what was kept. Threads may look at
/// once.
class WatchedClock : public Clock {
 public:
  /// `kept`: what Anchor() gave the last time this school was served. `raw` must outlive it.
  WatchedClock(const RawClock& raw, const ClockLimits& limits, std::optional<ClockAnchor> kept);

  /// What the machine says; in doubt, the last right time and what has passed since.
  Instant Now() const override;
  std::optional<ClockDoubt> Doubt() const override;
  /// To be kept from time to time. Absent: in doubt.
  std::optional<ClockAnchor> Anchor();
  void Believe() override;
  /// The same of another process on this machine; of another machine: nothing.
  void BelieveAsOf(const ClockAnchor& anchor);

 private:
  struct Look {
    Instant now;
    std::optional<ClockDoubt> doubt;
    std::int64_t steady_ms = 0;
  };
  Look LookAt() const;
  Look LookLocked() const;

  const RawClock& raw_;
  const ClockLimits limits_;
  mutable std::mutex mutex_;
  mutable bool is_believed_ = false;  ///< `anchor_` is of this start of the machine.
  mutable ClockAnchor anchor_;        ///< Else: the last right time, as if it were of its start.
};

}  // namespace shouze
