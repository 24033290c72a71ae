#include "service/calendars.h"
#include "http/resources/resources.h"
#include "service/cycles.h"

/// 工作日历.
namespace shouze {

std::vector<Route> CalendarRoutes() {
  return {
      Row("/api/v1/calendars", kListCalendars, Audit::kNone),
      Row(Method::kPost, "/api/v1/calendars", kAddCalendar),
      Row("/api/v1/calendars/due", kExplainDue, Audit::kNone),
      Row("/api/v1/calendars/days/{date}", kReadDay, Audit::kNone),
  };
}

}  // namespace shouze
