#pragma once

#include "world.h"

namespace shouze::simulation {

/// The acts of the day that begins at `begin` (or of its remainder); the clock ends at its
/// midnight, or a millisecond before or after it. `part`: which try of the day, for its dice.
void LiveDay(World& world, Instant begin, int part);

/// The same by a child process that is killed amid an act; the parent finds everything again that
/// was acknowledged, has the act asked for again, and lives the remainder.
void LiveKilledDay(World& world, Instant begin);

}  // namespace shouze::simulation
