#pragma once

#include <cstdint>
#include <initializer_list>
#include <utility>
#include <vector>

namespace shouze::simulation {

/// Chance that is the same for the same seed: SplitMix64.
class Dice {
 public:
  /// Of a seed and numbers that say what for, so that each day has dice of its own.
  explicit Dice(std::uint64_t seed, std::initializer_list<std::int64_t> about = {}) : state_(seed) {
    for (const std::int64_t number : about) state_ = Next() ^ static_cast<std::uint64_t>(number);
    Next();
  }

  std::uint64_t Next() {
    std::uint64_t word = state_ += 0x9E3779B97F4A7C15U;
    word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9U;
    word = (word ^ (word >> 27)) * 0x94D049BB133111EBU;
    return word ^ (word >> 31);
  }

  /// A whole number, both ends included.
  std::int64_t Between(std::int64_t least, std::int64_t most) {
    if (most <= least) return least;
    return least + static_cast<std::int64_t>(Next() % static_cast<std::uint64_t>(most - least + 1));
  }

  bool Chance(int percent) { return Between(0, 99) < percent; }
  bool PerMille(int number) { return Between(0, 999) < number; }

  /// One of a list that is not empty.
  template <class List>
  const auto& OneOf(const List& list) {
    return list[static_cast<std::size_t>(Between(0, std::ssize(list) - 1))];
  }

  /// Some of a list, each with this chance, in its order.
  template <class Item>
  std::vector<Item> SomeOf(const std::vector<Item>& list, int percent) {
    std::vector<Item> some;
    for (const Item& item : list) {
      if (Chance(percent)) some.push_back(item);
    }
    return some;
  }

 private:
  std::uint64_t state_;
};

}  // namespace shouze::simulation
