#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/kept_facts.h"
#include "service/use_case.h"

/// 争议: what units dispute, and how it was decided. Raised and decided in proposals.h.
namespace shouze {

class View;

/// Whether a decision of the year's office is still owed: not once the record was corrected away
/// from the unit, or withdrawn.
bool AwaitsDecision(const View& view, const DisputeFact& dispute, int year);

struct DisputesRequest {
  int year = 0;
};
SHOUZE_DESCRIBE(DisputesRequest, year)

struct DisputeRow {
  std::string id;
  std::string unit;
  std::string unit_name;
  std::string record;
  std::string record_name;  ///< 漏洞 r12（教务系统）; empty once it was withdrawn.
  Instant at;
  std::string reason;
  std::string by;  ///< Who raised it; once it is decided, who approved the decision.
  bool awaits_decision = false;
  std::optional<Instant> decided_at;
  bool upheld = false;
  std::string decision;
};
SHOUZE_DESCRIBE(DisputeRow, id, unit, unit_name, record, record_name, at, reason, by,
                awaits_decision, decided_at, upheld, decision)

struct DisputesAnswer {
  std::vector<DisputeRow> disputes;  ///< Newest first.
};
SHOUZE_DESCRIBE(DisputesAnswer, disputes)

/// Of the year's records.
extern const ReadCase<DisputesRequest, DisputesAnswer> kListDisputes;

}  // namespace shouze
