#include "http/worker_pool.h"

#include <gtest/gtest.h>

#include <latch>
#include <optional>

namespace shouze {
namespace {

/// Two threads that are busy until the test lets them go.
class BusyPool : public testing::Test {
 protected:
  BusyPool() {
    for (int i = 0; i < 2; ++i) {
      EXPECT_EQ(pool_.Submit([this] { Hold(); }, false, "10.9.9.9"), Room::kTaken);
    }
    begun_.wait();
  }
  ~BusyPool() override { free_.count_down(); }

  void Hold() {
    begun_.count_down();
    free_.wait();
  }
  Room Offer(const char* whose) {
    return pool_.Submit([] {}, false, whose);
  }

  std::latch begun_{2};
  std::latch free_{1};
  WorkerPool pool_{2, 8, 2};
};

TEST_F(BusyPool, LetsTwoOfAnAddressWait) {
  EXPECT_EQ(Offer("10.9.9.9"), Room::kTaken);
  EXPECT_EQ(Offer("10.9.9.9"), Room::kTaken);
  EXPECT_EQ(Offer("10.9.9.9"), Room::kFullOfYours);
  EXPECT_EQ(Offer("10.1.1.1"), Room::kTaken) << "somebody else";
}

TEST_F(BusyPool, LetsEightWaitInAll) {
  for (const char* address : {"a", "b", "c", "d", "e", "f", "g", "h"}) {
    EXPECT_EQ(Offer(address), Room::kTaken) << address;
  }
  EXPECT_EQ(Offer("i"), Room::kFull);
  EXPECT_EQ(pool_.Submit([] {}, true), Room::kTaken) << "part of something that has begun";
}

}  // namespace
}  // namespace shouze
