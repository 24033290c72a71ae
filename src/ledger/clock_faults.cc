#include "ledger/clock_faults.h"

#include "base/text.h"
#include "ledger/entry_kinds.h"

namespace shouze {
namespace {

constexpr std::string_view kRestateEnding = ".restate";

}  // namespace

std::optional<Instant> DeclaredSound(std::string_view kind, const std::string& body,
                                     std::int64_t last) {
  if (kind != kClockDeclare) return std::nullopt;
  const auto fault = ReadJson<ClockFaultFact>(body);
  if (!fault || fault->to != last) return std::nullopt;
  return fault->sound_at;
}

std::string RestateKindOf(std::string_view fact) {
  std::string kind = Concat(fact, kRestateEnding);
  return FindEntryKind(kind) == nullptr ? std::string() : kind;
}

bool IsRestatement(std::string_view kind) { return kind.ends_with(kRestateEnding); }

}  // namespace shouze
