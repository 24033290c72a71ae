#pragma once

#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace shouze {

/// SHA-256 of `bytes` as 64 lower-case hex digits. Source: FIPS 180-4.
std::string Sha256Hex(std::string_view bytes);

/// The same for bytes that come piece by piece.
class Sha256 {
 public:
  Sha256();

  void Add(std::string_view bytes);
  /// Of everything added; the digest is used up afterwards.
  std::string Hex();

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const;
  };
  std::unique_ptr<evp_md_ctx_st, Free> context_;
};

/// Whether `text` looks like one: 64 lower-case hex digits.
bool IsSha256Hex(std::string_view text);

/// `bytes` as lower-case hex digits, two a byte.
std::string Hex(std::string_view bytes);

}  // namespace shouze
