#include "http/resources/resources.h"
#include "service/clock_faults.h"
#include "service/facts_files.h"
#include "service/heads.h"
#include "service/proof.h"

/// 账本.
namespace shouze {
namespace {

ResultOrErrors<HeadsAnswer> DoReadHeads(Call& call, const HeadsRequest& request) {
  return ReadHeads(call.school.school(), request);
}

}  // namespace

std::vector<Route> LedgerRoutes() {
  return {
      Row("/api/v1/ledger", kReadLedger, Audit::kRead),
      Row("/api/v1/ledger/proof", kProve, Audit::kRead),
      JsonRow<HeadsRequest, HeadsAnswer>({Method::kGet, "/api/v1/heads", "heads.read",
                                          "查看账本和安全日志的末尾", Door::kAnybody, Audit::kNone},
                                         DoReadHeads),
      Row("/api/v1/cycles/{year}/facts", kExportFacts, Audit::kExport),
      Row("/api/v1/clock", kReadClock, Audit::kNone),
      Row(Method::kPost, "/api/v1/clock/confirm", kConfirmClock),
      Row("/api/v1/clock/faults", kReadClockFault, Audit::kNone),
      Row(Method::kPost, "/api/v1/clock/faults", kDeclareClockFault),
  };
}

}  // namespace shouze
