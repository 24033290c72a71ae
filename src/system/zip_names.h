#pragma once

#include <string_view>
#include <vector>

namespace shouze {

/// The names of the first entries in a ZIP's beginning, by its local headers, into `bytes`; at most
/// 64. Guesses nothing: stops where a header is cut off or makes no sense.
/// Source: PKWARE APPNOTE 6.3, 4.3.7.
std::vector<std::string_view> ZipNames(std::string_view bytes);

}  // namespace shouze
