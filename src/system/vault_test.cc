#include "system/vault.h"

#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include "base/digest.h"

namespace shouze {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::int64_t kFileBytesMax = 1000;
constexpr char kAbcDigest[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

class VaultTest : public testing::Test {
 protected:
  VaultTest() : folder_(testing::TempDir() + "vault_test_" + std::to_string(getpid())) {
    fs::remove_all(folder_);
    vault_ = OpenVault(folder_, kFileBytesMax);
  }
  ~VaultTest() override { fs::remove_all(folder_); }

  VaultUpload::Kept Keep(std::string_view bytes) {
    const auto upload = vault_->Begin();
    EXPECT_TRUE(upload->Write(bytes));
    return *upload->Finish();
  }

  std::string PathOf(const std::string& digest) const {
    return folder_ + "/" + digest.substr(0, 2) + "/" + digest.substr(2);
  }

  /// Changes the bytes of a file behind the vault's back.
  void Spoil(const std::string& digest, std::string_view bytes) const {
    fs::remove(PathOf(digest));
    std::ofstream(PathOf(digest)) << bytes;
  }

  std::size_t LeftInIncoming() const {
    const fs::directory_iterator files(folder_ + "/incoming");
    return static_cast<std::size_t>(std::distance(begin(files), end(files)));
  }

  /// `name whole` or `name spoilt` of each file, in order.
  std::vector<std::string> Checked() {
    std::vector<std::string> found;
    vault_->Check([&](const Vault::Found& one) {
      found.push_back(one.digest + (one.whole ? " whole" : " spoilt"));
    });
    return found;
  }

  static unsigned ModeOf(const std::string& path) {
    struct stat found {};
    EXPECT_EQ(stat(path.c_str(), &found), 0) << path;
    return found.st_mode & 07777u;
  }

  std::string folder_;
  std::unique_ptr<Vault> vault_;
};

TEST_F(VaultTest, KeepsAFileUnderItsDigest) {
  const auto upload = vault_->Begin();
  EXPECT_TRUE(upload->Write("a"));
  EXPECT_TRUE(upload->Write(""));
  EXPECT_TRUE(upload->Write("bc"));
  EXPECT_FALSE(vault_->Has(kAbcDigest));
  const auto kept = upload->Finish();
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->digest, kAbcDigest);
  EXPECT_EQ(kept->bytes, 3);
  EXPECT_EQ(kept->type, "text/plain");
  EXPECT_FALSE(kept->was_there);
  EXPECT_TRUE(vault_->Has(kAbcDigest));
  EXPECT_EQ(*vault_->Read(kAbcDigest), "abc");
  EXPECT_THAT(vault_->List(), ElementsAre(kAbcDigest));
  EXPECT_EQ(LeftInIncoming(), 0u);
}

TEST_F(VaultTest, NobodyElseMayLookAndNobodyMayWrite) {
  Keep("abc");
  EXPECT_EQ(ModeOf(folder_), 0700u);
  EXPECT_EQ(ModeOf(folder_ + "/incoming"), 0700u);
  EXPECT_EQ(ModeOf(folder_ + "/ba"), 0700u);
  EXPECT_EQ(ModeOf(PathOf(kAbcDigest)), 0400u);
}

TEST_F(VaultTest, GivesPartsOfAFile) {
  const std::string digest = Keep("0123456789").digest;
  const auto file = std::move(*vault_->Open(digest));
  EXPECT_EQ(file->bytes(), 10);
  EXPECT_EQ(file->Read(0, 4), "0123");
  EXPECT_EQ(file->Read(4, 3), "456");
  EXPECT_EQ(file->Read(8, 100), "89");
  EXPECT_EQ(file->Read(10, 1), "");
  EXPECT_EQ(file->Read(1'000'000'000'000, 1), "");
}

TEST_F(VaultTest, AnOpenFileStaysWhatItIs) {
  Keep("abc");
  const auto file = std::move(*vault_->Open(kAbcDigest));
  vault_->Remove(kAbcDigest);
  EXPECT_EQ(file->Read(0, 10), "abc");
  EXPECT_TRUE(file->IsSound());
}

TEST_F(VaultTest, KnowsAgainWhatWasFoundSoundUntilSomebodyTouchesIt) {
  Keep("abc");
  EXPECT_TRUE((*vault_->Open(kAbcDigest))->IsSound());
  EXPECT_TRUE((*vault_->Open(kAbcDigest))->IsSound());
  // In place, as a disk does it, but for the time of change, by which it is known.
  fs::permissions(PathOf(kAbcDigest), fs::perms::owner_all);
  std::fstream(PathOf(kAbcDigest)).write("abX", 3);
  EXPECT_FALSE((*vault_->Open(kAbcDigest))->IsSound());
  EXPECT_FALSE((*vault_->Open(kAbcDigest))->IsSound()) << "what was not sound is read each time";
  Keep("abc");
  EXPECT_TRUE((*vault_->Open(kAbcDigest))->IsSound()) << "a good copy has put it right";
}

TEST_F(VaultTest, ExaminesOneFile) {
  Keep("abc");
  EXPECT_TRUE(vault_->Examine(kAbcDigest)->whole);
  EXPECT_EQ(vault_->Examine(kAbcDigest)->bytes, 3);
  Spoil(kAbcDigest, "abXY");
  EXPECT_FALSE(vault_->Examine(kAbcDigest)->whole);
  EXPECT_EQ(vault_->Examine(kAbcDigest)->bytes, 4);
  vault_->Remove(kAbcDigest);
  EXPECT_FALSE(vault_->Examine(kAbcDigest));
  EXPECT_FALSE(vault_->Examine("../secret"));
}

TEST_F(VaultTest, ManyAtOnceAreAsGoodAsOne) {
  for (int i = 0; i < 20; ++i) {
    const auto upload = vault_->BeginOneOfMany();
    EXPECT_TRUE(upload->Write(std::to_string(i)));
    EXPECT_TRUE(upload->Finish());
  }
  vault_->SyncNames();
  vault_->SyncNames();
  EXPECT_EQ(vault_->List().size(), 20u);
  EXPECT_EQ(*vault_->Read(Sha256Hex("7")), "7");
}

TEST_F(VaultTest, ListsWhatHasBeenThereForLong) {
  const std::string young = Keep("young").digest;
  Keep("abc");
  fs::last_write_time(PathOf(kAbcDigest),
                      fs::file_time_type::clock::now() - std::chrono::hours(49));
  EXPECT_THAT(vault_->ListOlderThan(std::chrono::hours(48)), ElementsAre(kAbcDigest));
  EXPECT_THAT(vault_->ListOlderThan(std::chrono::hours(50)), IsEmpty());
}

TEST_F(VaultTest, AnEmptyFileIsAFile) {
  const auto kept = Keep("");
  EXPECT_EQ(kept.digest, Sha256Hex(""));
  EXPECT_EQ(*vault_->Read(kept.digest), "");
}

TEST_F(VaultTest, TheSameBytesTwiceAreOneFile) {
  EXPECT_FALSE(Keep("abc").was_there);
  EXPECT_TRUE(Keep("abc").was_there);
  EXPECT_EQ(vault_->List().size(), 1u);
  EXPECT_EQ(LeftInIncoming(), 0u);
}

TEST_F(VaultTest, TheSameBytesAtOnceAreOneFile) {
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) threads.emplace_back([this] { Keep("abc"); });
  }
  EXPECT_THAT(Checked(), ElementsAre(std::string(kAbcDigest) + " whole"));
  EXPECT_EQ(LeftInIncoming(), 0u);
}

TEST_F(VaultTest, AGoodCopyPutsADecayedOneRight) {
  Keep("abc");
  Spoil(kAbcDigest, "abX");
  EXPECT_TRUE(Keep("abc").was_there);
  EXPECT_EQ(*vault_->Read(kAbcDigest), "abc");
  EXPECT_EQ(ModeOf(PathOf(kAbcDigest)), 0400u);
}

TEST_F(VaultTest, AnAbandonedUploadLeavesNothing) {
  {
    const auto upload = vault_->Begin();
    EXPECT_TRUE(upload->Write("abc"));
    EXPECT_EQ(LeftInIncoming(), 1u);
  }
  EXPECT_EQ(LeftInIncoming(), 0u);
  EXPECT_THAT(vault_->List(), IsEmpty());
}

TEST_F(VaultTest, ATooLargeFileIsRefusedAndLeavesNothing) {
  const std::string most(static_cast<std::size_t>(kFileBytesMax), 'x');
  Keep(most);
  {
    const auto upload = vault_->Begin();
    EXPECT_TRUE(upload->Write(most));
    EXPECT_EQ(upload->Write("x").error().code, ErrorCode::kTooLarge);
    EXPECT_EQ(upload->Write("").error().code, ErrorCode::kTooLarge);
    EXPECT_EQ(upload->Finish().error().code, ErrorCode::kTooLarge);
  }
  EXPECT_EQ(vault_->List().size(), 1u);
  EXPECT_EQ(LeftInIncoming(), 0u);
}

TEST_F(VaultTest, WhatIsNoDigestIsNeverAPath) {
  Keep("abc");
  std::ofstream(folder_ + "/secret") << "secret";
  const std::string wrong[] = {"",
                               "ba",
                               "../secret",
                               "incoming",
                               "/etc/passwd",
                               std::string(kAbcDigest) + "/",
                               std::string(kAbcDigest).substr(1),
                               std::string(64, '.'),
                               "ba/" + std::string(61, '0'),
                               "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
                               std::string(kAbcDigest) + std::string(1, '\0')};
  for (const std::string& digest : wrong) {
    EXPECT_FALSE(vault_->Has(digest)) << digest;
    EXPECT_EQ(vault_->Read(digest).error().code, ErrorCode::kNotFound) << digest;
    EXPECT_EQ(vault_->Open(digest).error().code, ErrorCode::kNotFound) << digest;
    vault_->Remove(digest);
  }
  EXPECT_TRUE(fs::exists(folder_ + "/secret"));
  EXPECT_TRUE(vault_->Has(kAbcDigest));
}

TEST_F(VaultTest, AnAbsentFileIsNotFoundAndRemovedWithoutAWord) {
  EXPECT_FALSE(vault_->Has(kAbcDigest));
  EXPECT_EQ(vault_->Read(kAbcDigest).error().code, ErrorCode::kNotFound);
  vault_->Remove(kAbcDigest);
  Keep("abc");
  vault_->Remove(kAbcDigest);
  vault_->Remove(kAbcDigest);
  EXPECT_FALSE(vault_->Has(kAbcDigest));
}

TEST_F(VaultTest, ACheckFindsWhatHasDecayedAndWhatIsForeign) {
  const std::string other = Keep("other").digest;
  Keep("abc");
  Spoil(kAbcDigest, "abX");
  std::ofstream(folder_ + "/ba/notes.txt") << "x";
  std::ofstream(folder_ + "/zz") << "x";
  EXPECT_THAT(Checked(),
              testing::UnorderedElementsAre(other + " whole", std::string(kAbcDigest) + " spoilt",
                                            "ba/notes.txt spoilt", "zz spoilt"));
  EXPECT_THAT(vault_->List(), testing::UnorderedElementsAre(other, kAbcDigest));
}

TEST_F(VaultTest, OldLeftoversAreRemovedWhereAskedForAndAtOpening) {
  const auto leave_old = [&] {
    std::ofstream(folder_ + "/incoming/old") << "x";
    fs::last_write_time(folder_ + "/incoming/old",
                        fs::file_time_type::clock::now() - std::chrono::hours(25));
  };
  std::ofstream(folder_ + "/incoming/new") << "x";
  leave_old();
  EXPECT_EQ(vault_->RemoveLeftovers(), 1);
  EXPECT_FALSE(fs::exists(folder_ + "/incoming/old"));
  leave_old();
  OpenVault(folder_, kFileBytesMax);
  EXPECT_FALSE(fs::exists(folder_ + "/incoming/old"));
  EXPECT_TRUE(fs::exists(folder_ + "/incoming/new"));
}

TEST_F(VaultTest, KnowsWhatTheDiskStillTakes) {
  const fs::space_info space = fs::space(folder_);
  EXPECT_GT(vault_->FreeBytes(), 0);
  EXPECT_LE(vault_->FreeBytes(), static_cast<std::int64_t>(space.capacity));
}

TEST_F(VaultTest, AKilledProcessLeavesNoVisibleFile) {
  int ready[2];
  ASSERT_EQ(pipe(ready), 0);
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    const auto upload = vault_->Begin();
    const bool written = upload->Write("abc").has_value();
    if (write(ready[1], written ? "1" : "0", 1) != 1) _exit(1);
    pause();
    _exit(0);
  }
  char answer = 0;
  EXPECT_EQ(read(ready[0], &answer, 1), 1);
  EXPECT_EQ(answer, '1');
  kill(child, SIGKILL);
  int status = 0;
  EXPECT_EQ(waitpid(child, &status, 0), child);
  close(ready[0]);
  close(ready[1]);
  EXPECT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(LeftInIncoming(), 1u);
  EXPECT_THAT(vault_->List(), IsEmpty());
  EXPECT_THAT(Checked(), IsEmpty());
  EXPECT_FALSE(Keep("abc").was_there);
}

TEST_F(VaultTest, AFullDiskIsToldAndLeavesNothing) {
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto old_action = std::signal(SIGXFSZ, SIG_IGN);
  rlimit small = before;
  small.rlim_cur = 100;
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
  std::string told;
  try {
    const auto upload = vault_->Begin();
    EXPECT_TRUE(upload->Write(std::string(60, 'x')));
    EXPECT_TRUE(upload->Write(std::string(60, 'x')));
  } catch (const VaultBroken& broken) {
    told = broken.what();
  }
  setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, old_action);
  EXPECT_THAT(told, HasSubstr("write"));
  EXPECT_THAT(told, HasSubstr("too large"));
  EXPECT_EQ(LeftInIncoming(), 0u);
  EXPECT_THAT(vault_->List(), IsEmpty());
}

TEST_F(VaultTest, ALostFolderIsABrokenWorld) {
  fs::remove_all(folder_);
  EXPECT_THROW(vault_->Begin(), VaultBroken);
  EXPECT_THROW(vault_->List(), VaultBroken);
}

TEST_F(VaultTest, AFileInTheFoldersPlaceIsABrokenWorld) {
  const std::string path = folder_ + "/file";
  std::ofstream(path) << "x";
  EXPECT_THROW(OpenVault(path, kFileBytesMax), VaultBroken);
}

TEST_F(VaultTest, OpensWhatIsThereWithOrWithoutASlash) {
  Keep("abc");
  EXPECT_TRUE(OpenVault(folder_, kFileBytesMax)->Has(kAbcDigest));
  EXPECT_TRUE(OpenVault(folder_ + "/", kFileBytesMax)->Has(kAbcDigest));
  OpenVault(folder_ + "/deep/er/", kFileBytesMax);
  EXPECT_EQ(ModeOf(folder_ + "/deep/er"), 0700u);
}

}  // namespace
}  // namespace shouze
