#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "base/civil.h"
#include "exchange/described.h"

/// 时钟故障: entries written while the machine's clock was wrong, and what is said of them since.
/// Source: DESIGN 4 "Time".
namespace shouze {

inline constexpr std::string_view kClockDeclare = "clock.declare";

/// Where an entry of this kind and body, following entry `last`, declares that the entries up to
/// `last` have wrong instants: the instant that bounds what comes after, itself included. Absent:
/// the entry is bound by the one before it, as every other.
std::optional<Instant> DeclaredSound(std::string_view kind, const std::string& body,
                                     std::int64_t last);

/// `submission.restate` of `submission`; empty: the instants of such facts are not the clock's, or
/// cannot be restated.
std::string RestateKindOf(std::string_view fact);

/// Whether entries of this kind state instants that the clock gave wrongly.
bool IsRestatement(std::string_view kind);

/// What somebody hands in counts from when it arrived: so much before its entry at the most.
inline constexpr std::int64_t kWaitedMaxMs = 5 * 60 * 1000;

/// Puts `stated` in place of every instant of `fact` that the clock gave to the entry written at
/// `written`. False: it has none.
template <class Fact>
bool Restate(Fact& fact, Instant written, Instant stated) {
  bool restated = false;
  described::ForEachMember<Fact>([&](std::string_view, auto member) {
    auto& value = fact.*member;
    using Member = std::remove_cvref_t<decltype(value)>;
    const Instant* at = nullptr;
    if constexpr (std::is_same_v<Member, Instant>) {
      at = &value;
    } else if constexpr (std::is_same_v<Member, std::optional<Instant>>) {
      if (value) at = &*value;
    }
    if constexpr (std::is_same_v<Member, Instant> ||
                  std::is_same_v<Member, std::optional<Instant>>) {
      if (at != nullptr && *at <= written && written.ms - at->ms <= kWaitedMaxMs) {
        value = stated;
        restated = true;
      }
    }
  });
  return restated;
}

}  // namespace shouze
