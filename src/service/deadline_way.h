#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/deadline.h"
#include "service/use_case.h"

/// The way to a deadline, day by day, as people read it.
namespace shouze {

/// One day of it.
struct DeadlineWayStep {
  CivilDate date;
  std::string weekday;  ///< 周六
  std::string why;      ///< 补班，计第 3 日
};
SHOUZE_DESCRIBE(DeadlineWayStep, date, weekday, why)

/// `explanation` for people.
std::vector<DeadlineWayStep> StepsOf(const DeadlineExplanation& explanation);

/// A trigger as typed; a date alone is its 00:00.
std::optional<Instant> ReadTrigger(std::string_view text, UtcOffset offset);

/// `2026-10-12 24:00（周一）`, with the weekday of the day that it ends.
std::string SpokenDeadline(Instant at, UtcOffset offset);

/// The same, or which year's calendar is missing to tell it.
std::string SpokenDeadline(const Deadline& deadline, UtcOffset offset);

/// 满 24 小时，节假日照计，不顺延
std::string HoursInWords(int hours);

}  // namespace shouze
