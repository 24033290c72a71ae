#pragma once

#include <string>

#include "kernel/raw_facts.h"

namespace shouze {

/// Writes facts in the form that ReadFacts reads, two spaces deep and one item a line. What cannot
/// be written since a reader had reported it (an absent instant, say) is left out.
std::string WriteFactsJson(const RawFacts& facts);

}  // namespace shouze
