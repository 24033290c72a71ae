#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace shouze {

/// The place of a `T` in the table that holds all of them; a type of its own for each `T`, so that
/// a unit's number cannot be taken for a record's.
template <class T>
struct Id {
  std::uint32_t value = 0;

  constexpr Id() = default;
  constexpr explicit Id(std::size_t index) : value(static_cast<std::uint32_t>(index)) {}
  constexpr auto operator<=>(const Id&) const = default;
};

/// The `T` that `id` stands for.
template <class T>
const T& At(const std::vector<T>& table, Id<T> id) {
  return table[id.value];
}

template <class T>
T& At(std::vector<T>& table, Id<T> id) {
  return table[id.value];
}

}  // namespace shouze
