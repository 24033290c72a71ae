#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "system/random.h"

namespace shouze {

/// Bytes that look random and are the same in every run: SplitMix64 of a counter. Threads may ask
/// at once.
class CountedRandom : public Random {
 public:
  explicit CountedRandom(std::uint64_t seed = 1) : count_(seed << 32) {}

  std::string Bytes(std::size_t size) override {
    std::string bytes;
    while (bytes.size() < size) {
      std::uint64_t word = ++count_ * 0x9E3779B97F4A7C15U;
      word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9U;
      word = (word ^ (word >> 27)) * 0x94D049BB133111EBU;
      word ^= word >> 31;
      for (int shift = 0; shift < 64 && bytes.size() < size; shift += 8) {
        bytes += static_cast<char>(word >> shift);
      }
    }
    return bytes;
  }

 private:
  std::atomic<std::uint64_t> count_;
};

}  // namespace shouze
