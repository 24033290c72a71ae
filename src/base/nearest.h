#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace shouze {

/// Those of `names` that `written` may have been meant for, the nearest first and at most `count`:
/// a few letters wrong, missing, doubled or swapped, or the beginning of the name.
std::vector<std::string_view> NearestNames(std::string_view written,
                                           std::span<const std::string_view> names,
                                           std::size_t count = 3);

}  // namespace shouze
