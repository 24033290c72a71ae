#include "service/submissions.h"
#include "http/resources/resources.h"
#include "service/reviews.h"

/// 报送与审核.
namespace shouze {

std::vector<Route> SubmissionRoutes() {
  return {
      Row(Method::kPost, "/api/v1/cycles/{year}/units/{unit}/submissions", kHandIn),
      Row(Method::kPost, "/api/v1/cycles/{year}/units/{unit}/received", kEnterSubmission),
      Row(Method::kPost, "/api/v1/units/{unit}/submissions/{id}/withdrawal", kTakeBack),
      Row("/api/v1/cycles/{year}/queue", kReviewQueue, Audit::kRead),
      Row(Method::kPost, "/api/v1/submissions/{submission}/reviews", kReview),
  };
}

}  // namespace shouze
