#include "service/results.h"
#include "http/resources/resources.h"
#include "service/carry_over.h"
#include "service/feedback.h"
#include "service/objections.h"
#include "service/self_checks.h"
#include "service/what_if.h"

/// 初评、反馈与异议、年度结果、公布.
namespace shouze {
namespace {

ResultOrErrors<PublishedAnswer> DoReadPublic(Call& call, const CycleRequest& request) {
  return ReadPublicResult(call.school.school(), request.year);
}

struct VerifyRequest {
  Label digest;
};
SHOUZE_DESCRIBE(VerifyRequest, digest)

ResultOrErrors<VerifiedSheet> DoVerify(Call& call, const VerifyRequest& request) {
  return VerifySheet(call.school.school(), request.digest);
}

}  // namespace

std::vector<Route> ResultRoutes() {
  return {
      Row("/api/v1/cycles/{year}/units/{unit}/feedback", kReadFeedback, Audit::kRead),
      Row(Method::kPut, "/api/v1/cycles/{year}/units/{unit}/feedback", kPrepareFeedback),
      Row(Method::kPost, "/api/v1/cycles/{year}/units/{unit}/feedback/sign", kSignFeedback),
      Row(Method::kPost, "/api/v1/cycles/{year}/units/{unit}/feedback/take-back",
          kTakeBackFeedback),
      Row("/api/v1/cycles/{year}/objections", kListObjections, Audit::kRead),
      Row(Method::kPut, "/api/v1/cycles/{year}/units/{unit}/objections/{indicator}/answer",
          kAnswerObjection),
      Row("/api/v1/cycles/{year}/units/{unit}/self-check", kReadSelfCheck, Audit::kRead),
      Row(Method::kPost, "/api/v1/cycles/{year}/units/{unit}/self-check", kDeclareSelfCheck),
      Row("/api/v1/cycles/{year}/results", kReadResults, Audit::kRead),
      Row(Method::kPost, "/api/v1/cycles/{year}/comments", kComment),
      Row("/api/v1/cycles/{year}/published", kReadPublished, Audit::kNone),
      Row("/api/v1/cycles/{year}/carry-over", kListCarryOver, Audit::kRead),
      Row(Method::kPost, "/api/v1/cycles/{year}/carry-over", kCarryOver),
      Row(Method::kPost, "/api/v1/cycles/{year}/policy-trial", kTryPolicy, Audit::kRead),
      JsonRow<CycleRequest, PublishedAnswer>(
          {Method::kGet, "/api/v1/public/cycles/{year}", "result.public", "查看公开的结果",
           Door::kAnybody, Audit::kNone},
          DoReadPublic),
      JsonRow<VerifyRequest, VerifiedSheet>(
          {Method::kGet, "/api/v1/public/sheets/{digest}", "sheet.verify", "核验得分表",
           Door::kAnybody, Audit::kNone},
          DoVerify),
  };
}

}  // namespace shouze
