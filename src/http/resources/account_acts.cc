#include "service/account_acts.h"

#include "http/resources/resources.h"

/// 账号事项: what waits for another kind of administrator.
namespace shouze {

std::vector<Route> AccountActRoutes() {
  return {
      Row("/api/v1/account-acts", kListAccountActs, Audit::kRead),
      Row(Method::kPost, "/api/v1/account-acts/{id}/approval", kApproveAccountAct),
      Row(Method::kPost, "/api/v1/account-acts/{id}/refusal", kRefuseAccountAct),
      Row(Method::kPost, "/api/v1/account-acts/{id}/withdrawal", kWithdrawAccountAct),
  };
}

}  // namespace shouze
