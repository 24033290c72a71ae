#include "system/signature.h"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <sstream>

#include "base/digest.h"
#include "system/sodium_start.h"

namespace shouze {
namespace {

using Secret = std::array<unsigned char, crypto_sign_SECRETKEYBYTES>;
using Public = std::array<unsigned char, crypto_sign_PUBLICKEYBYTES>;
using Signature = std::array<unsigned char, crypto_sign_BYTES>;

template <std::size_t kSize>
std::string_view Text(const std::array<unsigned char, kSize>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), kSize};
}
const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

/// False where `hex` is not so many bytes.
template <std::size_t kSize>
bool FromHex(std::string_view hex, std::array<unsigned char, kSize>& bytes) {
  std::size_t size = 0;
  const char* end = nullptr;
  return hex.size() == 2 * kSize &&
         sodium_hex2bin(bytes.data(), kSize, hex.data(), hex.size(), nullptr, &size, &end) == 0 &&
         size == kSize && end == hex.data() + hex.size();
}

Error CannotWrite(const std::string& path) {
  return {ErrorCode::kNotFound, path, "密钥文件写不进去，请检查目录和权限",
          "the key's file cannot be written: check the folder and its permissions"};
}

/// Made anew, never over one that is there.
Result<void> WriteKey(const std::string& path, const Secret& secret) {
  const int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (fd < 0) return CannotWrite(path);
  const std::string text = Hex(Text(secret)) + "\n";
  const bool written = write(fd, text.data(), text.size()) == std::ssize(text) && fsync(fd) == 0;
  close(fd);
  if (written) return {};
  unlink(path.c_str());
  return CannotWrite(path);
}

}  // namespace

Result<SigningKey> SigningKey::ReadOrMake(const std::string& path) {
  StartSodium();
  Secret secret{};
  Public open_part{};
  std::ifstream file(path);
  if (!file) {
    crypto_sign_keypair(open_part.data(), secret.data());
    if (const auto written = WriteKey(path, secret); !written) return written.error();
  } else {
    std::string hex;
    std::getline(file, hex);
    if (!FromHex(hex, secret)) {
      return Error{ErrorCode::kInvalidInput, path, "不是本程序的密钥文件", "it is no key of ours"};
    }
    crypto_sign_ed25519_sk_to_pk(open_part.data(), secret.data());
  }
  return SigningKey(std::string(Text(secret)), Hex(Text(open_part)));
}

std::string SigningKey::Sign(std::string_view text) const {
  Signature signature{};
  crypto_sign_detached(signature.data(), nullptr, Bytes(text), text.size(), Bytes(secret_));
  return Hex(Text(signature));
}

bool IsSigned(std::string_view text, std::string_view signature, std::string_view public_key) {
  StartSodium();
  Signature bytes{};
  Public key{};
  return FromHex(signature, bytes) && FromHex(public_key, key) &&
         crypto_sign_verify_detached(bytes.data(), Bytes(text), text.size(), key.data()) == 0;
}

}  // namespace shouze
