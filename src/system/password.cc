#include "system/password.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <new>
#include <optional>

#include "system/sodium_start.h"
#include "system/turnstile.h"

namespace shouze {
namespace {

constexpr unsigned long long kPasses = 2;
constexpr std::size_t kMemoryBytes = std::size_t{19} * 1024 * 1024;
constexpr int kHashesAtOnceMax = 2;

/// A hash as libsodium takes it: ended and filled up with zeros.
using HashText = std::array<char, crypto_pwhash_STRBYTES>;

Turnstile& HashTurnstile() {
  static Turnstile turnstile(kHashesAtOnceMax, kHashQueueMax);
  return turnstile;
}

Error QueueIsFull() {
  return {ErrorCode::kBusy, "", "此刻登录的人太多，请稍后再试",
          "too many people are logging in, try again shortly"};
}

/// Absent for everything that this program cannot have made.
std::optional<HashText> OwnHash(std::string_view hash) {
  HashText text{};
  constexpr std::size_t kKeyLetters = 43;  // 32 bytes in base64; libsodium lets more pass
  if (!hash.starts_with(crypto_pwhash_argon2id_STRPREFIX) || hash.size() >= text.size() ||
      hash.size() - hash.rfind('$') - 1 != kKeyLetters || hash.find('\0') != hash.npos) {
    return std::nullopt;
  }
  std::ranges::copy(hash, text.begin());
  constexpr int kMalformed = -1;
  if (crypto_pwhash_str_needs_rehash(text.data(), kPasses, kMemoryBytes) == kMalformed) {
    return std::nullopt;
  }
  return text;
}

/// Costs what a real verification costs.
void VerifyNothing(std::string_view password) {
  std::array<unsigned char, 32> key{};
  const std::array<unsigned char, crypto_pwhash_SALTBYTES> salt{};
  if (crypto_pwhash(key.data(), key.size(), password.data(), password.size(), salt.data(), kPasses,
                    kMemoryBytes, crypto_pwhash_ALG_ARGON2ID13) != 0) {
    throw std::bad_alloc();
  }
}

}  // namespace

Result<std::string> HashPassword(std::string_view password) {
  StartSodium();
  const auto turn = HashTurnstile().Enter();
  if (!turn) return QueueIsFull();
  HashText text{};
  if (crypto_pwhash_str_alg(text.data(), password.data(), password.size(), kPasses, kMemoryBytes,
                            crypto_pwhash_ALG_ARGON2ID13) != 0) {
    throw std::bad_alloc();
  }
  return std::string(text.data());
}

Result<bool> IsPassword(std::string_view password, std::string_view hash) {
  StartSodium();
  const auto turn = HashTurnstile().Enter();
  if (!turn) return QueueIsFull();
  const auto text = OwnHash(hash);
  if (!text) {
    VerifyNothing(password);
    return false;
  }
  return crypto_pwhash_str_verify(text->data(), password.data(), password.size()) == 0;
}

bool NeedsRehash(std::string_view hash) {
  StartSodium();
  const auto text = OwnHash(hash);
  return !text || crypto_pwhash_str_needs_rehash(text->data(), kPasses, kMemoryBytes) != 0;
}

bool EqualSecrets(std::string_view one, std::string_view other) {
  return one.size() == other.size() && sodium_memcmp(one.data(), other.data(), one.size()) == 0;
}

}  // namespace shouze
