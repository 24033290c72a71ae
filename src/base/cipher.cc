#include "base/cipher.h"

#include <openssl/evp.h>

#include <array>
#include <cstdint>
#include <memory>
#include <utility>

#include "base/check.h"

namespace shouze {
namespace {

const unsigned char* Octets(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

std::string DigestOf(const EVP_MD* kind, std::string_view bytes) {
  std::string digest(EVP_MAX_MD_SIZE, '\0');
  unsigned int size = 0;
  CHECK(EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(digest.data()),
                   &size, kind, nullptr) == 1);
  digest.resize(size);
  return digest;
}

}  // namespace

std::string Md5(std::string_view bytes) { return DigestOf(EVP_md5(), bytes); }

std::string Sha2(int bits, std::string_view bytes) {
  CHECK(bits == 256 || bits == 384 || bits == 512);
  return DigestOf(bits == 256 ? EVP_sha256() : bits == 384 ? EVP_sha384() : EVP_sha512(), bytes);
}

std::string EncryptAes128Cbc(std::string_view key, std::string_view start, std::string_view bytes) {
  CHECK(key.size() == 16 && start.size() == 16 && bytes.size() % 16 == 0);
  const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(
      EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
  std::string out(bytes.size() + 16, '\0');
  int size = 0;
  CHECK(context && EVP_EncryptInit_ex(context.get(), EVP_aes_128_cbc(), nullptr, Octets(key),
                                      Octets(start)) == 1);
  CHECK(EVP_CIPHER_CTX_set_padding(context.get(), 0) == 1);
  CHECK(EVP_EncryptUpdate(context.get(), reinterpret_cast<unsigned char*>(out.data()), &size,
                          Octets(bytes), static_cast<int>(bytes.size())) == 1);
  out.resize(static_cast<std::size_t>(size));
  return out;
}

std::string Rc4(std::string_view key, std::string_view bytes) {
  CHECK(!key.empty());
  std::array<std::uint8_t, 256> state{};
  for (std::size_t i = 0; i < state.size(); ++i) state[i] = static_cast<std::uint8_t>(i);
  std::uint8_t j = 0;
  for (std::size_t i = 0; i < state.size(); ++i) {
    j = static_cast<std::uint8_t>(j + state[i] + static_cast<std::uint8_t>(key[i % key.size()]));
    std::swap(state[i], state[j]);
  }
  std::string out(bytes);
  std::uint8_t i = 0;
  j = 0;
  for (char& byte : out) {
    i = static_cast<std::uint8_t>(i + 1);
    j = static_cast<std::uint8_t>(j + state[i]);
    std::swap(state[i], state[j]);
    const auto pad = state[static_cast<std::uint8_t>(state[i] + state[j])];
    byte = static_cast<char>(static_cast<std::uint8_t>(byte) ^ pad);
  }
  return out;
}

}  // namespace shouze
