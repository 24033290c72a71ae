#include "service/deadline_way.h"

#include "base/text.h"

namespace shouze {

std::vector<DeadlineWayStep> StepsOf(const DeadlineExplanation& explanation) {
  std::vector<DeadlineWayStep> steps;
  for (const DeadlineStep& step : explanation.steps) {
    steps.push_back({step.date, std::string(ChineseName(WeekdayOf(step.date))), step.why});
  }
  return steps;
}

std::optional<Instant> ReadTrigger(std::string_view text, UtcOffset offset) {
  if (const auto date = ParseDate(text)) return Midnight(*date, offset);
  return ParseTypedInstant(text, offset);
}

std::string SpokenDeadline(Instant at, UtcOffset offset) {
  const std::string text = FormatDeadline(at, offset);
  const std::optional<CivilDate> day = ParseDate(text.substr(0, 10));
  return day ? Concat(text, "（", ChineseName(WeekdayOf(*day)), "）") : text;
}

std::string SpokenDeadline(const Deadline& deadline, UtcOffset offset) {
  if (deadline.at) return SpokenDeadline(*deadline.at, offset);
  return Concat("期限待定：缺 ", deadline.missing_year, " 年工作日历");
}

std::string HoursInWords(int hours) { return Concat("满 ", hours, " 小时，节假日照计，不顺延"); }

}  // namespace shouze
