#include "system/turnstile.h"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <thread>
#include <vector>

namespace shouze {
namespace {

TEST(Turnstile, LetsOnlySoManyInAtOnce) {
  Turnstile turnstile(2, 100);
  std::atomic<int> inside = 0;
  std::atomic<int> inside_max = 0;
  std::atomic<int> served = 0;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 20; ++i) {
    threads.emplace_back([&] {
      const auto turn = turnstile.Enter();
      ASSERT_TRUE(turn);
      const int now = ++inside;
      int most = inside_max;
      while (most < now && !inside_max.compare_exchange_weak(most, now)) {
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
      --inside;
      ++served;
    });
  }
  threads.clear();
  EXPECT_EQ(served, 20);
  EXPECT_EQ(inside_max, 2);
}

TEST(Turnstile, TurnsAwayWhenTheQueueIsFull) {
  Turnstile turnstile(1, 1);
  std::optional<Turnstile::Turn> first = turnstile.Enter();
  ASSERT_TRUE(first);
  std::atomic<int> served = 0;
  std::atomic<int> refused = 0;
  std::latch one_refused(1);
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 2; ++i) {
      threads.emplace_back([&] {
        if (turnstile.Enter()) {
          ++served;
        } else {
          ++refused;
          one_refused.count_down();
        }
      });
    }
    one_refused.wait();
    first.reset();
  }
  EXPECT_EQ(served, 1);
  EXPECT_EQ(refused, 1);
  EXPECT_TRUE(turnstile.Enter());
}

}  // namespace
}  // namespace shouze
