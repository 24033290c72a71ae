#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/text.h"
#include "store/connection.h"
#include "store/test_entries.h"
#include "store/test_store.h"

namespace shouze {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class OpeningOn : public StoreTest {
 protected:
  StoreOptions As(Opening opening) {
    StoreOptions options = test_store().options();
    options.opening = opening;
    return options;
  }
  /// Does to the tables what the product never would.
  void Execute(std::string_view sql) {
    Connection(*ParseDatabaseAddress(test_store().options().database), Connection::Role::kWriter)
        .Execute(sql);
  }
  void Empty() {
    test_store().Close();
    if (GetParam() == Database::kSqlite) {
      for (const char* const end : {"", "-wal", "-shm"}) fs::remove(file() + end);
    } else {
      Execute("DO $$ BEGIN EXECUTE 'DROP SCHEMA ' || current_schema() || ' CASCADE'; END $$;");
    }
  }
  std::string file() { return test_store().folder() + "/tables/shouze.db"; }
};
SHOUZE_ON_BOTH_DATABASES(OpeningOn);

TEST_P(OpeningOn, NothingIsMadeByThoseWhoDoNotCreate) {
  Empty();
  for (const Opening opening : {Opening::kExisting, Opening::kReadOnly}) {
    const auto opened = Store::Open(As(opening));
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::kNotFound);
  }
  EXPECT_FALSE(fs::exists(file()));
}

TEST_P(OpeningOn, WhoReadsSeesAllAndWhoWritesGoesOn) {
  AppendOne(store(), {"u"});
  const auto looking = Store::Open(As(Opening::kReadOnly)).value();
  EXPECT_EQ(looking->Read(ReadHead).seq, 1);
  AppendOne(store(), {"u"});
  EXPECT_EQ(looking->Read(ReadHead).seq, 2);
  EXPECT_THAT(looking->FindDamage(), IsEmpty());
  EXPECT_EQ(Store::Open(As(Opening::kExisting)).value()->Read(ReadHead).seq, 2);
}

TEST_P(OpeningOn, OlderTablesAreNotBroughtUpToDateByWhoReads) {
  Execute("DELETE FROM schema_migration WHERE version > 1");
  const auto opened = Store::Open(As(Opening::kReadOnly));
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::kConflict);
  EXPECT_THAT(opened.error().message, HasSubstr("shouze serve"));
}

class OpeningSqlite : public ::testing::Test {
 protected:
  std::unique_ptr<TestStore> test_store_ = OpenTestStore(Database::kSqlite);
  std::string file() { return test_store_->folder() + "/tables/shouze.db"; }
};

TEST_F(OpeningSqlite, AFileOfNothingIsNoDatabase) {
  test_store_->Close();
  fs::resize_file(file(), 0);
  for (const Opening opening : {Opening::kExisting, Opening::kReadOnly}) {
    StoreOptions options = test_store_->options();
    options.opening = opening;
    const auto opened = Store::Open(options);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().where, kNothingThere);
  }
  EXPECT_EQ(fs::file_size(file()), 0U);
}

TEST_F(OpeningSqlite, ADamagedPageIsFound) {
  for (int i = 0; i < 40; ++i) AppendOne(**test_store_, {Concat("u", i)});
  test_store_->Close();
  constexpr int kPage = 4096;
  const auto pages = static_cast<int>(fs::file_size(file())) / kPage;
  const std::string whole = file() + ".whole";
  fs::copy_file(file(), whole);
  StoreOptions options = test_store_->options();
  options.opening = Opening::kReadOnly;
  for (int page = 1; page < pages; page += 3) {
    fs::copy_file(whole, file(), fs::copy_options::overwrite_existing);
    {
      std::fstream bytes(file(), std::ios::in | std::ios::out | std::ios::binary);
      bytes.seekp(page * kPage);
      bytes << std::string(kPage, '\x5a');
    }
    const auto opened = Store::Open(options);
    EXPECT_TRUE(!opened || !(*opened)->FindDamage().empty()) << "page " << page + 1;
  }
}

}  // namespace
}  // namespace shouze
