#pragma once

#include <string_view>

#include "base/result.h"
#include "kernel/policy.h"

namespace shouze {

/// Reads a 考核办法. The form is docs/reference/policy-format.md; schemas/policy.schema.json says
/// it to editors. Errors: everything that is wrong at once, by line, each at `file:line`; what
/// cannot mean what it says (lint.h) included.
ResultOrErrors<Policy> ReadPolicy(std::string_view text, std::string_view file_name);

}  // namespace shouze
