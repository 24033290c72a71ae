#include "service/cycles.h"
#include "http/resources/resources.h"

/// 考核年度、考核办法、工作日历.
namespace shouze {

std::vector<Route> CycleRoutes() {
  return {
      Row("/api/v1/cycles", kListCycles),
      Row(Method::kPost, "/api/v1/policies", kAddPolicy),
      Row(Method::kPost, "/api/v1/calendars", kAddCalendar),
      Row(Method::kPost, "/api/v1/cycles/{year}", kPrepareCycle),
      Row(Method::kPut, "/api/v1/cycles/{year}", kChangeCycle),
      Row(Method::kPost, "/api/v1/cycles/{year}/stage", kAdvance),
      Row("/api/v1/cycles/{year}/blockers", kListBlockers),
  };
}

}  // namespace shouze
