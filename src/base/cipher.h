#pragma once

#include <string>
#include <string_view>

/// What others' file formats are locked with; nothing of ours is kept by it.
namespace shouze {

/// 16 bytes. Source: RFC 1321.
std::string Md5(std::string_view bytes);

/// The SHA-2 digest of 256, 384 or 512 bits, as bytes. Source: FIPS 180-4.
std::string Sha2(int bits, std::string_view bytes);

/// AES-128 in CBC mode, encrypting, without padding: `bytes` are whole blocks of 16, key and
/// initialisation vector 16 bytes each. Source: FIPS 197, SP 800-38A.
std::string EncryptAes128Cbc(std::string_view key, std::string_view start, std::string_view bytes);

/// RC4, the same both ways. `key` is not empty.
std::string Rc4(std::string_view key, std::string_view bytes);

}  // namespace shouze
