#include "http/resources/resources.h"
#include "service/clock_faults.h"
#include "service/facts_files.h"
#include "service/proof.h"

/// 账本.
namespace shouze {

std::vector<Route> LedgerRoutes() {
  return {
      Row("/api/v1/ledger", kReadLedger),
      Row("/api/v1/ledger/proof", kProve),
      Row("/api/v1/cycles/{year}/facts", kExportFacts),
      Row("/api/v1/clock", kReadClock),
      Row(Method::kPost, "/api/v1/clock/confirm", kConfirmClock),
      Row("/api/v1/clock/faults", kReadClockFault),
      Row(Method::kPost, "/api/v1/clock/faults", kDeclareClockFault),
  };
}

}  // namespace shouze
