#pragma once

#include <cstddef>
#include <string>

namespace shouze {

/// Unguessable bytes. Everything that needs them asks here.
class Random {
 public:
  virtual ~Random() = default;
  /// Fills `size` bytes.
  virtual std::string Bytes(std::size_t size) = 0;

  /// 2 × `bytes` hex digits.
  std::string Hex(std::size_t bytes);
  /// A password that can be read out over the telephone: four groups of four letters and digits
  /// without 0 O 1 l I, about 90 bits; at least one digit, one upper and one lower case letter.
  std::string Password();
};

/// The kernel's, through libsodium.
class SystemRandom : public Random {
 public:
  std::string Bytes(std::size_t size) override;
};

}  // namespace shouze
