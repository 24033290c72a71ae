#pragma once

#include <string_view>

#include "base/result.h"
#include "kernel/calendar.h"

namespace shouze {

/// Reads one year in the form of the open data set holiday-cn:
/// `{"year": 2026, "papers": ["https://…"], "days": [{"name", "date", "isOffDay"}]}`; `$schema` and
/// `$id` are ignored, nothing else is. Errors: all at once, each at `file: pointer`; a year without
/// days is one too, for its notice is not out yet. Whether the days fit the year is for
/// WorkCalendar::Build.
ResultOrErrors<CalendarYear> ReadHolidayCn(std::string_view json, std::string_view file);

}  // namespace shouze
