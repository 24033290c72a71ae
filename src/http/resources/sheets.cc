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
      Row("/api/v1/cycles/{year}/units/{unit}/sheet", kReadSheet),
      Row("/api/v1/cycles/{year}/units/{unit}/sheets/{entry}", kReadFrozenSheet),
      Row("/api/v1/cycles/{year}/units/{unit}/workbench", kReadWorkbench),
      Row("/api/v1/cycles/{year}/units/{unit}/obligations", kListObligations),
      Row("/api/v1/cycles/{year}/units/{unit}/deadline", kExplainObligation),
      Row("/api/v1/cycles/{year}/units/{unit}/if-accepted", kIfAccepted),
      Row(Method::kPost, "/api/v1/cycles/{year}/units/{unit}/opened", kOpenObligation),
      Row("/api/v1/cycles/{year}/overview", kReadOverview),
      Row("/api/v1/cycles/{year}/reminders", kListReminders),
      Row("/api/v1/cycles/{year}/search", kSearch),
  };
}

}  // namespace shouze
