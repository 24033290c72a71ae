#pragma once

#include <optional>
#include <span>
#include <vector>

#include "base/describe.h"
#include "base/points.h"

/// How the units' totals lie: computed once, here, for every page and paper that tells of it.
namespace shouze {

/// How many units have a total from `from` on and below `to` (the first one: `to` included).
struct TotalsBand {
  Points from;
  Points to;
  int units = 0;
};
SHOUZE_DESCRIBE(TotalsBand, from, to, units)

/// Of units that have a result: ended ones have none.
struct Totals {
  int units = 0;
  int vetoed = 0;                 ///< Of them; their total counts 0.
  std::optional<Points> mean;     ///< Of all, as MeanOf; absent: there is no unit.
  std::optional<Points> median;   ///< Of all; of two in the middle their mean.
  std::optional<Points> highest;  ///< Of those not vetoed, as are `lowest` and `bands`.
  std::optional<Points> lowest;
  std::vector<TotalsBand> bands;  ///< From the top; 4 to 8 of one width, down to the lowest total.
};
SHOUZE_DESCRIBE(Totals, units, vetoed, mean, median, highest, lowest, bands)

/// One unit's.
struct UnitTotal {
  Points total;  ///< 0 when vetoed.
  bool vetoed = false;
};

/// Of the units that have a result; `score_max`: what a unit can have at the most.
Totals TotalsOf(std::span<const UnitTotal> units, Points score_max);
/// To a hundredth, half a hundredth up; none of nothing. Scores are never negative.
std::optional<Points> MeanOf(std::span<const Points> scores);

}  // namespace shouze
