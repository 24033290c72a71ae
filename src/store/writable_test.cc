#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <filesystem>

#include "store/matter_rows.h"
#include "store/store.h"
#include "store/test_store.h"

/// Whether the store knows that nothing can be committed.
namespace shouze {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class Writable : public StoreTest {};
SHOUZE_ON_BOTH_DATABASES(Writable);

TEST_P(Writable, IsProvenByACommit) {
  store().ProveWritable();
  store().ProveWritable();
}

class WritableSqlite : public ::testing::Test {
 protected:
  void SetUp() override {
    test_store_ = OpenTestStore(Database::kSqlite);
    path_ = test_store_->options().database.substr(std::string_view("sqlite:").size());
  }
  Store& store() { return **test_store_; }
  Result<void> RememberIt() {
    return store().Write([](WriteTx& tx) -> Result<void> {
      Remember(tx, "it", std::string(20'000, 'x'));
      return {};
    });
  }
  std::string WhyNot() {
    try {
      store().ProveWritable();
      return "";
    } catch (const StoreBroken& broken) {
      return broken.what();
    }
  }

  std::unique_ptr<TestStore> test_store_;
  fs::path path_;
};

TEST_F(WritableSqlite, IsNotWhereTheDiskIsFull) {
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto old_action = std::signal(SIGXFSZ, SIG_IGN);
  rlimit small = before;
  small.rlim_cur = 100;
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
  const std::string full = WhyNot();
  setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, old_action);
  EXPECT_NE(full, "");
  EXPECT_EQ(WhyNot(), "") << "there is room again";
}

TEST_F(WritableSqlite, IsNotOnceItsFileOrLogIsGoneAndThenNothingIsAcknowledged) {
  for (const std::string suffix : {"", "-wal"}) {
    const std::string file = path_.string() + suffix;
    ASSERT_TRUE(RememberIt());
    fs::rename(file, file + ".moved");
    EXPECT_THAT(WhyNot(), HasSubstr("deleted, moved or replaced")) << file;
    EXPECT_THROW(static_cast<void>(RememberIt()), StoreBroken) << file;
    fs::copy_file(file + ".moved", file);
    EXPECT_THAT(WhyNot(), HasSubstr("deleted, moved or replaced")) << "a copy is another file";
    fs::rename(file + ".moved", file);
    EXPECT_EQ(WhyNot(), "");
  }
}

}  // namespace
}  // namespace shouze
