#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "exchange/read_facts.h"
#include "exchange/write_result.h"

namespace shouze {

/// What would change if the unit handed in the obligation `key` at the input's instant and it were
/// accepted there and then: old and new scores as sentences, or why nothing would change.
/// `document` is what the input's facts came from. Errors: no such obligation of the unit.
ResultOrErrors<std::string> WhatIfAccepted(const ScoringInput& input, const FactsDocument& document,
                                           Id<Unit> unit, std::string_view key);

}  // namespace shouze
