#include "demo/chance.h"

#include "base/check.h"

namespace shouze {
namespace {

std::uint64_t Mix(std::uint64_t z) {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

/// FNV-1a.
std::uint64_t Hash(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return hash;
}

}  // namespace

Chance::Chance(std::uint64_t seed) : origin_(Mix(seed)), state_(origin_) {}

Chance Chance::Fork(std::string_view name) const { return Chance(origin_ + Mix(Hash(name))); }

std::uint64_t Chance::Next() {
  state_ += 0x9e3779b97f4a7c15;
  return Mix(state_);
}

int Chance::Between(int min, int max) {
  CHECK(min <= max);
  const auto span = static_cast<std::uint64_t>(std::int64_t{max} - min) + 1;
  // Of 2^64 values the last few would favour small numbers; they are drawn again.
  const std::uint64_t unfair = (~std::uint64_t{0} % span + 1) % span;
  std::uint64_t drawn = Next();
  while (drawn > ~std::uint64_t{0} - unfair) drawn = Next();
  return static_cast<int>(min + static_cast<std::int64_t>(drawn % span));
}

}  // namespace shouze
