#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "exchange/json_tree.h"
#include "kernel/calendar.h"
#include "kernel/facts.h"
#include "kernel/policy.h"
#include "kernel/raw_facts.h"

namespace shouze {

/// Facts as written, with the text that they are views into. Moving it leaves the views valid.
struct FactsDocument {
  std::unique_ptr<const JsonTree> tree;
  RawFacts facts;
};

/// Reads the JSON form of facts (DESIGN 3.5, docs/reference/facts-format.md). Errors: all that can
/// be seen without a policy, in document order, each at its JSON pointer; a syntax error alone.
ResultOrErrors<FactsDocument> ReadFacts(std::string text);

/// Facts that are right, beside what they were read from.
struct FactsFile {
  FactsDocument document;
  Resolved resolved;
};

/// Reads and checks against policy and calendar. Errors: everything that is wrong, in document
/// order; what merely follows from an unreadable value is not told again.
ResultOrErrors<FactsFile> ReadAndResolveFacts(const Policy& policy, const WorkCalendar& calendar,
                                              std::string text);

/// The same for facts that are a value within a larger document; pointers begin at `facts`.
ResultOrErrors<FactsFile> ReadAndResolveFacts(const Policy& policy, const WorkCalendar& calendar,
                                              std::unique_ptr<const JsonTree> tree,
                                              JsonValue facts);

}  // namespace shouze
