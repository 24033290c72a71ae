#include "base/nearest.h"

#include <algorithm>
#include <utility>

namespace shouze {
namespace {

/// Single-byte insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`.
std::size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> current(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      current[j] = std::min({last[j] + 1, current[j - 1] + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        current[j] = std::min(current[j], before_last[j - 2] + 1);
      }
    }
    before_last.swap(last);
    last.swap(current);
  }
  return last[b.size()];
}

}  // namespace

std::vector<std::string_view> NearestNames(std::string_view written,
                                           std::span<const std::string_view> names,
                                           std::size_t count) {
  constexpr std::size_t kBytesMax = 64;
  if (written.empty() || written.size() > kBytesMax) return {};
  std::vector<std::pair<std::size_t, std::string_view>> near;
  for (const std::string_view name : names) {
    if (name.size() > kBytesMax) continue;
    const std::size_t distance = EditDistance(written, name);
    const std::size_t allowed = std::max<std::size_t>(1, std::max(written.size(), name.size()) / 3);
    if (distance <= allowed || (written.size() >= 2 && name.starts_with(written))) {
      near.emplace_back(distance, name);
    }
  }
  std::ranges::sort(near);
  std::vector<std::string_view> nearest;
  for (const auto& [distance, name] : near) {
    if (nearest.size() < count) nearest.push_back(name);
  }
  return nearest;
}

}  // namespace shouze
