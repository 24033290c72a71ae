#include "system/watched_clock.h"

#include <cstdlib>
#include <utility>

#include "base/text.h"

namespace shouze {

std::string WriteAnchor(const ClockAnchor& anchor) {
  return Concat(anchor.shown.ms, " ", anchor.steady_ms, " ", anchor.machine);
}

std::optional<ClockAnchor> ReadAnchor(std::string_view text) {
  const std::size_t first = text.find(' ');
  if (first == text.npos) return std::nullopt;
  const std::size_t second = text.find(' ', first + 1);
  if (second == text.npos) return std::nullopt;
  const auto shown = ParseInteger(text.substr(0, first));
  const auto steady = ParseInteger(text.substr(first + 1, second - first - 1));
  if (!shown || !steady) return std::nullopt;
  return ClockAnchor{{*shown}, *steady, std::string(text.substr(second + 1))};
}

WatchedClock::WatchedClock(const RawClock& raw, const ClockLimits& limits,
                           std::optional<ClockAnchor> kept)
    : raw_(raw), limits_(limits) {
  const std::string machine = raw_.StartOfMachine();
  if (!kept) {
    Believe();
  } else if (!machine.empty() && kept->machine == machine) {
    anchor_ = std::move(*kept);
    is_believed_ = true;
  } else {
    anchor_ = {kept->shown, raw_.SteadyMs(), machine};
  }
}

WatchedClock::Look WatchedClock::LookAt() const {
  const std::lock_guard lock(mutex_);
  return LookLocked();
}

WatchedClock::Look WatchedClock::LookLocked() const {
  const Instant shown = raw_.Now();
  const std::int64_t steady_ms = raw_.SteadyMs();
  const Instant expected = {anchor_.shown.ms + (steady_ms - anchor_.steady_ms)};
  const std::int64_t ahead_ms = shown.ms - expected.ms;
  const auto doubt = [&](ClockFault fault) -> Look {
    return {expected, ClockDoubt{fault, shown, expected}, steady_ms};
  };
  if (is_believed_) {
    return std::abs(ahead_ms) > limits_.tolerance_ms ? doubt(ClockFault::kJumped)
                                                     : Look{shown, {}, steady_ms};
  }
  if (ahead_ms < -limits_.tolerance_ms) return doubt(ClockFault::kBehind);
  if (ahead_ms > limits_.silence_ms) return doubt(ClockFault::kLongSilence);
  anchor_ = {shown, steady_ms, anchor_.machine};
  is_believed_ = true;
  return {shown, {}, steady_ms};
}

Instant WatchedClock::Now() const { return LookAt().now; }

std::optional<ClockDoubt> WatchedClock::Doubt() const { return LookAt().doubt; }

std::optional<ClockAnchor> WatchedClock::Anchor() {
  // What is kept is what was judged: a clock that is set meanwhile is not believed unseen.
  const std::lock_guard lock(mutex_);
  const Look look = LookLocked();
  if (look.doubt) return std::nullopt;
  anchor_ = {look.now, look.steady_ms, anchor_.machine};
  return anchor_;
}

void WatchedClock::BelieveAsOf(const ClockAnchor& anchor) {
  const std::lock_guard lock(mutex_);
  if (anchor.machine.empty() || anchor.machine != anchor_.machine) return;
  anchor_ = anchor;
  is_believed_ = true;
}

void WatchedClock::Believe() {
  const std::lock_guard lock(mutex_);
  anchor_ = {raw_.Now(), raw_.SteadyMs(), raw_.StartOfMachine()};
  is_believed_ = true;
}

}  // namespace shouze
