#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "kernel/calendar.h"

namespace shouze {

/// Reads one year of a work calendar (calendars/cn/*.yaml). Errors: everything that is wrong at
/// once, each at `file:line`: days outside the year and the December before it, a day twice, a day
/// off that is worked, a make-up day from Monday to Friday.
ResultOrErrors<CalendarYear> ReadCalendar(std::string_view text, std::string_view file_name);

/// The YAML text that ReadCalendar reads back, in the style of calendars/cn/2026.yaml.
std::string WriteCalendarYaml(const CalendarYear& year);

}  // namespace shouze
