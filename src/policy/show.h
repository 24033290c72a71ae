#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "kernel/policy.h"

namespace shouze {

/// The policy as a Chinese text for people: of the indicator numbered `line`, or of all of them
/// after a table of contents. Errors: kNotFound, naming the indicators there are.
Result<std::string> ShowPolicy(const Policy& policy, std::optional<std::string_view> line);

}  // namespace shouze
