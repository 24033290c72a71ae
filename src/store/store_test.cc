#include "store/store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <future>
#include <stdexcept>
#include <thread>

#include "store/account_rows.h"
#include "store/matter_rows.h"
#include "store/query.h"
#include "store/test_entries.h"
#include "store/test_store.h"

namespace shouze {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class StoreOn : public StoreTest {
 protected:
  Result<int> RememberIt(Store& store, std::string_view value) {
    return store.Write([&](WriteTx& tx) -> Result<int> {
      Remember(tx, "it", value);
      return 1;
    });
  }
  std::string Remembered(Store& store) {
    return store.Read([](const ReadTx& tx) { return ReadRemembered(tx, "it"); })
        .value_or("nothing");
  }
};
SHOUZE_ON_BOTH_DATABASES(StoreOn);

/// What only one of them has.
template <Database kDatabase>
class StoreOnOne : public ::testing::Test {
 protected:
  void SetUp() override {
    test_store_ = OpenTestStore(kDatabase);
    if (!test_store_) GTEST_SKIP() << "SHOUZE_TEST_POSTGRES is not set";
  }
  TestStore& test_store() { return *test_store_; }
  Store& store() { return **test_store_; }

 private:
  std::unique_ptr<TestStore> test_store_;
};
using StoreOnSqlite = StoreOnOne<Database::kSqlite>;
using StoreOnPostgres = StoreOnOne<Database::kPostgres>;

TEST_P(StoreOn, KeepsWhatAWriteAnswersWithAValue) {
  EXPECT_TRUE(RememberIt(store(), "值"));
  EXPECT_EQ(Remembered(store()), "值");
  test_store().Reopen();
  EXPECT_EQ(Remembered(store()), "值");
}

TEST_P(StoreOn, TakesBackWhatAWriteAnswersWithAnError) {
  const auto answer = store().Write([](WriteTx& tx) -> Result<int> {
    Remember(tx, "it", "x");
    EXPECT_EQ(ReadRemembered(tx, "it"), "x");
    return Error{ErrorCode::kConflict, "", "不行", "no"};
  });
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, ErrorCode::kConflict);
  EXPECT_EQ(Remembered(store()), "nothing");
}

TEST_P(StoreOn, TakesBackWhatThrowsAndPassesItOn) {
  const auto throwing = [](WriteTx& tx) -> Result<int> {
    Remember(tx, "it", "x");
    throw std::logic_error("mine");
  };
  EXPECT_THROW(store().Write(throwing), std::logic_error);
  EXPECT_EQ(Remembered(store()), "nothing");
  EXPECT_THROW(store().Read([](const ReadTx&) -> int { throw std::logic_error("mine"); }),
               std::logic_error);
  EXPECT_TRUE(RememberIt(store(), "y"));
  EXPECT_EQ(Remembered(store()), "y");
}

TEST_P(StoreOn, KeepsNothingAfterAStatementFailedEvenIfTheWorkWentOn) {
  const auto swallowing = [](WriteTx& tx) -> Result<int> {
    Remember(tx, "it", "x");
    EXPECT_THROW(AddSession(tx, Session{"t", "no such account", {}, {}, "", ""}), StoreBroken);
    return 1;
  };
  EXPECT_THROW(store().Write(swallowing), StoreBroken);
  EXPECT_EQ(Remembered(store()), "nothing");
  EXPECT_TRUE(RememberIt(store(), "y"));
}

TEST_P(StoreOn, TellsWhatBrokeWithoutTheValues) {
  const auto failing = [](WriteTx& tx) -> Result<int> {
    AddSession(tx, Session{"secret-token", "no such account", {}, {}, "", ""});
    return 1;
  };
  try {
    store().Write(failing);
    FAIL();
  } catch (const StoreBroken& broken) {
    EXPECT_THAT(broken.what(), HasSubstr("INSERT INTO session"));
    EXPECT_THAT(broken.what(), Not(HasSubstr("secret-token")));
    EXPECT_THAT(broken.what(), Not(HasSubstr("no such account")));
  }
}

TEST_P(StoreOn, RefusesTextsWithANul) {
  EXPECT_THROW(RememberIt(store(), std::string("a\0b", 3)), StoreBroken);
  EXPECT_EQ(Remembered(store()), "nothing");
}

TEST_P(StoreOn, ReadsOneStateHoweverLongItTakes) {
  AppendOne(store());
  store().Read([&](const ReadTx& tx) {
    EXPECT_EQ(ReadHead(tx).seq, 1);
    AppendOne(store());
    EXPECT_EQ(ReadHead(tx).seq, 1);
    EXPECT_EQ(ReadEntries(tx, {}).size(), 1U);
    return 0;
  });
  EXPECT_EQ(store().Read(ReadHead).seq, 2);
}

TEST_P(StoreOn, SeesNothingOfAWriteBeforeItsEnd) {
  store().Write([&](WriteTx& tx) -> Result<int> {
    Remember(tx, "it", "x");
    EXPECT_EQ(Remembered(store()), "nothing");
    return 1;
  });
  EXPECT_EQ(Remembered(store()), "x");
}

TEST_P(StoreOn, LeavesNoReadOpenWhenARowIsNotTaken) {
  for (int i = 0; i < 3; ++i) AppendOne(store());
  for (int i = 0; i < 4; ++i) {
    const auto stopping = [](const ReadTx& tx) -> int {
      ForEachEntry(tx, {}, [](Entry&&) { throw std::logic_error("enough"); });
      return 0;
    };
    EXPECT_THROW(store().Read(stopping), std::logic_error);
  }
  AppendOne(store());
  for (int i = 0; i < 4; ++i) EXPECT_EQ(store().Read(ReadHead).seq, 4);
}

TEST_P(StoreOn, RunsAStatementWithinItself) {
  for (int i = 0; i < 3; ++i) AppendOne(store());
  int seen = 0;
  store().Read([&](const ReadTx& tx) {
    ForEachEntry(tx, {}, [&](Entry&&) {
      ForEachEntry(tx, {}, [&](Entry&& inner) { seen += static_cast<int>(inner.seq); });
    });
    return 0;
  });
  EXPECT_EQ(seen, 3 * (1 + 2 + 3));
}

TEST_P(StoreOn, SharesItsTablesWithAnotherStore) {
  auto other = Store::Open(test_store().options());
  ASSERT_TRUE(other) << Describe(other.error());
  constexpr int kEach = 40;
  const auto append = [](Store& store) {
    for (int i = 0; i < kEach; ++i) AppendOne(store, {"u1"});
  };
  auto theirs = std::async(std::launch::async, [&] { append(**other); });
  auto reads = std::async(std::launch::async, [&] {
    for (int i = 0; i < kEach; ++i) {
      store().Read([](const ReadTx& tx) {
        EXPECT_EQ(ReadHead(tx).seq, static_cast<std::int64_t>(ReadEntries(tx, {}).size()));
        return 0;
      });
    }
  });
  append(store());
  theirs.get();
  reads.get();
  const auto entries = store().Read([](const ReadTx& tx) { return ReadEntries(tx, {}); });
  ASSERT_EQ(entries.size(), 2U * kEach);
  std::string before(kNoDigest);
  for (const Entry& entry : entries) {
    EXPECT_EQ(entry.prev_digest, before);
    before = entry.digest;
  }
  EXPECT_EQ((*other)->Read(ReadHead), (Head{2 * kEach, before}));
}

TEST_P(StoreOn, IsUsedByMoreThreadsThanItHasReaders) {
  AppendOne(store());
  std::vector<std::future<std::int64_t>> reads;
  for (int i = 0; i < 8; ++i) {
    reads.push_back(std::async(std::launch::async, [&] {
      std::int64_t seq = 0;
      for (int j = 0; j < 20; ++j) seq = store().Read(ReadHead).seq;
      return seq;
    }));
  }
  for (auto& read : reads) EXPECT_EQ(read.get(), 1);
}

TEST_P(StoreOn, SaysWhatItIs) {
  EXPECT_THAT(store().Describe(), StartsWith(store().is_sqlite() ? "SQLite 3." : "PostgreSQL 1"));
  EXPECT_EQ(store().Describe().find('('), std::string::npos);
  EXPECT_GT(store().BytesUsed(), 10'000);
  EXPECT_EQ(store().schema_version(), static_cast<int>(Migrations().size()));
}

TEST_F(StoreOnPostgres, ComesBackAfterTheServerEndedItsConnections) {
  AppendOne(store());
  const auto end_all = [this](int but) {
    const auto address = ParseDatabaseAddress(test_store().options().database);
    Connection killer(*address, Connection::Role::kWriter);
    const ReadTx tx(killer);
    Query(tx,
          "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity a"
          " WHERE pid <> pg_backend_pid() AND pid <> :but AND EXISTS (SELECT 1 FROM pg_locks l"
          " JOIN pg_class c ON c.oid = l.relation WHERE l.pid = a.pid AND c.relname = 'entry'"
          " AND c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema()))")
        .With("but", but)
        .One<OneNumber>();
  };
  const auto cut_off = [&](WriteTx& tx) -> Result<int> {
    Append(tx, NextEntry(tx));
    end_all(0);
    return 1;
  };
  EXPECT_THROW(store().Write(cut_off), StoreBroken);
  EXPECT_EQ(AppendOne(store()), 2);
  const auto read_on = [&](const ReadTx& tx) {
    ReadEntries(tx, {});
    end_all(0);
    return ReadEntries(tx, {}).size();
  };
  EXPECT_THROW(store().Read(read_on), StoreBroken);
  for (int i = 0; i < 4; ++i) EXPECT_EQ(store().Read(ReadHead).seq, 2);
}

TEST_F(StoreOnSqlite, GoesOnAfterTheDiskWasFull) {
  AppendOne(store());
  const auto pages = [](WriteTx& tx, const char* most) { tx.connection().Execute(most); };
  const auto big = [](WriteTx& tx) {
    return Append(tx, NextEntry(tx, "record.register", "\"" + std::string(2'000'000, 'x') + "\""));
  };
  store().Write([&](WriteTx& tx) -> Result<int> {
    pages(tx, "PRAGMA max_page_count = 200");
    return 1;
  });
  EXPECT_THROW(store().Write(big), StoreBroken);
  EXPECT_EQ(AppendOne(store()), 2);
  EXPECT_EQ(store().Read(ReadHead).seq, 2);
  store().Write([&](WriteTx& tx) -> Result<int> {
    pages(tx, "PRAGMA max_page_count = 1000000");
    return 1;
  });
  EXPECT_EQ(*store().Write(big), 3);
}

TEST_P(StoreOn, FailsAtACommitAndGoesOn) {
  // The constraint is looked at when the transaction ends.
  store().Write([&](WriteTx& tx) -> Result<int> {
    tx.connection().Execute(
        "CREATE TABLE late (id BIGINT PRIMARY KEY, other BIGINT"
        " REFERENCES late (id) DEFERRABLE INITIALLY DEFERRED)");
    return 1;
  });
  const auto dangling = [](WriteTx& tx) -> Result<int> {
    Remember(tx, "it", "x");
    tx.connection().Execute("INSERT INTO late (id, other) VALUES (1, 2)");
    return 1;
  };
  EXPECT_THROW(store().Write(dangling), StoreBroken);
  EXPECT_EQ(Remembered(store()), "nothing");
  EXPECT_TRUE(RememberIt(store(), "y"));
  EXPECT_EQ(Remembered(store()), "y");
}

TEST_F(StoreOnSqlite, KeepsItsFilesToItsOwner) {
  namespace fs = std::filesystem;
  AppendOne(store());
  const fs::path folder = fs::path(test_store().folder()) / "tables";
  EXPECT_EQ(fs::status(folder).permissions(), fs::perms::owner_all);
  int files = 0;
  for (const auto& file : fs::directory_iterator(folder)) {
    EXPECT_EQ(file.status().permissions(), fs::perms::owner_read | fs::perms::owner_write)
        << file.path();
    ++files;
  }
  EXPECT_EQ(files, 3);
}

TEST(StoreOpen, SaysWhatIsWrongWithTheAddress) {
  StoreOptions options;
  options.database = "oracle:thin";
  EXPECT_EQ(Store::Open(options).error().code, ErrorCode::kInvalidInput);
  options.database = "sqlite:/dev/null/nothing.db";
  EXPECT_EQ(Store::Open(options).error().code, ErrorCode::kNotFound);
  options.database = "postgresql://u:gehe1m@/n?host=/nonexistent";
  const auto unreachable = Store::Open(options);
  ASSERT_FALSE(unreachable);
  EXPECT_EQ(unreachable.error().code, ErrorCode::kNotFound);
  EXPECT_THAT(Describe(unreachable.error()), Not(HasSubstr("gehe1m")));
}

}  // namespace
}  // namespace shouze
