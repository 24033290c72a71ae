#include "store/write_queue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <csignal>
#include <thread>

#include "store/account_rows.h"
#include "store/matter_rows.h"
#include "store/test_entries.h"
#include "store/test_store.h"

namespace shouze {
namespace {

using testing::Each;
using testing::ElementsAre;

enum class Outcome { kKept, kRefused, kBroken };

class WriteQueueOn : public StoreTest {
 protected:
  using Work = std::function<Result<int>(WriteTx&)>;

  /// Runs the works at once: the others come while the first is at work. What became of each.
  std::vector<Outcome> AtOnce(const std::vector<Work>& works) {
    std::vector<Outcome> outcomes(works.size());
    std::vector<std::thread> others;
    std::atomic<std::size_t> coming = 0;
    const auto write = [&](std::size_t i, const Work& work) {
      try {
        outcomes[i] = store().Write(work) ? Outcome::kKept : Outcome::kRefused;
      } catch (const StoreBroken&) {
        outcomes[i] = Outcome::kBroken;
      }
    };
    write(0, [&](WriteTx& tx) {
      for (std::size_t i = 1; i < works.size(); ++i) {
        others.emplace_back([&, i] {
          ++coming;
          write(i, works[i]);
        });
        while (coming < i) std::this_thread::yield();
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
      }
      return works[0](tx);
    });
    for (std::thread& other : others) other.join();
    return outcomes;
  }

  /// Appends an entry about the unit; the transaction it was in is known by its first entry.
  Work Appending(std::string unit) {
    return [this, unit](WriteTx& tx) -> Result<int> {
      begun_at_.push_back(tx.begun_at().seq);
      tx.WhenEnded([this](bool durable) { durable ? ++kept_ : ++lost_; });
      return static_cast<int>(*Append(tx, NextEntry(tx), {unit}));
    };
  }
  /// Writes as that does, and is not kept.
  Work Refused() {
    return [this](WriteTx& tx) -> Result<int> {
      Appending("refused")(tx);
      return Error{ErrorCode::kConflict, "", "不行", "no"};
    };
  }
  /// A statement of it fails.
  Work Failing() {
    return [this](WriteTx& tx) -> Result<int> {
      Appending("failing")(tx);
      AddSession(tx, Session{"t", "no such account", {}, {}, "", ""});
      return 1;
    };
  }
  /// A statement of it fails and it goes on: the commit fails.
  Work Swallowing() {
    return [this](WriteTx& tx) -> Result<int> {
      Appending("swallowing")(tx);
      EXPECT_THROW(AddSession(tx, Session{"t", "no such account", {}, {}, "", ""}), StoreBroken);
      return 1;
    };
  }

  /// The units of all entries, each of which follows the one before.
  std::vector<std::string> Units() {
    return store().Read([](const ReadTx& tx) {
      std::string before(kNoDigest);
      for (const Entry& entry : ReadEntries(tx, {})) {
        EXPECT_EQ(entry.prev_digest, before);
        before = entry.digest;
      }
      EXPECT_EQ(ReadHead(tx).digest, before);
      auto rows = ReadEntryUnits(tx);
      std::ranges::sort(rows, {}, &EntryUnit::seq);
      std::vector<std::string> units;
      for (const EntryUnit& row : rows) units.push_back(row.unit);
      return units;
    });
  }

  std::vector<std::int64_t> begun_at_;
  int kept_ = 0;
  int lost_ = 0;
};
SHOUZE_ON_BOTH_DATABASES(WriteQueueOn);

TEST_P(WriteQueueOn, ThoseWhoWaitAreCommittedTogether) {
  const auto outcomes = AtOnce({Appending("a"), Appending("b"), Appending("c")});
  EXPECT_THAT(outcomes, ElementsAre(Outcome::kKept, Outcome::kKept, Outcome::kKept));
  EXPECT_THAT(Units(), ElementsAre("a", "b", "c"));
  EXPECT_THAT(begun_at_, ElementsAre(0, 0, 0));
  EXPECT_EQ(kept_, 3);
}

TEST_P(WriteQueueOn, OneThatFailsIsTakenBackAlone) {
  const auto outcomes =
      AtOnce({Appending("a"), Refused(), Appending("b"), Failing(), Appending("c")});
  EXPECT_THAT(outcomes, ElementsAre(Outcome::kKept, Outcome::kRefused, Outcome::kKept,
                                    Outcome::kBroken, Outcome::kKept));
  EXPECT_THAT(Units(), ElementsAre("a", "b", "c"));
  EXPECT_THAT(begun_at_, ElementsAre(0, 0, 0, 0, 0));
  EXPECT_EQ(kept_, 3);
  EXPECT_EQ(lost_, 0);
}

TEST_P(WriteQueueOn, TheFirstMayFailAndTheOthersStay) {
  EXPECT_THAT(AtOnce({Failing(), Refused(), Appending("a"), Refused(), Appending("b")}),
              ElementsAre(Outcome::kBroken, Outcome::kRefused, Outcome::kKept, Outcome::kRefused,
                          Outcome::kKept));
  EXPECT_THAT(Units(), ElementsAre("a", "b"));
}

TEST_P(WriteQueueOn, AllFailWithTheCommitAndTheNextGoesOn) {
  const auto outcomes = AtOnce({Appending("a"), Refused(), Appending("b"), Swallowing()});
  EXPECT_THAT(outcomes, Each(Outcome::kBroken));
  EXPECT_EQ(kept_, 0);
  EXPECT_EQ(lost_, 3);
  EXPECT_THAT(Units(), ElementsAre());
  EXPECT_EQ(AppendOne(store(), {"later"}), 1);
  EXPECT_THAT(Units(), ElementsAre("later"));
}

TEST_P(WriteQueueOn, ReadersSeeTheEndAndNothingBefore) {
  std::vector<std::int64_t> seen;
  const auto look = [&] { seen.push_back(store().Read(ReadHead).seq); };
  const auto looking = [&](WriteTx& tx) {
    tx.WhenEnded([&](bool) { look(); });
    const auto done = Appending("a")(tx);
    look();
    return done;
  };
  AtOnce({looking, looking});
  EXPECT_THAT(seen, ElementsAre(0, 0, 2, 2));
}

TEST_P(WriteQueueOn, NobodyJoinsTheLast) {
  const auto last = [&](WriteTx& tx) {
    tx.BeLast();
    return Appending("a")(tx);
  };
  AtOnce({Appending("before"), last, Appending("b"), Appending("c")});
  EXPECT_THAT(Units(), ElementsAre("before", "a", "b", "c"));
  EXPECT_THAT(begun_at_, ElementsAre(0, 0, 2, 2));
}

TEST_P(WriteQueueOn, ManyWritersLoseNothing) {
  std::vector<std::thread> threads;
  std::atomic<int> kept = 0;
  for (int i = 0; i < 6; ++i) {
    threads.emplace_back([&, i] {
      for (int j = 0; j < 30; ++j) {
        const auto done = store().Write([&](WriteTx& tx) -> Result<std::int64_t> {
          auto seq = Append(tx, NextEntry(tx), {"u"});
          if ((i + j) % 5 == 0) return Error{ErrorCode::kConflict, "", "不行", "no"};
          return seq;
        });
        if (done) ++kept;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(static_cast<int>(Units().size()), kept);
  EXPECT_EQ(kept, 6 * 24);
}

/// In a process of its own: one appends, another joins it, and the process is killed.
void AppendTogetherAndDie(const StoreOptions& options) {
  auto opened = Store::Open(options);
  std::thread other;
  (*opened)->Write([&](WriteTx& tx) {
    other = std::thread([&] {
      (*opened)->Write([](WriteTx& joined) {
        auto seq = Append(joined, NextEntry(joined), {"b"});
        std::raise(SIGKILL);
        return seq;
      });
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    return Append(tx, NextEntry(tx), {"a"});
  });
  other.join();
}

TEST_P(WriteQueueOn, NothingIsThereOfThoseWhoWereKilledTogether) {
  AppendOne(store(), {"before"});
  test_store().Close();
  EXPECT_EXIT(AppendTogetherAndDie(test_store().options()), ::testing::KilledBySignal(SIGKILL), "");
  test_store().Reopen();
  EXPECT_THAT(Units(), ElementsAre("before"));
  EXPECT_EQ(AppendOne(store(), {"after"}), 2);
}

}  // namespace
}  // namespace shouze
