#include "service/clock_keeping.h"

#include <string_view>

#include "store/matter_rows.h"

namespace shouze {
namespace {

constexpr std::string_view kAnchor = "clock.anchor";
constexpr std::int64_t kKeepEveryMs = 60'000;

}  // namespace

std::optional<ClockAnchor> KeptAnchor(Store& store) {
  const auto kept = store.Read([](const ReadTx& tx) { return ReadRemembered(tx, kAnchor); });
  return kept ? ReadAnchor(*kept) : std::nullopt;
}

void KeepAnchorNow(Store& store, const ClockAnchor& anchor) {
  const auto kept = store.Write([&](WriteTx& tx) -> Result<void> {
    Remember(tx, kAnchor, WriteAnchor(anchor));
    return {};
  });
  static_cast<void>(kept);
}

void KeepAnchor(Store& store, WatchedClock& clock) {
  const auto before = KeptAnchor(store);
  if (before && clock.Doubt()) clock.BelieveAsOf(*before);
  // A ledger that lies ahead is no measure of a clock that has not been served by.
  const auto anchor = clock.Anchor();
  if (!anchor) return;
  const bool recent = before && before->machine == anchor->machine &&
                      anchor->steady_ms - before->steady_ms < kKeepEveryMs;
  if (!recent) KeepAnchorNow(store, *anchor);
}

}  // namespace shouze
