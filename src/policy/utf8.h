#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace shouze {

/// Where `text` stops being UTF-8 that YAML allows: a broken sequence, a surrogate, or a control
/// character other than tab and line ends. Sources: RFC 3629; YAML 1.2 section 5.1.
std::optional<std::size_t> FindUnreadableByte(std::string_view text);

}  // namespace shouze
