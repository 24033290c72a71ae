#include <gtest/gtest.h>

#include <csignal>
#include <fstream>

#include "store/test_entries.h"
#include "store/test_store.h"

namespace shouze {
namespace {

class KilledWriter : public StoreTest {
 protected:
  /// In a process of its own: entries that are acknowledged in a file, then one more, during which
  /// (or after whose commit) the process is killed.
  void AppendAndDie(bool after_commit) {
    auto opened = Store::Open(test_store().options());
    std::ofstream acknowledged(test_store().folder() + "/acknowledged");
    for (int i = 0; i < 5; ++i) acknowledged << AppendOne(**opened, {"u1"}) << std::endl;
    (*opened)->Write([&](WriteTx& tx) {
      auto seq = Append(tx, NextEntry(tx, "record.register", "{\"last\":true}"), {"u1"});
      if (!after_commit) std::raise(SIGKILL);
      return seq;
    });
    acknowledged << 6 << std::endl;
    std::raise(SIGKILL);
  }

  void ExpectAllThatWasAcknowledged(std::int64_t count) {
    std::ifstream acknowledged(test_store().folder() + "/acknowledged");
    std::int64_t last = 0;
    for (std::int64_t seq = 0; acknowledged >> seq;) last = seq;
    EXPECT_EQ(last, count);
    test_store().Reopen();
    store().Read([&](const ReadTx& tx) {
      EXPECT_EQ(ReadHead(tx).seq, count);
      EXPECT_EQ(static_cast<std::int64_t>(ReadEntries(tx, {}).size()), count);
      EXPECT_EQ(static_cast<std::int64_t>(ReadEntryUnits(tx).size()), count);
      return 0;
    });
    EXPECT_EQ(AppendOne(store(), {"u1"}), count + 1);
  }
};
SHOUZE_ON_BOTH_DATABASES(KilledWriter);

TEST_P(KilledWriter, LeavesNothingOfWhatItHadNotCommitted) {
  test_store().Close();
  EXPECT_EXIT(AppendAndDie(false), ::testing::KilledBySignal(SIGKILL), "");
  ExpectAllThatWasAcknowledged(5);
}

TEST_P(KilledWriter, LosesNothingThatItHadCommitted) {
  test_store().Close();
  EXPECT_EXIT(AppendAndDie(true), ::testing::KilledBySignal(SIGKILL), "");
  ExpectAllThatWasAcknowledged(6);
}

}  // namespace
}  // namespace shouze
