#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/text.h"
#include "cli/run_command.h"
#include "service/holders.h"
#include "service/proof.h"
#include "store/account_rows.h"
#include "testing/test_school.h"

namespace shouze {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::StartsWith;

/// What scripts/test tells the tests, out of the way of the program's settings while it lives.
class WithoutTestVariables {
 public:
  WithoutTestVariables() {
    for (const char* const name : {"SHOUZE_TEST_POSTGRES", "SHOUZE_BUILD"}) {
      const char* const value = std::getenv(name);
      if (value == nullptr) continue;
      values_.emplace_back(name, value);
      unsetenv(name);
    }
  }
  ~WithoutTestVariables() {
    for (const auto& [name, value] : values_) setenv(name.c_str(), value.c_str(), 1);
  }
  WithoutTestVariables(const WithoutTestVariables&) = delete;
  WithoutTestVariables& operator=(const WithoutTestVariables&) = delete;

 private:
  std::vector<std::pair<std::string, std::string>> values_;
};

/// The test's school, in a data folder as the commands find it.
class BackupCommand : public SchoolTest {
 protected:
  void SetUp() override {
    SchoolTest::SetUp();
    if (IsSkipped()) return;
    test().Register("notice", {"A1"}, {{"name", std::string("通报")}});
    head_ = school().head().digest;
  }
  std::string data() {
    const std::string folder = Concat(folder_.path(), "/data");
    fs::create_directories(folder);
    return folder;
  }
  std::string archive() const { return Concat(folder_.path(), "/学校.tar.gz"); }

  CommandRun RunBackup(std::vector<std::string> more = {"--insecure"}) {
    std::vector<std::string> arguments = {
        "backup", "--data", data(), "--database", test_store().options().database,
        "--out",  archive()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const WithoutTestVariables alone;
    return RunCommand(AddBackupCommand, arguments);
  }
  CommandRun RunRestore(const std::string& to, std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = {"restore", archive(), "--data", folder_.path() + to};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const WithoutTestVariables alone;
    return RunCommand(AddRestoreCommand, arguments);
  }

  ScratchFolder folder_;
  std::string head_;
};
SHOUZE_ON_BOTH_DATABASES(BackupCommand);

TEST_P(BackupCommand, WritesWhatRestoreTakes) {
  const CommandRun backup = RunBackup();
  EXPECT_EQ(backup.exit_code, 0) << backup.err;
  EXPECT_THAT(backup.out, HasSubstr("末尾摘要 head " + head_));
  EXPECT_THAT(backup.out, HasSubstr("备份没有加密"));
  const CommandRun restore = RunRestore("/新");
  EXPECT_EQ(restore.exit_code, 0) << restore.err;
  EXPECT_THAT(restore.out, HasSubstr(head_));
  EXPECT_EQ(fs::status(folder_.path() + "/新").permissions(), fs::perms::owner_all);
  const auto there =
      Store::Open({Concat("sqlite:", folder_.path(), "/新/shouze.sqlite"), 1, "", false});
  ASSERT_TRUE(there);
  EXPECT_EQ(Prove(**there, {head_, {}}).head, head_);

  const CommandRun again = RunRestore("/新");
  EXPECT_EQ(again.exit_code, kExitWrongInput);
  EXPECT_THAT(again.err, HasSubstr("数据库里已有数据"));
  EXPECT_EQ(RunBackup().exit_code, kExitWrongInput) << "nothing is overwritten";
}

TEST_P(BackupCommand, IsSealedUnlessSomebodySaysThatItNeedNotBe) {
  const CommandRun refused = RunBackup({});
  EXPECT_EQ(refused.exit_code, kExitWrongInput);
  EXPECT_THAT(refused.err, HasSubstr("--insecure"));
  EXPECT_THAT(refused.err, HasSubstr("--passphrase-file"));
  EXPECT_FALSE(fs::exists(archive()));
}

TEST_P(BackupCommand, RestoreSaysWhatIsProvenAndWhoHoldsSchoolRoles) {
  SealHolders(school());
  ASSERT_EQ(RunBackup().exit_code, 0);
  const CommandRun sound = RunRestore("/sound");
  EXPECT_THAT(sound.out, HasSubstr("未由链验证"));
  EXPECT_THAT(sound.out, HasSubstr("没有加封"));
  EXPECT_THAT(sound.out, HasSubstr("sysadmin"));
  EXPECT_EQ(sound.out.find("其后也没有相应的事件"), std::string::npos) << sound.out;

  fs::remove(archive());
  store().Write([&](WriteTx& tx) -> Result<void> {
    auto account = FindAccountByLogin(tx, "sysadmin");
    account->password_hash = "$argon2id$somebody-else";
    UpdateAccount(tx, *account);
    return {};
  });
  ASSERT_EQ(RunBackup().exit_code, 0);
  const CommandRun edited = RunRestore("/edited");
  EXPECT_THAT(edited.out, HasSubstr("其后也没有相应的事件"));
  EXPECT_THAT(edited.out, HasSubstr("有账号可能被改过"));
}

TEST_P(BackupCommand, TakesThePassphraseFromAFile) {
  const std::string file = folder_.Write("passphrase", "明月几时有把酒问青天\n");
  const CommandRun backup = RunBackup({"--passphrase-file", file});
  EXPECT_EQ(backup.exit_code, 0) << backup.err;
  EXPECT_EQ(backup.out.find("备份没有加密"), std::string::npos);
  const CommandRun without = RunRestore("/a");
  EXPECT_EQ(without.exit_code, kExitWrongInput);
  EXPECT_THAT(without.err, HasSubstr("--passphrase-file"));
  EXPECT_FALSE(fs::exists(folder_.path() + "/a")) << "nothing is made where nothing is restored";
  const CommandRun shown = RunRestore("/a", {"--passphrase-file", file, "--show"});
  EXPECT_EQ(shown.exit_code, 0) << shown.err;
  EXPECT_THAT(shown.out, HasSubstr("账号 accounts 15"));
  EXPECT_FALSE(fs::exists(folder_.path() + "/a"));
  EXPECT_EQ(RunRestore("/a", {"--passphrase-file", file}).exit_code, 0);
  const std::string empty = folder_.Write("empty", "\n");
  EXPECT_EQ(RunRestore("/b", {"--passphrase-file", empty}).exit_code, kExitWrongInput);
  EXPECT_EQ(RunRestore("/b", {"--passphrase-file", "none"}).exit_code, kExitWrongInput);
}

TEST_P(BackupCommand, RefusesAPlaceWithoutASchool) {
  const WithoutTestVariables alone;
  const CommandRun run =
      RunCommand(AddBackupCommand,
                 {"backup", "--insecure", "--data", folder_.path() + "/none", "--out", archive()});
  EXPECT_EQ(run.exit_code, kExitWrongInput);
  EXPECT_THAT(run.err, HasSubstr("没有这个数据目录"));
  EXPECT_FALSE(fs::exists(folder_.path() + "/none"));
  EXPECT_FALSE(fs::exists(archive()));
}

}  // namespace
}  // namespace shouze
