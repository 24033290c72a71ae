#include "system/signature.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/text.h"
#include "system/random.h"
#include "system/syslog.h"

namespace shouze {
namespace {

namespace fs = std::filesystem;

class SigningKeys : public ::testing::Test {
 protected:
  ~SigningKeys() override { fs::remove_all(folder_); }
  std::string file() const { return (folder_ / "key").string(); }
  void SetUp() override { fs::create_directory(folder_); }

  const fs::path folder_ = fs::temp_directory_path() / ("shouze-key-" + SystemRandom().Hex(8));
};

TEST_F(SigningKeys, AreMadeOnceForTheirOwnerAlone) {
  const auto made = SigningKey::ReadOrMake(file());
  ASSERT_TRUE(made);
  EXPECT_EQ(fs::status(file()).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  const auto read = SigningKey::ReadOrMake(file());
  ASSERT_TRUE(read);
  EXPECT_EQ(read->public_key(), made->public_key());
  EXPECT_EQ(read->Sign("头"), made->Sign("头"));
}

TEST_F(SigningKeys, SignWhatNobodyCanChange) {
  const auto key = SigningKey::ReadOrMake(file());
  ASSERT_TRUE(key);
  const std::string signature = key->Sign("entry 7");
  EXPECT_TRUE(IsSigned("entry 7", signature, key->public_key()));
  EXPECT_FALSE(IsSigned("entry 8", signature, key->public_key()));
  EXPECT_FALSE(IsSigned("entry 7", signature.substr(2) + "00", key->public_key()));
  EXPECT_FALSE(IsSigned("entry 7", "", key->public_key()));
  EXPECT_FALSE(IsSigned("entry 7", signature, "zz"));
}

TEST_F(SigningKeys, AreNotTakenFromAnyFile) {
  std::ofstream(file()) << "no key\n";
  EXPECT_FALSE(SigningKey::ReadOrMake(file()));
  EXPECT_FALSE(SigningKey::ReadOrMake((folder_ / "none" / "key").string()));
}

TEST(Syslog, MessagesAreFramedByTheirLength) {
  const std::string line = "<109>1 1970-01-01T00:00:00+00:00 wa shouze - - - event=heads seq=1";
  EXPECT_EQ(SyslogFrame("wa", {0}, "event=heads seq=1"), Concat(line.size(), " ", line));
}

}  // namespace
}  // namespace shouze
