#include "system/password.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <new>
#include <optional>

#include "base/text.h"
#include "system/common_passwords.h"
#include "system/sodium_start.h"
#include "system/turnstile.h"

namespace shouze {
namespace {

constexpr unsigned long long kPasses = 2;
constexpr std::size_t kMemoryBytes = std::size_t{19} * 1024 * 1024;
constexpr int kHashesAtOnceMax = 2;
constexpr int kCharactersMin = 10;
constexpr int kCharactersMax = 128;
constexpr int kKindsMin = 3;
/// A shorter login stands inside too many words to be refused there.
constexpr std::size_t kLoginBytesMin = 3;

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

char LowerCase(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string LowerCase(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](char c) { return LowerCase(c); });
  return lower;
}

/// Of a password: its characters (code points), and how many of the four kinds there are.
struct Makeup {
  int characters = 0;
  int kinds = 0;
};

Makeup MakeupOf(std::string_view password) {
  int characters = 0;
  bool lower = false, upper = false, digit = false, other = false;
  for (const char c : password) {
    constexpr unsigned char kContinuationMask = 0xC0, kContinuation = 0x80;
    if ((static_cast<unsigned char>(c) & kContinuationMask) != kContinuation) ++characters;
    if (c >= 'a' && c <= 'z') {
      lower = true;
    } else if (c >= 'A' && c <= 'Z') {
      upper = true;
    } else if (c >= '0' && c <= '9') {
      digit = true;
    } else {
      other = true;
    }
  }
  return {characters, lower + upper + digit + other};
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

Result<void> CheckPasswordRules(std::string_view password, std::string_view login) {
  const auto refused = [](std::string chinese, std::string english) {
    return Error{ErrorCode::kInvalidInput, "", std::move(chinese), std::move(english)};
  };
  const Makeup makeup = MakeupOf(password);
  if (makeup.characters < kCharactersMin || makeup.characters > kCharactersMax) {
    return refused(
        Concat("密码要有 ", kCharactersMin, " 至 ", kCharactersMax, " 个字符"),
        Concat("a password has ", kCharactersMin, " to ", kCharactersMax, " characters"));
  }
  if (makeup.kinds < kKindsMin) {
    return refused("密码要有大写字母、小写字母、数字、其他符号中的至少三种",
                   "a password has at least three of upper case, lower case, digits and others");
  }
  const std::string lower = LowerCase(password);
  if (login.size() >= kLoginBytesMin && lower.find(LowerCase(login)) != std::string::npos) {
    return refused("密码里不要有登录名", "a password does not contain the login");
  }
  if (IsCommonPassword(lower)) {
    return refused("这个密码太常见，容易被猜中，请换一个", "this password is among the commonest");
  }
  return {};
}

bool EqualSecrets(std::string_view one, std::string_view other) {
  return one.size() == other.size() && sodium_memcmp(one.data(), other.data(), one.size()) == 0;
}

}  // namespace shouze
