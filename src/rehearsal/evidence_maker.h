#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace shouze {

/// A one-page PDF (A4) with these lines. Text stands as UTF-16 in a font that readers bring along
/// (STSong-Light), so Chinese shows without a font in the file. Source: ISO 32000-1, 9.7.5.2.
std::string MakePdf(const std::vector<std::string>& lines);

/// A photo-like PNG: a gradient that differs with `seed`. `side`: pixels, 16 to 1024.
std::string MakePhoto(std::uint32_t seed, std::uint32_t side);

}  // namespace shouze
