#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace shouze {

/// A stream of chances: the same seed gives the same stream on every machine and compiler. Streams
/// fork by name, so that what one of them draws never moves another. Source: Steele, Lea, Flood,
/// "Fast splittable pseudorandom number generators" (SplitMix64), 2014.
class Chance {
 public:
  explicit Chance(std::uint64_t seed);

  /// The stream called `name` under this one, however much was drawn from this one before.
  Chance Fork(std::string_view name) const;

  /// A whole number from `min` to `max`, both included, each equally likely. Needs min ≤ max.
  int Between(int min, int max);

  /// True this many times in a thousand.
  bool Happens(int permille) { return Between(1, 1000) <= permille; }

  /// One of `list`, which must not be empty.
  template <class T>
  const T& Pick(const std::vector<T>& list) {
    return list[static_cast<std::size_t>(Between(0, static_cast<int>(list.size()) - 1))];
  }

  /// Puts `list` into a random order.
  template <class T>
  void Shuffle(std::vector<T>& list) {
    for (std::size_t left = list.size(); left > 1; --left) {
      std::swap(list[left - 1],
                list[static_cast<std::size_t>(Between(0, static_cast<int>(left) - 1))]);
    }
  }

 private:
  std::uint64_t Next();

  std::uint64_t origin_;
  std::uint64_t state_;
};

}  // namespace shouze
