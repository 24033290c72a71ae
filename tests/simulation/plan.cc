#include "plan.h"

#include <algorithm>

namespace shouze::simulation {

Plan::Plan(World& world, Instant begin)
    : world_(world), begin_(begin), end_(Midnight(DateAt(begin, kOffset) + 1, kOffset)) {}

Instant Plan::Sometime() {
  const Instant midnight{end_.ms - kMsPerDay};
  const bool office_hours = world_.dice().Chance(80);
  const std::int64_t earliest = office_hours ? 8 * kMsPerHour : 0;
  const std::int64_t latest = office_hours ? 18 * kMsPerHour : kMsPerDay - 1;
  return {std::max(begin_.ms, midnight.ms + world_.dice().Between(earliest, latest))};
}

void Plan::At(Instant at, std::function<void()> act) {
  acts_.emplace_back(std::max(at, begin_), std::move(act));
}

void Plan::Sometimes(int percent, const std::function<void()>& act) {
  percent = percent * world_.options().busyness / 100;
  for (; percent > 0; percent -= 100) {
    if (percent >= 100 || world_.dice().Chance(percent)) At(Sometime(), act);
  }
}

void Plan::Run() {
  std::ranges::stable_sort(acts_, {}, [](const auto& one) { return one.first; });
  for (const auto& [at, act] : acts_) {
    world_.clock().PassTo(at);
    act();
  }
}

}  // namespace shouze::simulation
