#pragma once

#include <string>
#include <string_view>

namespace shouze {

/// SHA-256 of `bytes` as 64 lower-case hex digits. Source: FIPS 180-4.
std::string Sha256Hex(std::string_view bytes);

}  // namespace shouze
