#pragma once

#include <string>
#include <string_view>

namespace shouze::documents {

/// `text` as it may stand in a file: valid UTF-8, no control character but the line feed, nothing
/// that XML cannot say.
std::string CleanText(std::string_view text);

}  // namespace shouze::documents
