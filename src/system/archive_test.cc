#include "system/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "base/digest.h"
#include "base/text.h"
#include "system/envelope.h"
#include "system/random.h"

namespace shouze {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::StartsWith;

using Members = std::map<std::string, std::string>;
constexpr Instant kMadeAt{1'770'000'000'000};
const std::string kPassphrase = "Ming-Yue-Ji-Shi-You";

Members SomeMembers() {
  const std::string bytes = SystemRandom().Bytes(300'000);
  return {{"manifest.json", "{\"format\":\"试\"}"},
          {"tables/entry.jsonl", std::string(100'000, '{') + "\n"},
          {"tables/file_use.jsonl", ""},
          {"vault/" + Sha256Hex(bytes), bytes}};
}

class Archive : public ::testing::TestWithParam<bool> {
 protected:
  Archive() : folder_(fs::temp_directory_path() / ("守责 archive=" + SystemRandom().Hex(8))) {
    fs::create_directories(folder_);
    if (GetParam()) passphrase_ = kPassphrase;
  }
  ~Archive() override { fs::remove_all(folder_); }

  std::string path() const { return (folder_ / "学校.shouze").string(); }

  void Write(const Members& members) {
    auto writer = ArchiveWriter::Create(path(), kMadeAt, passphrase_);
    ASSERT_TRUE(writer) << Describe(writer.error());
    for (const auto& [name, bytes] : members) {
      (*writer)->Begin({name, static_cast<std::int64_t>(bytes.size())});
      (*writer)->Write(std::string_view(bytes).substr(0, bytes.size() / 2));
      (*writer)->Write(std::string_view(bytes).substr(bytes.size() / 2));
    }
    const auto finished = (*writer)->Finish();
    ASSERT_TRUE(finished) << Describe(finished.error());
    EXPECT_EQ(*finished, static_cast<std::int64_t>(fs::file_size(path())));
  }

  static Result<Members> ReadAll(Result<std::unique_ptr<ArchiveReader>> reader) {
    if (!reader) return reader.error();
    Members members;
    while (true) {
      const auto member = (*reader)->Next();
      if (!member) return member.error();
      if (!*member) return members;
      std::string& bytes = members[(*member)->name];
      while (true) {
        const auto piece = (*reader)->Piece();
        if (!piece) return piece.error();
        if (piece->empty()) break;
        bytes += *piece;
      }
      EXPECT_EQ(static_cast<std::int64_t>(bytes.size()), (*member)->bytes);
    }
  }
  Result<Members> ReadFile() { return ReadAll(ArchiveReader::Open(path(), passphrase_)); }
  Result<Members> ReadBytes(const std::string& bytes) {
    bool given = false;
    return ReadAll(ArchiveReader::Read(
        [&]() -> std::string {
          if (given) return "";
          given = true;
          return bytes;
        },
        "bytes", passphrase_));
  }
  std::string FileBytes() const {
    std::ifstream file(path(), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  fs::path folder_;
  std::optional<std::string> passphrase_;
};
INSTANTIATE_TEST_SUITE_P(, Archive, ::testing::Bool(),
                         [](const auto& sealed) { return sealed.param ? "Sealed" : "Plain"; });

TEST_P(Archive, GivesBackWhatWasWritten) {
  const Members members = SomeMembers();
  Write(members);
  const auto read = ReadFile();
  ASSERT_TRUE(read) << Describe(read.error());
  EXPECT_EQ(*read, members);
  EXPECT_EQ(fs::status(path()).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 1);
}

TEST_P(Archive, MayHoldNothing) {
  Write({});
  const auto read = ReadFile();
  ASSERT_TRUE(read) << Describe(read.error());
  EXPECT_TRUE(read->empty());
}

TEST_P(Archive, IsReadThroughALink) {
  Write(SomeMembers());
  fs::create_symlink("学校.shouze", folder_ / "newest");
  EXPECT_TRUE(ArchiveReader::Open((folder_ / "newest").string(), passphrase_));
}

TEST_P(Archive, OverwritesNothing) {
  std::ofstream(path()) << "here";
  const auto writer = ArchiveWriter::Create(path(), kMadeAt, passphrase_);
  ASSERT_FALSE(writer);
  EXPECT_EQ(writer.error().code, ErrorCode::kConflict);
  EXPECT_EQ(FileBytes(), "here");
}

TEST_P(Archive, OverwritesNothingThatCameMeanwhile) {
  auto writer = ArchiveWriter::Create(path(), kMadeAt, passphrase_);
  ASSERT_TRUE(writer);
  std::ofstream(path()) << "here";
  const auto finished = (*writer)->Finish();
  ASSERT_FALSE(finished);
  EXPECT_EQ(finished.error().code, ErrorCode::kConflict);
  EXPECT_EQ(FileBytes(), "here");
}

TEST_P(Archive, LeavesNothingWhereItIsGivenUp) {
  {
    auto writer = ArchiveWriter::Create(path(), kMadeAt, passphrase_);
    ASSERT_TRUE(writer);
    (*writer)->Begin({"manifest.json", 100});
    (*writer)->Write("{");
  }
  EXPECT_TRUE(fs::is_empty(folder_));
}

TEST_P(Archive, NeedsAFolderThatIsThere) {
  const auto writer =
      ArchiveWriter::Create((folder_ / "none" / "a").string(), kMadeAt, passphrase_);
  ASSERT_FALSE(writer);
  EXPECT_EQ(writer.error().code, ErrorCode::kNotFound);
  EXPECT_FALSE(ArchiveReader::Open(path(), passphrase_));
  EXPECT_FALSE(ArchiveReader::Open(folder_.string(), passphrase_));
}

TEST_P(Archive, NoticesEveryChangedByte) {
  Write(SomeMembers());
  const std::string whole = FileBytes();
  constexpr std::size_t kPlaces = 1000;
  for (std::size_t i = 0; i < kPlaces; ++i) {
    // All of the beginning and the end, where headers and trailers are, and between them.
    const std::size_t at = i < 150   ? i
                           : i < 300 ? whole.size() - 1 - (i - 150)
                                     : whole.size() * (i - 300) / (kPlaces - 300);
    // The key is made anew for each: a sealed one's places are fewer.
    if (GetParam() && i % 20 != 0) continue;
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ (1 << (i % 8)));
    const auto read = ReadBytes(changed);
    ASSERT_FALSE(read) << "byte " << at;
    EXPECT_EQ(read.error().code, ErrorCode::kInvalidInput);
    EXPECT_FALSE(read.error().message.empty() || read.error().english.empty());
  }
}

TEST_P(Archive, NoticesEveryLostEnd) {
  Write(SomeMembers());
  const std::string whole = FileBytes();
  for (std::size_t i = 0; i < 100; ++i) {
    if (GetParam() && i % 2 != 0) continue;
    const std::size_t size = i < 50 ? whole.size() * i / 50 : whole.size() - (i - 49);
    const auto read = ReadBytes(whole.substr(0, size));
    ASSERT_FALSE(read) << size << " of " << whole.size();
    EXPECT_EQ(read.error().where, "bytes");
  }
  EXPECT_FALSE(ReadBytes(whole + "x"));
  EXPECT_FALSE(ReadBytes(whole + whole));
}

TEST_P(Archive, IsReadInPiecesOfAnySize) {
  const Members members = SomeMembers();
  Write(members);
  const std::string whole = FileBytes();
  std::size_t at = 0;
  std::size_t size = 1;
  const auto read = ReadAll(ArchiveReader::Read(
      [&] {
        const std::string piece = whole.substr(std::min(at, whole.size()), size);
        at += piece.size();
        size = size * 3 % 4001 + 1;
        return piece;
      },
      "pieces", passphrase_));
  ASSERT_TRUE(read) << Describe(read.error());
  EXPECT_EQ(*read, members);
}

TEST_P(Archive, OfAKilledWriterHasNoName) {
  EXPECT_EXIT(
      {
        auto writer = ArchiveWriter::Create(path(), kMadeAt, passphrase_);
        (*writer)->Begin({"tables/entry.jsonl", 1'000'000});
        (*writer)->Write(SystemRandom().Bytes(900'000));
        std::raise(SIGKILL);
      },
      ::testing::KilledBySignal(SIGKILL), "");
  EXPECT_FALSE(fs::exists(path()));
  for (const auto& left : fs::directory_iterator(folder_)) {
    EXPECT_THAT(left.path().filename().string(), StartsWith("学校.shouze.partial-"));
  }
  Write(SomeMembers());
  EXPECT_TRUE(ReadFile());
}

class PlainArchive : public Archive {};
INSTANTIATE_TEST_SUITE_P(, PlainArchive, ::testing::Values(false));

TEST_P(PlainArchive, IsATarInGzip) {
  const Members members = SomeMembers();
  Write(members);
  EXPECT_EQ(std::system(("gzip --test --stdout < '" + path() + "'").c_str()), 0);
  const std::string there = (folder_ / "there").string();
  EXPECT_EQ(std::system(("mkdir '" + there + "' && tar -xzf '" + path() + "' -C '" + there +
                         "' 2>'" + there + ".log' && test ! -s '" + there + ".log'")
                            .c_str()),
            0);
  for (const auto& [name, bytes] : members) {
    std::ifstream file(there + "/" + name, std::ios::binary);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), bytes) << name;
  }
}

TEST_P(PlainArchive, IsTheSameForTheSameContent) {
  const Members members = SomeMembers();
  Write(members);
  const std::string first = FileBytes();
  fs::remove(path());
  Write(members);
  EXPECT_EQ(FileBytes(), first);
}

TEST_P(PlainArchive, TellsThatNoPassphraseWasUsed) {
  Write(SomeMembers());
  const auto reader = ArchiveReader::Open(path(), kPassphrase);
  ASSERT_FALSE(reader);
  EXPECT_THAT(reader.error().message, HasSubstr("没有加密"));
}

/// Archives that others have made, in an envelope that is right.
class ForeignArchive : public PlainArchive {
 protected:
  using Change = std::function<void(archive_entry*)>;

  std::string Make(const std::string& name, const std::string& bytes, const Change& change = {}) {
    std::string gathered;
    const auto envelope =
        WriteEnvelope([&](std::string_view piece) { gathered += piece; }, std::nullopt);
    std::string buffer(1 << 20, '\0');
    std::size_t used = 0;
    archive* const tar = archive_write_new();
    archive_write_set_format_pax(tar);
    archive_write_add_filter_gzip(tar);
    archive_write_open_memory(tar, buffer.data(), buffer.size(), &used);
    archive_entry* const entry = archive_entry_new();
    archive_entry_set_pathname(entry, name.c_str());
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_size(entry, static_cast<la_int64_t>(bytes.size()));
    if (change) change(entry);
    archive_write_header(tar, entry);
    archive_write_data(tar, bytes.data(), bytes.size());
    archive_entry_free(entry);
    archive_write_close(tar);
    archive_write_free(tar);
    envelope->Write(buffer.substr(0, used));
    envelope->Finish();
    return gathered;
  }
};
INSTANTIATE_TEST_SUITE_P(, ForeignArchive, ::testing::Values(false));

TEST_P(ForeignArchive, MayHaveNoOtherNames) {
  EXPECT_TRUE(ReadBytes(Make("manifest.json", "{}")));
  const std::string digest(64, 'a');
  for (const std::string& name : std::vector<std::string>{"../manifest.json",
                                                          "/etc/passwd",
                                                          "vault/../x",
                                                          "vault/",
                                                          "vault/" + digest + "/",
                                                          "vault/" + digest.substr(1),
                                                          "vault/" + std::string(64, 'A'),
                                                          "./manifest.json",
                                                          "manifest.JSON",
                                                          "tables/.jsonl",
                                                          "tables/../entry.jsonl",
                                                          "tables/Entry.jsonl",
                                                          "tables/entry.jsonl.jsonl",
                                                          "tables/entry",
                                                          "tables/守责.jsonl",
                                                          "tables//x.jsonl",
                                                          "\x1b[2J",
                                                          "x\n",
                                                          std::string(5000, 'x'),
                                                          "vault"}) {
    const auto read = ReadBytes(Make(name, "{}"));
    ASSERT_FALSE(read) << name;
    EXPECT_THAT(read.error().message, StartsWith("不是守责的备份文件")) << name;
    EXPECT_EQ(read.error().message.find('\x1b'), std::string::npos);
  }
}

TEST_P(ForeignArchive, MayHavePlainFilesOnly) {
  using Set = void (*)(archive_entry*);
  for (const Set set :
       {Set([](archive_entry* entry) { archive_entry_set_hardlink(entry, "/etc/passwd"); }),
        Set([](archive_entry* entry) {
          archive_entry_set_filetype(entry, AE_IFLNK);
          archive_entry_set_symlink(entry, "/etc/passwd");
        }),
        Set([](archive_entry* entry) { archive_entry_set_filetype(entry, AE_IFDIR); }),
        Set([](archive_entry* entry) { archive_entry_set_filetype(entry, AE_IFIFO); }),
        Set([](archive_entry* entry) { archive_entry_set_filetype(entry, AE_IFCHR); })}) {
    EXPECT_FALSE(ReadBytes(Make("manifest.json", "", set)));
  }
}

TEST_P(ForeignArchive, MayNotSayThatItIsEndless) {
  EXPECT_FALSE(ReadBytes(Make("manifest.json", std::string((1 << 20) + 1, ' '))));
  const auto huge = Make("manifest.json", "{}", [](archive_entry* entry) {
    archive_entry_set_size(entry, std::int64_t{1} << 21);
  });
  EXPECT_FALSE(ReadBytes(huge));
}

TEST_P(ForeignArchive, IsToldWhereItIsNoneAtAll) {
  for (const std::string& bytes :
       {std::string(), std::string("x"), std::string(5000, 'x'), std::string(5000, '\0')}) {
    const auto read = ReadBytes(bytes);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, ErrorCode::kInvalidInput);
  }
}

class SealedArchive : public Archive {};
INSTANTIATE_TEST_SUITE_P(, SealedArchive, ::testing::Values(true));

TEST_P(SealedArchive, ShowsNothingOfWhatItHolds) {
  Write({{"manifest.json", std::string(10'000, 'x')}});
  EXPECT_THAT(FileBytes(), StartsWith("SHOUZE-SEALED 1\n"));
  EXPECT_EQ(FileBytes().find("manifest"), std::string::npos);
}

TEST_P(SealedArchive, TellsAWrongPassphraseFromDamage) {
  Write(SomeMembers());
  passphrase_ = "Ming-Yue-Ji-Shi-Wu";
  EXPECT_THAT(ReadFile().error().message, StartsWith("口令不对"));
  passphrase_.reset();
  EXPECT_THAT(ReadFile().error().message, HasSubstr("是加密的"));
  passphrase_ = kPassphrase;
  const std::string whole = FileBytes();
  // The salt, of which another key would come, and something sealed.
  for (const std::size_t at : {20, 200'000}) {
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    EXPECT_THAT(ReadBytes(changed).error().message, HasSubstr("已损坏"));
  }
}

TEST_P(SealedArchive, WantsAPassphraseOfSomeLength) {
  const auto writer = ArchiveWriter::Create(path(), kMadeAt, "12345678901");
  ASSERT_FALSE(writer);
  EXPECT_THAT(writer.error().message, HasSubstr("口令太短"));
  EXPECT_TRUE(fs::is_empty(folder_));
}

}  // namespace
}  // namespace shouze
