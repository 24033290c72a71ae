#include "system/seats.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace shouze {
namespace {

TEST(Seats, AreSoManyOfEach) {
  Seats seats(2);
  const Seat first = seats.Take("a");
  Seat second = seats.Take("a");
  EXPECT_TRUE(first && second);
  EXPECT_FALSE(seats.Take("a"));
  EXPECT_TRUE(seats.Take("b")) << "another one's";
}

TEST(Seats, AreFreeAgainWhenNobodyHoldsThem) {
  Seats seats(1);
  Seat held = seats.Take("a");
  Seat shared = held;
  held.reset();
  EXPECT_FALSE(seats.Take("a"));
  shared.reset();
  EXPECT_TRUE(seats.Take("a"));
}

TEST(Seats, AreCountedRightWhoeverTakesThem) {
  Seats seats(1'000);
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] {
        for (int k = 0; k < 1'000; ++k) EXPECT_TRUE(seats.Take("a"));
      });
    }
  }
  std::vector<Seat> all;
  for (int i = 0; i < 1'000; ++i) all.push_back(seats.Take("a"));
  EXPECT_TRUE(all.back());
  EXPECT_FALSE(seats.Take("a"));
}

}  // namespace
}  // namespace shouze
