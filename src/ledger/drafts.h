#pragma once

#include <string>
#include <vector>

#include "base/civil.h"
#include "kernel/raw_facts.h"

namespace shouze {

/// An entry that is not written yet.
struct EntryDraft {
  std::string kind;
  std::string body;
};

/// The entries that say what a facts file says, in the order in which it came about: units and
/// posts first, then by instant. Ids that the file does not give (of reviews, waivers …) are made
/// from the year. Cycle, policy and calendars are not among them.
std::vector<EntryDraft> DraftEntries(const RawFacts& facts);

}  // namespace shouze
