#include "service/year_archive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <iterator>
#include <map>

#include "base/digest.h"
#include "service/stages.h"
#include "system/archive.h"
#include "testing/test_school.h"

namespace shouze {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

using Members = std::map<std::string, std::string>;

Members ReadMembers(const std::string& path) {
  Members members;
  const auto archive = ArchiveReader::Open(path, std::nullopt);
  while (true) {
    const auto member = (*archive)->Next();
    if (!member || !*member) return members;
    std::string& text = members[(*member)->name];
    for (auto piece = (*archive)->Piece(); piece && !piece->empty(); piece = (*archive)->Piece()) {
      text += *piece;
    }
  }
}

std::string Replaced(std::string text, std::string_view what, std::string_view with,
                     std::size_t from = 0) {
  const std::size_t at = text.find(what, from);
  EXPECT_NE(at, std::string::npos) << what;
  return at == std::string::npos ? text : text.replace(at, what.size(), with);
}

/// The place where line `number` (from 0) begins, and where the next one does.
std::pair<std::size_t, std::size_t> LineOf(const std::string& text, int number) {
  std::size_t begin = 0;
  for (int i = 0; i < number; ++i) begin = text.find('\n', begin) + 1;
  return {begin, text.find('\n', begin) + 1};
}

/// A way to tamper with an archive, and what is said of it.
struct Way {
  std::string what;
  std::function<void(Members&)> change;
  std::string found;
};

const std::string kEntries = "tables/entry.jsonl";
const std::string kSheets = "tables/frozen_sheet.jsonl";
const std::string kManifest = "manifest.json";

auto Edit(const std::string& member, std::string_view what, std::string_view with) {
  return [=](Members& members) { members[member] = Replaced(members[member], what, with); };
}

void DropLine(std::string& text, int number) {
  const auto [begin, end] = LineOf(text, number);
  text.erase(begin, end - begin);
}

/// 2026 is published, with one vulnerability of A1.
class YearArchive : public SchoolTest {
 protected:
  void SetUp() override {
    SchoolTest::SetUp();
    if (IsSkipped()) return;
    folder_ = std::filesystem::path(testing::TempDir()) /
              Concat("archive-", GetParam() == Database::kSqlite ? "sqlite" : "postgres", "-",
                     testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    test().Register("vulnerability", {"A1"}, {{"name", std::string("甲")}});
    clock().MoveTo(SchoolTime("2026-12-21T09:00"));
    Advance(Stage::kInitial);
    Advance(Stage::kConfirming);
    test().ConfirmAll();
    Advance(Stage::kFinal);
  }
  void TearDown() override {
    std::filesystem::remove_all(folder_);
    SchoolTest::TearDown();
  }
  void Advance(Stage to) { test().Must(kAdvance, "office", {2026, to, ""}); }
  void PublishIt() {
    test().Must(kDecideResult, "leader",
                {2026, Stage::kApproved, "3 号", *MakeDate(2026, 12, 21), ""});
    Advance(Stage::kPublished);
  }
  std::string Path(std::string_view name) const { return (folder_ / name).string(); }
  std::string Written() {
    const auto report = WriteYearArchive(school(), 2026, Path("year.szar"));
    EXPECT_TRUE(report) << Describe(report.error());
    return Path("year.szar");
  }
  std::string Rewritten(const Members& members) {
    const std::string path = Path(Concat("changed-", ++written_));
    auto archive = ArchiveWriter::Create(path, clock().Now(), std::nullopt);
    for (const char* name : {"manifest.json", "tables/entry.jsonl", "tables/frozen_sheet.jsonl",
                             "tables/more.jsonl"}) {
      const auto member = members.find(name);
      if (member == members.end()) continue;
      (*archive)->Begin({name, static_cast<std::int64_t>(member->second.size())});
      (*archive)->Write(member->second);
    }
    EXPECT_TRUE((*archive)->Finish());
    return path;
  }
  /// What a proof says of the archive once `change` has changed it; empty: nothing.
  std::string FoundAfter(const Members& members, const std::function<void(Members&)>& change) {
    Members changed = members;
    change(changed);
    EXPECT_NE(changed, members) << "nothing was changed";
    const auto proof = ProveYearArchive(Rewritten(changed), std::nullopt);
    return Describe(proof ? proof->findings : proof.error());
  }

  std::filesystem::path folder_;
  int written_ = 0;
};
SHOUZE_ON_BOTH_DATABASES(YearArchive);

TEST_P(YearArchive, IsOfPublishedYearsOnly) {
  const auto early = WriteYearArchive(school(), 2026, Path("early"));
  ASSERT_FALSE(early);
  EXPECT_EQ(early.error().front().code, ErrorCode::kConflict);
  EXPECT_FALSE(std::filesystem::exists(Path("early")));
  EXPECT_FALSE(WriteYearArchive(school(), 2031, Path("none")));
}

TEST_P(YearArchive, ProvesItselfAndNamesNobody) {
  PublishIt();
  const std::string path = Written();
  const auto proof = ProveYearArchive(path, school().head().digest);
  ASSERT_TRUE(proof) << Describe(proof.error());
  EXPECT_EQ(Describe(proof->findings), "");
  EXPECT_EQ(proof->entries, test().entries());
  EXPECT_EQ(proof->frozen_sheets, 4) << "initial and final, of two units";
  EXPECT_EQ(proof->not_recomputed, 0);
  for (const auto& [name, text] : ReadMembers(path)) {
    EXPECT_THAT(text, Not(HasSubstr("@school.example"))) << name;
    EXPECT_THAT(text, Not(HasSubstr("contact-a"))) << name;
  }
  const auto known = ProveYearArchive(path, std::string(64, 'a'));
  ASSERT_TRUE(known);
  EXPECT_THAT(known->findings, SizeIs(1));
}

TEST_P(YearArchive, AnEntryThatIsTamperedWithIsFound) {
  PublishIt();
  const Members whole = ReadMembers(Written());
  ASSERT_THAT(whole, SizeIs(3));
  const int lines = static_cast<int>(std::ranges::count(whole.at(kEntries), '\n'));
  const Way kWays[] = {
      {"a record's field", Edit(kEntries, "甲", "乙"), "entry "},
      {"a record's unit", Edit(kEntries, R"("units":["A1"])", R"("units":["B2"])"), "entry "},
      {"an entry's kind", Edit(kEntries, "record.register", "record.correct"), "entry "},
      {"an entry's instant", Edit(kEntries, "2026-03-02T01:", "2026-03-02T00:"), "entry "},
      {"an entry's actor", Edit(kEntries, R"("actor":")", R"("actor":"x)"), "entry "},
      {"an entry's number", Edit(kEntries, R"("seq":7,)", R"("seq":8,)"), "entry "},
      {"an entry's digest",
       [&](Members& members) {
         std::string& text = members[kEntries];
         const std::size_t at = text.find(R"("digest":")", LineOf(text, 5).first) + 10;
         text[at] = text[at] == '0' ? '1' : '0';
       },
       "entry "},
      {"an entry left out", [&](Members& members) { DropLine(members[kEntries], 9); }, "entry "},
      {"the first one left out", [&](Members& members) { DropLine(members[kEntries], 0); },
       "entry "},
      {"the last ones cut off", [&](Members& members) { DropLine(members[kEntries], lines - 1); },
       "entry "},
      {"an entry twice",
       [&](Members& members) {
         std::string& text = members[kEntries];
         const auto [begin, end] = LineOf(text, 9);
         text.insert(end, text.substr(begin, end - begin));
       },
       "entry "},
      {"two entries in another order",
       [&](Members& members) {
         std::string& text = members[kEntries];
         const auto [begin, end] = LineOf(text, 9);
         const std::string line = text.substr(begin, end - begin);
         text.erase(begin, end - begin);
         text.insert(LineOf(text, 10).first, line);
       },
       "entry "},
  };
  static_assert(std::size(kWays) == 12);
  for (const Way& way : kWays) {
    EXPECT_THAT(FoundAfter(whole, way.change), HasSubstr(way.found)) << way.what;
  }
}

TEST_P(YearArchive, ASheetOrAManifestThatIsTamperedWithIsFound) {
  PublishIt();
  const Members whole = ReadMembers(Written());
  ASSERT_THAT(whole, SizeIs(3));
  const Way kWays[] = {
      {"a frozen sheet's score",
       [&](Members& members) {
         std::string& text = members[kSheets];
         text = Replaced(text, R"(\"total\":)", R"(\"total\":1)");
       },
       "A1"},
      {"a frozen sheet and its digest",
       [&](Members& members) {
         std::string& text = members[kSheets];
         const std::size_t at = text.find(R"("digest":")") + 10;
         text.replace(at, 64, Sha256Hex("another sheet"));
       },
       "A1"},
      {"a frozen sheet left out", [&](Members& members) { DropLine(members[kSheets], 0); }, "A1"},
      {"a frozen sheet more", Edit(kSheets, R"("unit":"B2")", R"("unit":"C3")"), "C3"},
      {"the year that it says", Edit(kManifest, R"("year":2026)", R"("year":2025)"), "year"},
      {"the head that it says",
       [&](Members& members) {
         std::string& text = members[kManifest];
         const std::size_t at = text.find(R"("head_digest":")") + 15;
         text.replace(at, 64, std::string(64, 'e'));
       },
       "entry "},
      {"the stage that it says", Edit(kManifest, R"("published")", R"("archived")"), "stage"},
      {"the policy that it says", Edit(kManifest, R"("policy":")", R"("policy":"0)"), "policy"},
      {"the freeze that it says", Edit(kManifest, R"("freeze":)", R"("freeze":9)"), "freeze"},
      {"how many entries it says", Edit(kManifest, R"("entries":)", R"("entries":9)"), "entries"},
      {"a member left out", [&](Members& members) { members.erase(kSheets); }, "missing"},
      {"a member more", [&](Members& members) { members["tables/more.jsonl"] = "{}\n"; }, "more"},
      {"another format", Edit(kManifest, "shouze-archive/1", "shouze-archive/9"), "shouze-archive"},
      {"a line that is none", [&](Members& members) { members[kEntries] += "{\n"; }, "form"},
  };
  static_assert(std::size(kWays) == 14);
  for (const Way& way : kWays) {
    EXPECT_THAT(FoundAfter(whole, way.change), HasSubstr(way.found)) << way.what;
  }
}

TEST_P(YearArchive, AFileThatIsCutOffOrFlippedIsNoArchive) {
  PublishIt();
  const std::string path = Written();
  const auto bytes = std::filesystem::file_size(path);
  std::filesystem::copy_file(path, Path("cut"));
  std::filesystem::resize_file(Path("cut"), bytes - 20);
  EXPECT_FALSE(ProveYearArchive(Path("cut"), std::nullopt));
  EXPECT_FALSE(ProveYearArchive(Path("nothing"), std::nullopt));
}

}  // namespace
}  // namespace shouze
