#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "ledger/entry.h"
#include "ledger/kept_facts.h"

namespace shouze {

/// What an entry of a kind does to the facts.
enum class Effect {
  kBegin,   ///< A fact that was not there before.
  kChange,  ///< A new version of one that is there.
  kEnd,     ///< The fact counts no more.
};

/// One row for each kind of entry.
struct EntryKind {
  std::string_view name;  ///< `record.register`
  std::string_view fact;  ///< `record`: the alternative of KeptFact.
  Effect effect;
  std::string_view chinese;  ///< 登记台账
};
/// All of them, and one by its name (null: none).
std::span<const EntryKind> EntryKinds();
const EntryKind* FindEntryKind(std::string_view name);

/// A body, read.
struct SaidByEntry {
  const EntryKind* kind = nullptr;
  std::string id;
  std::optional<KeptFact> fact;  ///< Absent where the fact ends.
};

/// What an entry says. Errors: an unknown kind, a body that is not of its form, not canonical.
ResultOrErrors<SaidByEntry> ReadEntryBody(std::string_view kind, const std::string& body);

}  // namespace shouze
