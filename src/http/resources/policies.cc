#include "http/resources/resources.h"
#include "service/cycles.h"
#include "service/policy_reading.h"
#include "service/trial.h"

/// 考核办法.
namespace shouze {

std::vector<Route> PolicyRoutes() {
  return {
      Row("/api/v1/policies", kListPolicies, Audit::kNone),
      Row(Method::kPost, "/api/v1/policies", kAddPolicy),
      Row("/api/v1/policies/{policy}", kReadPolicyWhole, Audit::kNone),
      Row("/api/v1/policies/{policy}/trial", kTryRules, Audit::kNone),
  };
}

}  // namespace shouze
