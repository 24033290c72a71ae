#pragma once

#include <cstdint>
#include <span>

#include "province.h"

namespace shouze {

/// Scores every unit with the kernel; returns the sum of all totals in thousandths, so that nobody
/// can leave the work out.
std::int64_t ScoreAll(const Rulebook& rulebook, std::span<const SchoolYear> schools);

/// Merely walks the same facts, unit by unit: reads every member of every row once and adds it up.
/// What any scoring has to do at the least.
std::uint64_t WalkAll(std::span<const SchoolYear> schools);

}  // namespace shouze
