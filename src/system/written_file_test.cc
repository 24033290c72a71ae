#include "system/written_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>

#include "system/temporary_folder.h"

namespace shouze {
namespace {

unsigned ModeOf(const std::string& path) {
  struct stat found {};
  return stat(path.c_str(), &found) == 0 ? found.st_mode & 0777U : 0;
}

std::string Content(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(WrittenFile, IsItsOwnersAloneNewOrReplaced) {
  const TemporaryFolder folder("shouze-written-test");
  const std::string path = folder.path() + "/facts.json";
  ASSERT_TRUE(WriteForOwner(path, "first, and longer"));
  EXPECT_EQ(ModeOf(path), 0600U);
  chmod(path.c_str(), 0644);
  ASSERT_TRUE(WriteForOwner(path, "second"));
  EXPECT_EQ(ModeOf(path), 0600U);
  EXPECT_EQ(Content(path), "second");
}

TEST(WrittenFile, SaysWhyItCannotBe) {
  const TemporaryFolder folder("shouze-written-test");
  const auto done = WriteForOwner(folder.path() + "/none/facts.json", "x");
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::kNotFound);
  EXPECT_THAT(done.error().english, testing::HasSubstr("No such file"));
  EXPECT_TRUE(WriteForOwner("/dev/null", "x")) << "a device stays what it is";
  const auto full = WriteForOwner("/dev/full", "x");
  ASSERT_FALSE(full);
  EXPECT_THAT(full.error().english, testing::HasSubstr("No space"));
}

}  // namespace
}  // namespace shouze
