#include "service/sheets.h"
#include "http/resources/resources.h"
#include "service/cycles.h"
#include "service/if_accepted.h"
#include "service/obligation_deadline.h"
#include "service/reminders.h"
#include "service/search.h"

/// 得分表、工作台、总览、搜索.
namespace shouze {

std::vector<Route> SheetRoutes() {
  return {
      Row("/api/v1/cycles/{year}/units/{unit}/sheet", kReadSheet, Audit::kRead),
      Row("/api/v1/cycles/{year}/units/{unit}/sheets/{entry}", kReadFrozenSheet, Audit::kRead),
      Row("/api/v1/cycles/{year}/units/{unit}/workbench", kReadWorkbench, Audit::kRead),
      Row("/api/v1/cycles/{year}/units/{unit}/obligations", kListObligations, Audit::kRead),
      Row("/api/v1/cycles/{year}/units/{unit}/deadline", kExplainObligation, Audit::kRead),
      Row("/api/v1/cycles/{year}/units/{unit}/if-accepted", kIfAccepted, Audit::kRead),
      Row(Method::kPost, "/api/v1/cycles/{year}/units/{unit}/opened", kOpenObligation),
      Row("/api/v1/cycles/{year}/overview", kReadOverview, Audit::kRead),
      Row("/api/v1/cycles/{year}/reminders", kListReminders, Audit::kRead),
      Row("/api/v1/cycles/{year}/search", kSearch, Audit::kRead),
  };
}

}  // namespace shouze
