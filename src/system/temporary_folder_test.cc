#include "system/temporary_folder.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

namespace shouze {
namespace {

namespace fs = std::filesystem;

TEST(TemporaryFolder, IsItsOwnersAloneAndGoneInTheEnd) {
  std::string path;
  {
    const TemporaryFolder scratch("shouze-scratch-test");
    path = scratch.path();
    struct stat found {};
    ASSERT_EQ(stat(path.c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777U, 0700U);
    std::ofstream(path + "/file") << "something";
  }
  EXPECT_FALSE(fs::exists(path));
}

TEST(TemporaryFolder, ClearsWhatAKilledProcessLeftAndNothingThatIsInUse) {
  const TemporaryFolder in_use("shouze-scratch-test");
  std::string left = (fs::temp_directory_path() / "shouze-scratch-test-XXXXXX").string();
  ASSERT_NE(mkdtemp(left.data()), nullptr);
  std::ofstream(left + "/check.sqlite") << "in the clear";
  std::string another = (fs::temp_directory_path() / "shouze-scratch-other-XXXXXX").string();
  ASSERT_NE(mkdtemp(another.data()), nullptr);
  const TemporaryFolder scratch("shouze-scratch-test");
  EXPECT_FALSE(fs::exists(left));
  EXPECT_TRUE(fs::exists(in_use.path()));
  EXPECT_TRUE(fs::exists(another));
  fs::remove_all(another);
}

}  // namespace
}  // namespace shouze
