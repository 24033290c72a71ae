#include "ledger/clock_faults.h"

#include "ledger/kept_facts.h"

namespace shouze {

std::optional<Instant> DeclaredSound(std::string_view kind, const std::string& body,
                                     std::int64_t last) {
  if (kind != kClockDeclare) return std::nullopt;
  const auto fault = ReadJson<ClockFaultFact>(body);
  if (!fault || fault->to != last) return std::nullopt;
  return fault->sound_at;
}

}  // namespace shouze
