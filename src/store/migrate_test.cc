#include "store/migrate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <future>

#include "base/text.h"
#include "store/matter_rows.h"
#include "store/query.h"
#include "store/security_rows.h"
#include "store/test_entries.h"
#include "store/test_store.h"

namespace shouze {
namespace {

namespace fs = std::filesystem;

using ::testing::HasSubstr;

/// What follows the program's own migrations.
const Migration kNext[] = {
    {.version = static_cast<int>(Migrations().size()) + 1,
     .name = "0099-next",
     .sql = "CREATE TABLE next (id BIGINT); -- a; comment\nINSERT INTO next (id) VALUES (7);"},
};

class MigrationsOn : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    if (IsSkipped()) return;
    AppendOne(store());
    test_store().Close();
  }

  std::unique_ptr<Connection> Connect() {
    return std::make_unique<Connection>(*ParseDatabaseAddress(options().database),
                                        Connection::Role::kWriter);
  }
  const StoreOptions& options() { return test_store().options(); }

  std::vector<Migration> WithNext() {
    std::vector<Migration> migrations = Migrations();
    migrations.push_back(kNext[0]);
    return migrations;
  }
  std::vector<fs::path> Backups() {
    std::vector<fs::path> found;
    if (!fs::exists(options().backup_folder)) return found;
    for (const auto& file : fs::directory_iterator(options().backup_folder)) {
      found.push_back(file.path());
    }
    return found;
  }
  static std::int64_t Count(Connection& connection, std::string_view sql) {
    return Query(ReadTx(connection), sql).One<OneNumber>()->value;
  }
};
SHOUZE_ON_BOTH_DATABASES(MigrationsOn);

TEST_P(MigrationsOn, AreAppliedOnceAndNeedNoBackupOfAnEmptyDatabase) {
  const int version = static_cast<int>(Migrations().size());
  test_store().Reopen();
  EXPECT_EQ(store().schema_version(), version);
  EXPECT_EQ(store().Read(ReadHead).seq, 1);
  EXPECT_TRUE(Backups().empty());
  EXPECT_EQ(Count(*Connect(), "SELECT COUNT(*) FROM schema_migration WHERE applied_at > 1000000"),
            version);
}

TEST_P(MigrationsOn, RefuseADatabaseThatIsNewer) {
  EXPECT_TRUE(Migrate(*Connect(), WithNext(),
                      {.database = options().database, .backup_folder = "", .skip_backup = true}));
  const auto refused = Store::Open(options());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kConflict);
  EXPECT_THAT(Describe(refused.error()), HasSubstr("newer program"));
}

TEST_P(MigrationsOn, RefuseADatabaseThatWasMigratedByOtherFiles) {
  Connect()->Execute("UPDATE schema_migration SET checksum = 'x' WHERE version = 2");
  const auto refused = Store::Open(options());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kConflict);
  EXPECT_THAT(Describe(refused.error()), HasSubstr("migration 2 (0002-accounts)"));
}

TEST_P(MigrationsOn, RefuseAnotherProgramsTables) {
  Connect()->Execute("DROP TABLE schema_migration");
  const auto refused = Store::Open(options());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kConflict);
}

TEST_P(MigrationsOn, BackUpWhatIsThere) {
  const auto connection = Connect();
  const auto migrated = Migrate(*connection, WithNext(), options());
  if (!connection->is_sqlite()) {
    ASSERT_FALSE(migrated);
    EXPECT_EQ(migrated.error().code, ErrorCode::kConflict);
    EXPECT_THAT(migrated.error().message, HasSubstr("pg_dump --format=custom"));
    StoreOptions skipping = options();
    skipping.skip_backup = true;
    EXPECT_TRUE(Migrate(*connection, WithNext(), skipping));
    EXPECT_TRUE(Backups().empty());
  } else {
    ASSERT_TRUE(migrated) << Describe(migrated.error());
    ASSERT_EQ(Backups().size(), 1U);
    const fs::path backup = Backups().front();
    const std::string name = Concat("shouze-v", Migrations().size(), "-2[0-9]+T.*Z[.]db");
    EXPECT_THAT(backup.filename().string(), ::testing::MatchesRegex(name));
    EXPECT_EQ(fs::status(backup).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    StoreOptions copy = options();
    copy.database = "sqlite:" + backup.string();
    auto opened = Store::Open(copy);
    ASSERT_TRUE(opened) << Describe(opened.error());
    EXPECT_EQ((*opened)->Read(ReadHead).seq, 1);
  }
  EXPECT_EQ(Count(*connection, "SELECT id FROM next"), 7);
}

TEST_P(MigrationsOn, LeaveNothingOfOneThatFails) {
  const auto connection = Connect();
  std::vector<Migration> migrations = WithNext();
  migrations.back().sql = "CREATE TABLE next (id BIGINT); INSERT INTO nowhere (id) VALUES (1);";
  StoreOptions skipping = options();
  skipping.skip_backup = true;
  EXPECT_THROW(Migrate(*connection, migrations, skipping), StoreBroken);
  EXPECT_TRUE(Migrate(*connection, WithNext(), skipping));
  EXPECT_EQ(Count(*connection, "SELECT COUNT(*) FROM next"), 1);
}

TEST_P(MigrationsOn, RunOnceHoweverManyStart) {
  StoreOptions skipping = options();
  skipping.skip_backup = true;
  std::vector<std::future<bool>> starts;
  for (int i = 0; i < 4; ++i) {
    starts.push_back(std::async(
        std::launch::async, [&] { return Migrate(*Connect(), WithNext(), skipping).has_value(); }));
  }
  for (auto& start : starts) EXPECT_TRUE(start.get());
  EXPECT_EQ(Count(*Connect(), "SELECT COUNT(*) FROM next"), 1);
}

TEST_P(MigrationsOn, ChainTheSecurityLogThatIsThere) {
  const auto connection = Connect();
  for (const char* const row :
       {"1, 5, 'a', 'login', '::1', ''", "2, 6, '', 'login_failed', '', '{}'",
        "7, 6, 'b', 'logout', '::1', '{}'"}) {
    connection->Execute(Concat(
        "INSERT INTO security_event (id, at, account, kind, address, detail) VALUES (", row, ")"));
  }
  connection->BeginMigration();
  ChainSecurityEvents(ReadTx(*connection));
  connection->Commit();
  test_store().Reopen();
  SecurityEvent last;
  last.digest = std::string(64, '0');
  store().Read([&](const ReadTx& tx) {
    ForEachSecurityEvent(tx, [&](SecurityEvent&& event) {
      EXPECT_EQ(event.prev_digest, last.digest) << event.id;
      EXPECT_EQ(event.digest, DigestOf(event)) << event.id;
      last = std::move(event);
    });
    return true;
  });
  EXPECT_EQ(last.id, 7);
  EXPECT_EQ(store().Read(ReadSecurityHead), (SecurityHead{7, last.digest}));
}

TEST(Migrations, StartOnANewFileAtOnce) {
  const auto fresh = OpenTestStore(Database::kSqlite);
  StoreOptions options = fresh->options();
  options.database += "-new";
  std::vector<std::future<bool>> starts;
  for (int i = 0; i < 4; ++i) {
    starts.push_back(
        std::async(std::launch::async, [&] { return Store::Open(options).has_value(); }));
  }
  for (auto& start : starts) EXPECT_TRUE(start.get());
}

TEST(Migrations, AreNumberedWithoutGaps) {
  int version = 0;
  for (const Migration& migration : Migrations()) {
    EXPECT_EQ(migration.version, ++version);
    EXPECT_FALSE(migration.sql.empty());
  }
  EXPECT_GE(version, 3);
}

}  // namespace
}  // namespace shouze
