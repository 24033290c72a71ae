#pragma once

#include <string_view>

namespace shouze {

/// Whether a password, given in lower case, is one of passwords/common.txt.
bool IsCommonPassword(std::string_view lower_case);

}  // namespace shouze
