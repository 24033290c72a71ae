#include "service/proposals.h"
#include "http/resources/resources.h"
#include "service/disputes.h"

/// 豁免、延期、争议与第二人批准.
namespace shouze {

std::vector<Route> ProposalRoutes() {
  return {
      Row("/api/v1/proposals", kListProposals, Audit::kRead),
      Row(Method::kPost, "/api/v1/proposals/{id}/approval", kApproveProposal),
      Row(Method::kPost, "/api/v1/proposals/{id}/refusal", kRefuseProposal),
      Row(Method::kPost, "/api/v1/proposals/{id}/withdrawal", kWithdrawProposal),
      Row(Method::kPost, "/api/v1/cycles/{year}/units/{unit}/waivers", kProposeWaiver),
      Row(Method::kPost, "/api/v1/cycles/{year}/units/{unit}/extensions", kProposeExtension),
      Row(Method::kPost, "/api/v1/waivers/{id}/withdrawal", kProposeWaiverEnd),
      Row(Method::kPost, "/api/v1/extensions/{id}/withdrawal", kProposeExtensionEnd),
      Row("/api/v1/cycles/{year}/disputes", kListDisputes, Audit::kRead),
      Row(Method::kPost, "/api/v1/cycles/{year}/units/{unit}/disputes", kRaiseDispute),
      Row(Method::kPost, "/api/v1/cycles/{year}/units/{unit}/disputes/{dispute}/decision",
          kProposeDecision),
  };
}

}  // namespace shouze
