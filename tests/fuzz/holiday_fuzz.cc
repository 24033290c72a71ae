// Holiday lists as strangers may write them: never a crash, every error names the file, and what is
// read makes a calendar or is refused by it.

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

#include "base/check.h"
#include "exchange/holiday_cn.h"
#include "policy/read_calendar.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  auto year = shouze::ReadHolidayCn(text, "f.json");
  if (!year) {
    CHECK(!year.error().empty());
    for (const shouze::Error& error : year.error()) {
      CHECK(error.where.starts_with("f.json") && !error.message.empty() && !error.english.empty());
    }
    return 0;
  }
  std::size_t days = year->work.size();
  for (const auto& off : year->off) days += off.days.size();
  CHECK(days > 0);
  if (shouze::WorkCalendar::Build({*year})) {
    CHECK(shouze::ReadCalendar(shouze::WriteCalendarYaml(*year), "f.yaml").has_value());
  }
  return 0;
}
