#include "system/pdf_lock.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include "base/cipher.h"
#include "base/text.h"
#include "system/pdf_text.h"

namespace shouze {
namespace {

/// Stands for the letters that a password lacks: all of an empty one.
constexpr std::string_view kPadding(
    "\x28\xbf\x4e\x5e\x4e\x75\x8a\x41\x64\x00\x4e\x56\xff\xfa\x01\x08"
    "\x2e\x2e\x00\xb6\xd0\x68\x3e\x80\x2f\x0c\xa9\xfe\x64\x53\x69\x7a",
    32);

struct Lock {
  std::int64_t revision = 0;
  std::size_t key_bytes = 5;
  std::string owner;
  std::string user;
  std::uint32_t permissions = 0;
  bool metadata = true;
  std::string id;
};

/// With the empty password. Algorithm 2.
std::string KeyOf(const Lock& lock) {
  std::string text = Concat(kPadding, lock.owner.substr(0, 32));
  for (int i = 0; i < 4; ++i) text += static_cast<char>((lock.permissions >> (8 * i)) & 0xFF);
  text += lock.id;
  if (lock.revision >= 4 && !lock.metadata) text.append(4, '\xff');
  std::string key = Md5(text);
  if (lock.revision >= 3) {
    for (int i = 0; i < 50; ++i) key = Md5(key.substr(0, lock.key_bytes));
  }
  return key.substr(0, lock.key_bytes);
}

/// Algorithm 6.
bool OpensOld(const Lock& lock) {
  const std::string key = KeyOf(lock);
  if (lock.revision == 2) return Rc4(key, kPadding) == lock.user.substr(0, 32);
  std::string proof = Rc4(key, Md5(Concat(kPadding, lock.id)));
  for (int i = 1; i <= 19; ++i) {
    std::string turned = key;
    for (char& byte : turned) byte = static_cast<char>(static_cast<unsigned char>(byte) ^ i);
    proof = Rc4(turned, proof);
  }
  return proof == lock.user.substr(0, 16);
}

/// Of the empty password. Algorithm 2.B.
std::string Hardened(std::string_view salt) {
  std::string key = Sha2(256, salt);
  for (int round = 0;; ++round) {
    std::string repeated;
    for (int i = 0; i < 64; ++i) repeated += key;
    const std::string_view whole = key;
    const std::string mixed = EncryptAes128Cbc(whole.substr(0, 16), whole.substr(16, 16), repeated);
    int sum = 0;
    for (std::size_t i = 0; i < 16; ++i) sum += static_cast<unsigned char>(mixed[i]);
    key = Sha2(sum % 3 == 0 ? 256 : sum % 3 == 1 ? 384 : 512, mixed);
    if (round >= 63 && static_cast<unsigned char>(mixed.back()) <= round - 31) break;
  }
  return key.substr(0, 32);
}

/// Algorithm 11.
bool OpensNew(const Lock& lock) {
  const std::string_view user = lock.user;
  const std::string_view salt = user.substr(32, 8);
  return (lock.revision == 5 ? Sha2(256, salt) : Hardened(salt)) == user.substr(0, 32);
}

}  // namespace

std::optional<bool> AsksForPassword(std::string_view dictionary, std::string_view trailer) {
  const std::string_view filter = PdfValue(dictionary, "Filter");
  if (filter.starts_with("/") && !filter.starts_with("/Standard")) return true;  // a certificate
  Lock lock;
  const auto version = PdfInteger(PdfValue(dictionary, "V"));
  const auto revision = PdfInteger(PdfValue(dictionary, "R"));
  const auto owner = PdfString(PdfValue(dictionary, "O"));
  const auto user = PdfString(PdfValue(dictionary, "U"));
  const auto permissions = PdfInteger(PdfValue(dictionary, "P"));
  if (!version || !revision || !owner || !user || !permissions) return {};
  if (*revision < 2 || *revision > 6 || owner->size() < 32 || user->size() < 32) return {};
  lock.revision = *revision;
  lock.owner = *owner;
  lock.user = *user;
  if (*revision >= 5) {
    if (user->size() < 48) return {};
    return !OpensNew(lock);
  }
  lock.permissions = static_cast<std::uint32_t>(*permissions);
  lock.metadata = !PdfValue(dictionary, "EncryptMetadata").starts_with("false");
  std::string_view id = PdfValue(trailer, "ID");
  if (id.starts_with('[')) {
    id.remove_prefix(1);
    while (id.starts_with(' ') || id.starts_with('\n') || id.starts_with('\r')) id.remove_prefix(1);
    lock.id = PdfString(id).value_or("");
  }
  if (*revision >= 3) {
    const std::int64_t bits =
        *version == 4 ? 128 : PdfInteger(PdfValue(dictionary, "Length")).value_or(40);
    if (bits < 40 || bits > 128 || bits % 8 != 0) return {};
    lock.key_bytes = static_cast<std::size_t>(bits / 8);
  }
  return !OpensOld(lock);
}

}  // namespace shouze
