#include "http/health.h"

#include <atomic>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shouze {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

TEST(Health, IsLookedAtSeldomHoweverOftenAnybodyAsks) {
  int looks = 0;
  const Look look = Seldom(
      [&]() -> std::optional<std::string> {
        ++looks;
        return "broken";
      },
      milliseconds(60'000), milliseconds(60'000));
  for (int i = 0; i < 100; ++i) EXPECT_EQ(look(), "broken");
  EXPECT_EQ(looks, 1);
  const Look often = Seldom(
      [&]() -> std::optional<std::string> {
        ++looks;
        return std::nullopt;
      },
      milliseconds(0), milliseconds(60'000));
  EXPECT_EQ(often(), std::nullopt);
  EXPECT_EQ(often(), std::nullopt);
  EXPECT_EQ(looks, 3);
}

TEST(Health, OthersDoNotWaitForALookThatHangs) {
  std::atomic<bool> looking = false;
  std::atomic<bool> go_on = false;
  const Look look = Seldom(
      [&]() -> std::optional<std::string> {
        looking = true;
        while (!go_on) std::this_thread::yield();
        return std::nullopt;
      },
      milliseconds(0), milliseconds(500));
  std::thread first([&] { EXPECT_EQ(look(), std::nullopt); });
  while (!looking) std::this_thread::yield();
  EXPECT_EQ(look(), std::nullopt) << "nothing is known to be wrong";
  std::string told;
  for (int i = 0; told.empty() && i < 1'000; ++i) {
    std::this_thread::sleep_for(milliseconds(5));
    told = look().value_or("");
  }
  EXPECT_THAT(told, HasSubstr("no answer"));
  go_on = true;
  first.join();
}

}  // namespace
}  // namespace shouze
