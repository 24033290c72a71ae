#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace shouze {

/// What stands before deflated bytes.
enum class Deflated {
  kBare,  ///< Nothing, as in a ZIP.
  kZlib,  ///< Two bytes, as in a PDF.
};

/// As much as can be inflated of the beginning of `packed`, at most `bytes_max`; empty where it is
/// something else. What follows the end is passed over. Source: RFC 1950, RFC 1951.
std::string Inflate(std::string_view packed, Deflated as, std::size_t bytes_max);

}  // namespace shouze
