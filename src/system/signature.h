#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

/// Ed25519 (RFC 8032): what was written by whoever has the key, and by nobody since.
namespace shouze {

/// A key pair; the secret part never leaves the object.
class SigningKey {
 public:
  /// Reads the key at `path`; where there is none makes one, for its owner alone (0600). Errors:
  /// kNotFound where it cannot be read or written; kInvalidInput where it is no key.
  static Result<SigningKey> ReadOrMake(const std::string& path);

  /// Hex of the 32 bytes that a signature is checked by.
  const std::string& public_key() const { return public_key_; }
  /// Hex of 64 bytes.
  std::string Sign(std::string_view text) const;

 private:
  SigningKey(std::string secret, std::string public_key)
      : secret_(std::move(secret)), public_key_(std::move(public_key)) {}
  std::string secret_;  ///< 64 bytes.
  std::string public_key_;
};

/// Whether `signature` (hex) is the key's (hex) of `text`.
bool IsSigned(std::string_view text, std::string_view signature, std::string_view public_key);

}  // namespace shouze
