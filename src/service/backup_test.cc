#include "service/backup.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>
#include <tuple>

#include "exchange/described.h"
#include "service/proof.h"
#include "service/stages.h"
#include "store/ledger_rows.h"
#include "system/archive.h"
#include "testing/test_school.h"
#include "testing/whole_school.h"

namespace shouze {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::StartsWith;

const std::string kPassphrase = "Ming-Yue-Ji-Shi-You";

class Backups : public SchoolTest {
 protected:
  void SetUp() override {
    SchoolTest::SetUp();
    if (IsSkipped()) return;
    const bool here = GetParam() == Database::kSqlite;
    target_ = OpenTestStore(here ? Database::kPostgres : Database::kSqlite);
    if (!target_) target_ = OpenTestStore(Database::kSqlite);
    target_->Close();
  }

  /// Accounts with Chinese names, files that are used and one that is not, frozen sheets.
  void LiveAYear() {
    test().ChangeAccount("contact-a", [](Account& account) { account.name = "欧阳𠮷娜"; });
    for (int i = 0; i < 6; ++i) {
      const std::string notice =
          test().Register("notice", {"A1"}, {{"name", Concat("第 ", i, " 份通报")}});
      const std::string key = Concat("5.2/rectify/", notice);
      const std::string submission = test().HandIn("contact-a", "A1", key);
      test().Review(submission, i == 0 ? Verdict::kReturned : Verdict::kAccepted);
      clock().MoveDays(1);
    }
    test().Must(kAdvance, "office", {2026, Stage::kInitial, ""});
    unused_ = test().Upload("contact-b", "没有交上来").digest;
  }

  std::string path() { return Concat(test_store().folder(), "/学校.shouze"); }
  void BackUp(const std::optional<std::string>& passphrase = {}) {
    const auto report = Backup(school(), path(), passphrase);
    ASSERT_TRUE(report) << Describe(report.error());
  }
  ResultOrErrors<BackupManifest> RestoreIt(const std::optional<std::string>& passphrase = {}) {
    return Restore({path(), passphrase, target_->options(), vault_});
  }
  /// Refused, and nothing was changed.
  void ExpectRefused(std::string_view why, const std::optional<std::string>& passphrase = {}) {
    const auto restored = RestoreIt(passphrase);
    ASSERT_FALSE(restored);
    EXPECT_THAT(Describe(restored.error()), HasSubstr(std::string(why)));
    target_->Reopen();
    EXPECT_TRUE(IsEmptyStore(**target_));
    target_->Close();
    EXPECT_THAT(vault_.List(), SizeIs(0));
  }
  std::string ArchiveBytes() {
    return {std::istreambuf_iterator<char>(std::ifstream(path(), std::ios::binary).rdbuf()), {}};
  }
  void WriteArchive(std::string_view bytes) {
    std::ofstream(path(), std::ios::binary | std::ios::trunc) << bytes;
  }

  using Member = std::pair<std::string, std::string>;
  using Change = std::function<void(std::vector<Member>&)>;
  /// The archive once more, as somebody might write it who knows how.
  void Forge(const Change& change) {
    std::vector<Member> members;
    const auto reader = ArchiveReader::Open(path(), std::nullopt).value();
    while (const auto member = reader->Next().value()) {
      std::string bytes;
      for (std::string piece; !(piece = reader->Piece().value()).empty();) bytes += piece;
      members.emplace_back(member->name, bytes);
    }
    change(members);
    fs::remove(path());
    auto writer = ArchiveWriter::Create(path(), clock().Now(), std::nullopt).value();
    for (const auto& [name, bytes] : members) {
      writer->Begin({name, static_cast<std::int64_t>(bytes.size())});
      writer->Write(bytes);
    }
    ASSERT_TRUE(writer->Finish());
  }
  static std::string& BytesOf(std::vector<Member>& members, std::string_view name) {
    return std::ranges::find(members, name, &Member::first)->second;
  }
  static void Replace(std::string& bytes, std::string_view from, std::string_view to) {
    bytes.replace(bytes.find(from), from.size(), to);
  }

  std::unique_ptr<TestStore> target_;
  MemoryVault vault_;
  std::string unused_;
};
SHOUZE_ON_BOTH_DATABASES(Backups);

TEST_P(Backups, MoveASchoolToTheOtherDatabaseAndBack) {
  LiveAYear();
  const ProofReport before = Prove(store(), {});
  ASSERT_THAT(before.findings, SizeIs(0));
  BackUp(kPassphrase);
  const auto manifest = RestoreIt(kPassphrase);
  ASSERT_TRUE(manifest) << Describe(manifest.error());
  EXPECT_EQ(manifest->head_digest, before.head);
  EXPECT_EQ(manifest->school, "试验学院");
  EXPECT_EQ(manifest->files, 7);

  target_->Reopen();
  const ProofReport moved = Prove(**target_, {before.head, {}});
  EXPECT_THAT(moved.findings, SizeIs(0));
  EXPECT_EQ(std::tie(moved.entries, moved.facts, moved.frozen_sheets),
            std::tie(before.entries, before.facts, before.frozen_sheets));
  EXPECT_EQ(moved.head, before.head);
  EXPECT_EQ(RowsOf(**target_), RowsOf(store()));
  EXPECT_EQ(FilesOf(vault_), FilesOf(test().vault()));

  const auto there =
      School::Open({**target_, vault_, clock(), test().random()}, school().options());
  ASSERT_TRUE(there) << Describe(there.error());
  fs::remove(path());
  ASSERT_TRUE(Backup(**there, path(), std::nullopt));
  const auto third = OpenTestStore(GetParam());
  third->Close();
  MemoryVault third_vault;
  const auto back = Restore({path(), std::nullopt, third->options(), third_vault});
  ASSERT_TRUE(back) << Describe(back.error());
  third->Reopen();
  EXPECT_EQ(RowsOf(**third), RowsOf(store()));
  EXPECT_EQ(FilesOf(third_vault), FilesOf(test().vault()));
  EXPECT_THAT(Prove(**third, {before.head, {}}).findings, SizeIs(0));
}

TEST_P(Backups, AreServedOnAsBefore) {
  LiveAYear();
  BackUp();
  ASSERT_TRUE(RestoreIt());
  target_->Reopen();
  TestSchool& source = test();
  auto school = School::Open({**target_, vault_, clock(), source.random()}, source->options());
  ASSERT_TRUE(school) << Describe(school.error());
  const Caller office = source.As("office");
  const auto advanced = (*school)->Run(kAdvance, office, {2026, Stage::kConfirming, ""});
  ASSERT_TRUE(advanced) << Describe(advanced.error());
  EXPECT_EQ((*school)->head().seq, source->head().seq + 1);
  EXPECT_THAT(Prove(**target_, {source->head().digest, {}}).findings, SizeIs(0));
}

TEST_P(Backups, TellWhatIsInThem) {
  LiveAYear();
  BackUp(kPassphrase);
  const auto manifest = ReadBackupManifest(path(), kPassphrase);
  ASSERT_TRUE(manifest) << Describe(manifest.error());
  EXPECT_EQ(manifest->head_seq, school().head().seq);
  EXPECT_EQ(manifest->rows.at("account"), 15);
  EXPECT_EQ(manifest->created_at, clock().Now());
  EXPECT_THAT(manifest->database, StartsWith(store().is_sqlite() ? "SQLite" : "PostgreSQL"));
  EXPECT_FALSE(ReadBackupManifest(path(), "some other passphrase"));
}

TEST_P(Backups, SeeOneStateWhileOthersWrite) {
  LiveAYear();
  std::atomic<bool> stop = false;
  std::atomic<int> written = 0;
  std::thread writer([&] {
    while (!stop) {
      test().Register("notice", {"B2"}, {});
      test().Upload("contact-b", Concat("其间 ", ++written));
    }
  });
  while (written < 3) std::this_thread::yield();
  const auto report = Backup(school(), path(), std::nullopt);
  const int during = written;
  while (written < during + 3) std::this_thread::yield();
  stop = true;
  writer.join();
  ASSERT_TRUE(report) << Describe(report.error());
  const auto manifest = RestoreIt();
  ASSERT_TRUE(manifest) << Describe(manifest.error());
  EXPECT_LT(manifest->head_seq, school().head().seq);
  target_->Reopen();
  EXPECT_THAT(Prove(**target_, {manifest->head_digest, {}}).findings, SizeIs(0));
  EXPECT_EQ(static_cast<std::int64_t>(vault_.List().size()), manifest->files);
}

TEST_P(Backups, LeaveOutAFileThatWasCollectedMeanwhile) {
  LiveAYear();
  test().vault().Lose(unused_);
  const auto report = Backup(school(), path(), std::nullopt);
  ASSERT_TRUE(report) << Describe(report.error());
  EXPECT_EQ(report->files_left_out, 1);
  ASSERT_TRUE(RestoreIt());
  target_->Reopen();
  EXPECT_EQ(RowsOf(**target_)["file"].size() + 1, RowsOf(store())["file"].size());
  EXPECT_EQ(FilesOf(vault_), FilesOf(test().vault()));
}

TEST_P(Backups, AreNotMadeOfAVaultThatLacksWhatIsUsed) {
  LiveAYear();
  std::vector<std::string> used = test().vault().List();
  std::erase(used, unused_);
  test().vault().Put(used[1], "decayed");
  test().vault().Lose(used[3]);
  const auto report = Backup(school(), path(), std::nullopt);
  ASSERT_FALSE(report);
  ASSERT_THAT(report.error(), SizeIs(2)) << "both are named";
  EXPECT_EQ(report.error().front().where, Concat("vault/", used[1]));
  EXPECT_FALSE(fs::exists(path()));
}

TEST_P(Backups, AreNotMadeOfNothing) {
  target_->Reopen();
  const auto report =
      Backup({**target_, vault_, clock(), test().random()}, {}, path(), std::nullopt);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().front().code, ErrorCode::kNotFound);
  EXPECT_FALSE(fs::exists(path()));
}

TEST_P(Backups, AreRestoredIntoEmptyPlacesOnly) {
  LiveAYear();
  BackUp();
  vault_.Put(std::string(64, 'a'), "somebody's");
  const auto into_vault = RestoreIt();
  ASSERT_FALSE(into_vault);
  EXPECT_EQ(into_vault.error().front().code, ErrorCode::kConflict);
  EXPECT_THAT(vault_.List(), SizeIs(1)) << "what was there stays";
  vault_.Lose(std::string(64, 'a'));

  const DumpedRows before = RowsOf(store());
  const auto onto_itself = Restore({path(), std::nullopt, test_store().options(), vault_});
  ASSERT_FALSE(onto_itself);
  EXPECT_THAT(Describe(onto_itself.error()), HasSubstr("数据库里已有数据"));
  EXPECT_EQ(RowsOf(store()), before);
  EXPECT_THAT(vault_.List(), SizeIs(0));

  ASSERT_TRUE(RestoreIt());
  EXPECT_FALSE(RestoreIt()) << "once only";
}

TEST_P(Backups, NeedTheirPassphrase) {
  LiveAYear();
  BackUp(kPassphrase);
  ExpectRefused("是加密的");
  ExpectRefused("口令不对", "Ming-Yue-Ji-Shi-Wu");
  EXPECT_TRUE(RestoreIt(kPassphrase));
}

TEST_P(Backups, ThatAreDamagedChangeNothing) {
  LiveAYear();
  BackUp();
  const std::string whole = ArchiveBytes();
  for (std::size_t i = 0; i < 200; ++i) {
    std::string changed = whole;
    char& byte = changed[i * (whole.size() - 1) / 199];
    byte = static_cast<char>(byte ^ (1 << i % 8));
    WriteArchive(changed);
    ASSERT_FALSE(RestoreIt()) << i;
  }
  for (std::size_t i = 0; i < 50; ++i) {
    WriteArchive(whole.substr(0, whole.size() * i / 50));
    ASSERT_FALSE(RestoreIt()) << i;
  }
  ExpectRefused("备份文件");
  WriteArchive(whole);
  EXPECT_TRUE(RestoreIt());
}

TEST_P(Backups, ThatAreForgedChangeNothing) {
  LiveAYear();
  BackUp();
  const std::string whole = ArchiveBytes();
  const std::vector<std::pair<Change, std::string>> forgeries = {
      {[](auto& members) { members.back().second.back() ^= 1; }, "的内容与它的摘要不符"},
      {[](auto& members) { members.back().second += "x"; }, "与它的数据表不符"},
      {[](auto& members) { members.push_back(members.back()); }, "与它的数据表不符"},
      {[](auto& members) { members.back().first = "vault/" + std::string(64, 'a'); },
       "与它的数据表不符"},
      {[&](auto& members) {
         std::erase_if(members, [&](const Member& member) {
           return member.first.starts_with("vault/") && !member.first.ends_with(unused_);
         });
       },
       "备份里缺少 vault/"},
      {[](auto& members) { std::swap(members[1], members[2]); }, "备份里缺少 tables/entry"},
      {[](auto& members) { std::swap(members[0], members[1]); }, "开头不是备份清单"},
      {[](auto& members) { members.clear(); }, "开头不是备份清单"},
      {[](auto& members) { Replace(members[0].second, "shouze-backup/1", "shouze-backup/9"); },
       "格式"},
      {[](auto& members) { Replace(members[0].second, "\"head_seq\"", "\"head_seg\""); },
       "manifest.json"},
      {[](auto& members) { Replace(members[0].second, "\"entry\":", "\"entry\":1"); }, "行数"},
      {[](auto& members) { Replace(members[0].second, "\"head_seq\":", "\"head_seq\":1"); },
       "账本的末尾"},
      {[](auto& members) { Replace(members[0].second, "\"schema\":", "\"schema\":1"); },
       "数据表的版本"},
      {[](auto& members) {
         Replace(BytesOf(members, "tables/entry.jsonl"), "信息工程学院", "信息工程学校");
       },
       "未通过验证"},
      {[](auto& members) {
         Replace(BytesOf(members, "tables/frozen_sheet.jsonl"), "score", "scone");
       },
       "未通过验证"},
      {[](auto& members) { Replace(BytesOf(members, "tables/file.jsonl"), "\n", "\n\n"); },
       "tables/file.jsonl:2"},
      {[](auto& members) {
         std::string& rows = BytesOf(members, "tables/account.jsonl");
         rows += rows;
       },
       "数据库不接受这一行"},
      {[](auto& members) { BytesOf(members, "tables/notice.jsonl") += "{}"; }, "行数"},
  };
  for (const auto& [change, why] : forgeries) {
    WriteArchive(whole);
    Forge(change);
    ExpectRefused(why);
  }
  WriteArchive(whole);
  Forge([](auto&) {});
  EXPECT_TRUE(RestoreIt());
}

TEST_P(Backups, OfAKilledProcessHaveNoName) {
  LiveAYear();
  auto options = school().options();
  MemoryVault& vault = test().vault();
  test_store().Close();
  EXPECT_EXIT(
      {
        const auto own = Store::Open(test_store().options()).value();
        DeadlyVault deadly(vault, 4);
        (void)Backup({*own, deadly, clock(), test().random()}, options, path(), std::nullopt);
      },
      ::testing::KilledBySignal(SIGKILL), "");
  EXPECT_FALSE(fs::exists(path()));
  const auto again = Store::Open(test_store().options()).value();
  const auto report =
      Backup({*again, vault, clock(), test().random()}, options, path(), std::nullopt);
  ASSERT_TRUE(report) << Describe(report.error());
  EXPECT_TRUE(RestoreIt());
}

TEST_P(Backups, ThatWereHalfRestoredAreNotThere) {
  LiveAYear();
  BackUp();
  const std::string folder = Concat(test_store().folder(), "/vault");
  const auto vault = OpenVault(folder, 1 << 20);
  test_store().Close();
  for (const int calls : {1, 4}) {
    EXPECT_EXIT(
        {
          DeadlyVault deadly(*vault, calls);
          (void)Restore({path(), std::nullopt, target_->options(), deadly});
        },
        ::testing::KilledBySignal(SIGKILL), "");
    target_->Reopen();
    EXPECT_TRUE(IsEmptyStore(**target_));
    target_->Close();
  }
  EXPECT_THAT(vault->List(), SizeIs(3));
  const auto refused = Restore({path(), std::nullopt, target_->options(), *vault});
  ASSERT_FALSE(refused);
  EXPECT_THAT(Describe(refused.error()), HasSubstr("请先清空"));
  fs::remove_all(folder);
  const auto cleared = OpenVault(folder, 1 << 20);
  const auto restored = Restore({path(), std::nullopt, target_->options(), *cleared});
  ASSERT_TRUE(restored) << Describe(restored.error());
  EXPECT_EQ(FilesOf(*cleared), FilesOf(test().vault()));
}

TEST_P(Backups, TakeFilesBackOutWhereTheVaultFails) {
  LiveAYear();
  BackUp();
  vault_.Break(VaultFault::kFinish);
  EXPECT_THROW((void)RestoreIt(), VaultBroken);
  EXPECT_THAT(vault_.List(), SizeIs(0));
  EXPECT_TRUE(RestoreIt());
}

}  // namespace
}  // namespace shouze
