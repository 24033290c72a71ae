#include "demo/chance.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace shouze {
namespace {

std::vector<int> Draw(Chance chance) {
  std::vector<int> drawn;
  for (int i = 0; i < 5; ++i) drawn.push_back(chance.Between(0, 999));
  return drawn;
}

// The numbers are written down, so that no compiler and no library may change them.
TEST(Chance, IsTheSameOnEveryMachine) {
  EXPECT_EQ(Draw(Chance(1)), (std::vector{970, 695, 527, 4, 515}));
  EXPECT_EQ(Draw(Chance(1).Fork("events")), (std::vector{770, 777, 543, 871, 749}));
}

TEST(Chance, ForksDoNotDependOnWhatWasDrawn) {
  Chance chance(7);
  const std::vector<int> before = Draw(chance.Fork("a"));
  chance.Between(0, 1);
  EXPECT_EQ(Draw(chance.Fork("a")), before);
  EXPECT_NE(Draw(chance.Fork("b")), before);
  EXPECT_NE(Draw(Chance(8).Fork("a")), before);
}

TEST(Chance, ReachesBothEndsAndNothingElse) {
  Chance chance(3);
  std::vector<int> seen(5);
  for (int i = 0; i < 1000; ++i) ++seen[static_cast<std::size_t>(chance.Between(2, 4))];
  EXPECT_EQ(seen[0] + seen[1], 0);
  for (int value = 2; value <= 4; ++value) {
    EXPECT_NEAR(seen[static_cast<std::size_t>(value)], 333, 70) << value;
  }
  EXPECT_EQ(chance.Between(9, 9), 9);
}

TEST(Chance, HappensAsOftenAsItIsTold) {
  Chance chance(4);
  int times = 0;
  for (int i = 0; i < 10'000; ++i) times += chance.Happens(250) ? 1 : 0;
  EXPECT_NEAR(times, 2500, 200);
  EXPECT_FALSE(chance.Happens(0));
  EXPECT_TRUE(chance.Happens(1000));
}

TEST(Chance, ShufflesWithoutLosingAnything) {
  std::vector<int> list = {1, 2, 3, 4, 5, 6, 7, 8};
  const std::vector<int> sorted = list;
  Chance(5).Shuffle(list);
  EXPECT_NE(list, sorted);
  std::sort(list.begin(), list.end());
  EXPECT_EQ(list, sorted);
}

}  // namespace
}  // namespace shouze
