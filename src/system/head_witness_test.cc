#include "system/head_witness.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

#include "base/digest.h"
#include "system/random.h"

namespace shouze {
namespace {

namespace fs = std::filesystem;

WitnessedHead Head(std::int64_t seq) {
  return {seq, Sha256Hex(std::to_string(seq)), Instant{1'764'000'000'000 + seq}};
}

class HeadWitnessTest : public ::testing::Test {
 protected:
  HeadWitnessTest() : folder_(fs::temp_directory_path() / ("witness-" + SystemRandom().Hex(8))) {
    fs::create_directories(folder_);
  }
  ~HeadWitnessTest() override { fs::remove_all(folder_); }
  std::string path() const { return (folder_ / "head-witness").string(); }

  fs::path folder_;
};

TEST_F(HeadWitnessTest, SaysWhatWasSeenLast) {
  EXPECT_EQ(HeadWitness::Read(path()), std::nullopt);
  HeadWitness witness(path());
  EXPECT_EQ(HeadWitness::Read(path()), std::nullopt);
  witness.See(Head(1));
  witness.See(Head(2));
  EXPECT_EQ(HeadWitness::Read(path()), Head(2));
  EXPECT_EQ(fs::status(path()).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(HeadWitnessTest, ALaterHeadIsNotTakenBackByAnEarlierOne) {
  HeadWitness one(path());
  HeadWitness other(path());
  one.See(Head(7));
  other.See(Head(6));
  EXPECT_EQ(HeadWitness::Read(path()), Head(7));
  other.BeginAnew(Head(3));
  EXPECT_EQ(HeadWitness::Read(path()), Head(3));
  one.See(Head(4));
  EXPECT_EQ(HeadWitness::Read(path()), Head(4));
}

TEST_F(HeadWitnessTest, ACutOffLineSaysNothing) {
  HeadWitness(path()).See(Head(5));
  std::ofstream(path(), std::ios::app) << "6 " << Sha256Hex("6").substr(0, 40);
  EXPECT_EQ(HeadWitness::Read(path()), Head(5));
}

TEST_F(HeadWitnessTest, StaysSmallWhateverManyAreAtIt) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&, i] {
      HeadWitness witness(path());
      for (int j = 0; j < 3000; ++j) witness.See(Head(1 + 3 * j + i));
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(HeadWitness::Read(path()), Head(9000));
  EXPECT_LT(fs::file_size(path()), std::uintmax_t{1} << 18U);
}

TEST_F(HeadWitnessTest, AFolderThatIsNotThereStopsNobody) {
  HeadWitness witness((folder_ / "none" / "head-witness").string());
  witness.See(Head(1));
  witness.Sync();
}

}  // namespace
}  // namespace shouze
