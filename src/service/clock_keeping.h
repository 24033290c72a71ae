#pragma once

#include <optional>

#include "system/watched_clock.h"

namespace shouze {

class Store;

/// When the clock was last right while this school was served; absent: never, or not known.
std::optional<ClockAnchor> KeptAnchor(Store& store);

/// Keeps it, once a minute at the most. In doubt nothing is kept; what another process on this
/// machine has kept since (`shouze clock confirm`) is believed.
void KeepAnchor(Store& store, WatchedClock& clock);

/// Keeps it now: somebody has looked at the clock.
void KeepAnchorNow(Store& store, const ClockAnchor& anchor);

}  // namespace shouze
