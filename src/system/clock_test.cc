#include "system/clock.h"

#include <gtest/gtest.h>

#include <ctime>

namespace shouze {
namespace {

TEST(SystemClock, TellsTheTimeInMilliseconds) {
  const std::int64_t before_ms = std::int64_t{std::time(nullptr)} * 1000;
  const Instant now = SystemClock().Now();
  EXPECT_GE(now.ms, before_ms - 1000);
  EXPECT_LT(now.ms, before_ms + 60'000);
}

}  // namespace
}  // namespace shouze
