#include "service/cycles.h"
#include "http/resources/resources.h"
#include "service/stages.h"

/// 考核年度.
namespace shouze {

std::vector<Route> CycleRoutes() {
  return {
      Row("/api/v1/cycles", kListCycles, Audit::kNone),
      Row(Method::kPost, "/api/v1/cycles/{year}", kPrepareCycle),
      Row(Method::kPut, "/api/v1/cycles/{year}", kChangeCycle),
      Row(Method::kPost, "/api/v1/cycles/{year}/stage", kAdvance),
      Row("/api/v1/cycles/{year}/blockers", kListBlockers, Audit::kRead),
      Row(Method::kPost, "/api/v1/cycles/{year}/resolution", kDecideResult),
      Row(Method::kPut, "/api/v1/cycles/{year}/confirm-until", kChangeConfirm),
  };
}

}  // namespace shouze
