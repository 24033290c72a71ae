#pragma once

#include <memory>
#include <ostream>
#include <string>

#include "store/store.h"

/// For tests only: stores of their own on both databases, and the suites that run on both.
namespace shouze {

enum class Database { kSqlite, kPostgres };

/// A new, migrated store, alone in a temporary folder (SQLite) or schema (PostgreSQL) that goes
/// with it.
class TestStore {
 public:
  /// See OpenTestStore.
  TestStore(StoreOptions options, std::string folder, std::string postgres_schema);
  ~TestStore();
  TestStore(const TestStore&) = delete;
  TestStore& operator=(const TestStore&) = delete;

  Store& operator*() { return *store_; }
  Store* operator->() { return store_.get(); }

  /// As it was opened, for a second store on the same tables.
  const StoreOptions& options() const { return options_; }
  /// A folder for whatever the test writes.
  const std::string& folder() const { return folder_; }
  void Close() { store_.reset(); }
  /// Throws std::runtime_error where it does not open.
  void Reopen();
  /// PostgreSQL finds a session of no account only when it commits, from now on; SQLite at once.
  void FindWrongSessionsAtCommit();

 private:
  StoreOptions options_;
  std::string folder_;
  std::string postgres_schema_;
  std::unique_ptr<Store> store_;
};

/// Null where there is no such database: PostgreSQL's cluster is named by the environment's
/// SHOUZE_TEST_POSTGRES (a URL), which scripts/test sets. Throws std::runtime_error where it fails.
std::unique_ptr<TestStore> OpenTestStore(Database database);

}  // namespace shouze

// Tests include <gtest/gtest.h> first; what follows is left out elsewhere.
#ifdef GTEST_SKIP

namespace shouze {

/// How a test's name shows it.
inline void PrintTo(Database database, std::ostream* out) {
  *out << (database == Database::kSqlite ? "SQLite" : "PostgreSQL");
}

/// A suite whose tests run on both databases, each with a store of its own:
///   class Accounts : public StoreTest {};
///   SHOUZE_ON_BOTH_DATABASES(Accounts);
///   TEST_P(Accounts, AreFoundByLogin) { store().Write(…); }
class StoreTest : public ::testing::TestWithParam<Database> {
 protected:
  void SetUp() override {
    test_store_ = OpenTestStore(GetParam());
    if (!test_store_) {
      GTEST_SKIP()
          << "SHOUZE_TEST_POSTGRES is not set: run scripts/test, or start_test_postgres of "
             "scripts/lib/postgres.sh";
    }
  }

  TestStore& test_store() { return *test_store_; }
  Store& store() { return **test_store_; }

 private:
  std::unique_ptr<TestStore> test_store_;
};

}  // namespace shouze

#define SHOUZE_ON_BOTH_DATABASES(Suite)                                                       \
  INSTANTIATE_TEST_SUITE_P(                                                                   \
      , Suite, ::testing::Values(::shouze::Database::kSqlite, ::shouze::Database::kPostgres), \
      [](const ::testing::TestParamInfo<::shouze::Database>& database) {                      \
        return database.param == ::shouze::Database::kSqlite ? "Sqlite" : "Postgres";         \
      })

#endif
