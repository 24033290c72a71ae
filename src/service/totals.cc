#include "service/totals.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <numeric>

namespace shouze {
namespace {

/// Into how many bands the whole range of points may be cut, finest first.
constexpr std::array kCuts = {20, 10, 5, 4};
constexpr int kBandsMin = 4;
constexpr int kBandsMax = 8;

Points EdgeOf(Points score_max, int cut, int place) {
  return Points{score_max.thousandths * place / cut};
}

/// `scores` ascending.
std::vector<TotalsBand> BandsOf(std::span<const Points> scores, Points score_max) {
  std::vector<TotalsBand> bands;
  for (const int cut : kCuts) {
    int lowest = 0;
    while (lowest < cut - kBandsMin && scores.front() >= EdgeOf(score_max, cut, lowest + 1)) {
      ++lowest;
    }
    if (cut - lowest > kBandsMax) continue;
    for (int i = cut; i > lowest; --i) {
      bands.push_back({EdgeOf(score_max, cut, i - 1), EdgeOf(score_max, cut, i), 0});
    }
    break;
  }
  for (const Points score : scores) {
    const auto band =
        std::ranges::find_if(bands, [&](const TotalsBand& one) { return score >= one.from; });
    if (band != bands.end()) ++band->units;
  }
  return bands;
}

}  // namespace

std::optional<Points> MeanOf(std::span<const Points> scores) {
  if (scores.empty()) return std::nullopt;
  constexpr std::int64_t kHundredth = 10;
  const auto count = static_cast<std::int64_t>(scores.size());
  const Points sum = std::accumulate(scores.begin(), scores.end(), Points());
  return Points{(2 * sum.thousandths + kHundredth * count) / (2 * kHundredth * count) * kHundredth};
}

Totals TotalsOf(std::span<const UnitTotal> units, Points score_max) {
  Totals totals;
  std::vector<Points> all;
  std::vector<Points> scored;
  for (const UnitTotal& unit : units) {
    all.push_back(unit.total);
    if (!unit.vetoed) scored.push_back(unit.total);
  }
  std::ranges::sort(all);
  std::ranges::sort(scored);
  totals.units = static_cast<int>(all.size());
  totals.vetoed = static_cast<int>(all.size() - scored.size());
  totals.mean = MeanOf(all);
  if (!all.empty()) {
    const std::size_t half = (all.size() - 1) / 2;
    totals.median = MeanOf(std::span(all).subspan(half, all.size() % 2 == 0 ? 2 : 1));
  }
  if (!scored.empty()) {
    totals.highest = scored.back();
    totals.lowest = scored.front();
    totals.bands = BandsOf(scored, score_max);
  }
  return totals;
}

}  // namespace shouze
