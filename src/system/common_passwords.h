#pragma once

#include <string_view>

namespace shouze {

/// Whether a password, given in lower case, is one of those most used in Chinese schools: keyboard
/// runs, first passwords of devices and portals, and names of offices with `@123`.
bool IsCommonPassword(std::string_view lower_case);

}  // namespace shouze
