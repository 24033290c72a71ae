#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/civil.h"

/// 时钟故障: entries written while the machine's clock was wrong, and what is said of them since.
/// Source: DESIGN 4 "Time".
namespace shouze {

inline constexpr std::string_view kClockDeclare = "clock.declare";

/// Where an entry of this kind and body, following entry `last`, declares that the entries up to
/// `last` have wrong instants: the instant that bounds what comes after, itself included. Absent:
/// the entry is bound by the one before it, as every other.
std::optional<Instant> DeclaredSound(std::string_view kind, const std::string& body,
                                     std::int64_t last);

}  // namespace shouze
