#include "system/random.h"

#include <sodium.h>

#include <cstdint>
#include <utility>

#include "base/check.h"
#include "base/digest.h"
#include "system/sodium_start.h"

namespace shouze {
namespace {

constexpr std::string_view kDigits = "23456789";
constexpr std::string_view kUpper = "ABCDEFGHJKLMNPQRSTUVWXYZ";
constexpr std::string_view kLower = "abcdefghijkmnopqrstuvwxyz";

/// A whole number below `limit`. Of 64 bits the remainder's bias is below 2^-57, and no source of
/// bytes, however odd, makes it loop.
std::size_t Below(Random& random, std::size_t limit) {
  const std::string bytes = random.Bytes(sizeof(std::uint64_t));
  CHECK(bytes.size() == sizeof(std::uint64_t));
  std::uint64_t value = 0;
  for (const char byte : bytes) value = (value << 8) | static_cast<unsigned char>(byte);
  return static_cast<std::size_t>(value % limit);
}

}  // namespace

std::string Random::Hex(std::size_t bytes) { return shouze::Hex(Bytes(bytes)); }

std::string Random::Password() {
  constexpr std::size_t kGroups = 4;
  constexpr std::size_t kGroupLetters = 4;
  const std::string any = std::string(kDigits).append(kUpper).append(kLower);
  std::string letters;
  for (const std::string_view must : {kDigits, kUpper, kLower}) {
    letters += must[Below(*this, must.size())];
  }
  while (letters.size() < kGroups * kGroupLetters) letters += any[Below(*this, any.size())];
  for (std::size_t last = letters.size() - 1; last > 0; --last) {
    std::swap(letters[last], letters[Below(*this, last + 1)]);
  }
  for (std::size_t group = kGroups - 1; group > 0; --group) {
    letters.insert(group * kGroupLetters, 1, '-');
  }
  return letters;
}

std::string SystemRandom::Bytes(std::size_t size) {
  StartSodium();
  std::string bytes(size, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

}  // namespace shouze
