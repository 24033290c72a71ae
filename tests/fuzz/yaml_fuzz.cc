// Policies and calendars as strangers may write them: never a crash, and every problem has a place.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "policy/read_calendar.h"
#include "policy/read_policy.h"
#include "policy/show.h"

namespace {

void CheckProblems(const shouze::Errors& errors) {
  CHECK(!errors.empty());
  for (const shouze::Error& error : errors) {
    CHECK(error.where.starts_with("f") && !error.message.empty() && !error.english.empty());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  if (const auto policy = shouze::ReadPolicy(text, "f")) {
    CHECK(shouze::ShowPolicy(*policy, std::nullopt).has_value());
  } else {
    CheckProblems(policy.error());
  }
  if (const auto year = shouze::ReadCalendar(text, "f")) {
    const auto again = shouze::ReadCalendar(shouze::WriteCalendarYaml(*year), "f");
    CHECK(again && shouze::WriteCalendarYaml(*again) == shouze::WriteCalendarYaml(*year));
  } else {
    CheckProblems(year.error());
  }
  return 0;
}
