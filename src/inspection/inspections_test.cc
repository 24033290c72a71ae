#include "inspection/inspections.h"

#include <archive.h>
#include <archive_entry.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "base/digest.h"
#include "base/file_name.h"
#include "base/text.h"
#include "inspection/folder.h"
#include "inspection/index.h"
#include "service/security_events.h"
#include "testing/test_school.h"

namespace shouze::inspection {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
namespace files = std::filesystem;

/// What a ZIP holds, by path.
std::map<std::string, std::string> Unpacked(const std::string& path) {
  const std::unique_ptr<archive, decltype(&archive_read_free)> zip(archive_read_new(),
                                                                   archive_read_free);
  archive_read_support_format_zip(zip.get());
  std::map<std::string, std::string> held;
  if (archive_read_open_filename(zip.get(), path.c_str(), 1 << 16) != ARCHIVE_OK) return held;
  setlocale(LC_CTYPE, "C.UTF-8");
  archive_entry* entry = nullptr;
  while (archive_read_next_header(zip.get(), &entry) == ARCHIVE_OK) {
    std::string& bytes = held[archive_entry_pathname(entry)];
    char piece[4096];
    la_ssize_t size = 0;
    while ((size = archive_read_data(zip.get(), piece, sizeof piece)) > 0) {
      bytes.append(piece, static_cast<std::size_t>(size));
    }
  }
  return held;
}

std::string ReadWhole(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class InspectionsTest : public SchoolTest {
 protected:
  SchoolOptions Options() override {
    SchoolOptions options = TestSchool::DefaultOptions();
    options.office = "网络安全领导小组办公室";
    return options;
  }
  void SetUp() override {
    SchoolTest::SetUp();
    if (IsSkipped()) return;
    const std::string name = testing::UnitTest::GetInstance()->current_test_info()->name();
    folder_ = Concat(
        testing::TempDir(), "inspections-", name.substr(0, name.find('/')), "-",
        Sha256Hex(testing::UnitTest::GetInstance()->current_test_info()->name()).substr(0, 8));
    files::remove_all(folder_);
    Open();
  }
  void TearDown() override {
    inspections_.reset();
    if (!folder_.empty()) files::remove_all(folder_);
    SchoolTest::TearDown();
  }
  void Open() {
    inspections_.reset();
    inspections_ = std::make_unique<Inspections>(school(), folder_);
  }
  Inspection Made(std::string_view login, const std::string& unit) {
    const auto begun = inspections_->Begin(test().As(login), {2026, unit});
    if (!begun) throw std::runtime_error(Describe(begun.error()));
    inspections_->WaitUntilIdle();
    for (const Inspection& one : Listed(login)) {
      if (one.id == begun->id) return one;
    }
    throw std::runtime_error("it is not in the list");
  }
  std::vector<Inspection> Listed(std::string_view login) {
    return inspections_->List(test().As(login), 2026)->inspections;
  }
  std::string PathOf(const Inspection& one) {
    return inspections_->Find(test().As("office"), one.id)->path;
  }

  std::string folder_;
  std::unique_ptr<Inspections> inspections_;
};
SHOUZE_ON_BOTH_DATABASES(InspectionsTest);

TEST_P(InspectionsTest, AUnitsHoldsItsEvidenceInTheRegulationsOrderWithDigests) {
  const auto id = test().HandIn("contact-a", "A1", "3.1/implement");
  test().Review(id, Verdict::kAccepted);
  test().Register("vulnerability", {"A1"}, {{"system", std::string("教务系统")}});
  const Inspection one = Made("contact-a", "A1");
  ASSERT_EQ(one.state, State::kReady) << one.message;
  EXPECT_EQ(one.name, "试验学院 信息工程学院 2026 年度网络安全迎检材料.zip");
  EXPECT_EQ(Sha256Hex(ReadWhole(PathOf(one))), one.digest);
  const auto held = Unpacked(PathOf(one));
  const std::string top = "试验学院 信息工程学院 2026 年度网络安全迎检材料/";
  for (const char* const made : {"00 索引.pdf", "00 索引.xlsx", "00 评价表.pdf"}) {
    EXPECT_TRUE(held.contains(top + made)) << made;
  }
  std::vector<std::string> evidence;
  for (const auto& [path, bytes] : held) {
    if (path.starts_with(top + "03 ")) evidence.push_back(path.substr(top.size()));
  }
  ASSERT_THAT(evidence, SizeIs(1));
  EXPECT_THAT(evidence.front(), HasSubstr("/3.1 落实网络安全工作责任制/"));
  const std::string& sums = held.at(top + "SHA256SUMS.txt");
  for (const auto& [path, bytes] : held) {
    if (path == top + "SHA256SUMS.txt") continue;
    EXPECT_THAT(sums, HasSubstr(Concat(Sha256Hex(bytes), "  ", path.substr(top.size()), "\n")));
  }
}

TEST_P(InspectionsTest, WhatWasReturnedIsNotInItAndWhatIsNewerIs) {
  test().Review(test().HandIn("contact-a", "A1", "3.1/implement"), Verdict::kReturned);
  const auto count = [&] {
    int files = 0;
    for (const auto& [path, bytes] : Unpacked(PathOf(Made("office", "A1")))) {
      files += path.find("/03 ") != std::string::npos ? 1 : 0;
    }
    return files;
  };
  EXPECT_EQ(count(), 0);
  clock().MoveTo(Instant{clock().Now().ms + kMsPerHour});
  test().HandIn("contact-a", "A1", "3.1/implement");
  EXPECT_EQ(count(), 1);
}

TEST_P(InspectionsTest, TheSchoolsHasAFolderOfEachUnitUnderEachLine) {
  test().HandIn("contact-a", "A1", "3.1/implement");
  test().HandIn("contact-b", "B2", "3.1/implement");
  const Inspection one = Made("office", "");
  ASSERT_EQ(one.state, State::kReady) << one.message;
  std::string paths;
  for (const auto& [path, bytes] : Unpacked(PathOf(one))) paths += path + "\n";
  EXPECT_THAT(paths, HasSubstr("/3.1 落实网络安全工作责任制/信息工程学院/"));
  EXPECT_THAT(paths, HasSubstr("/3.1 落实网络安全工作责任制/教务处/"));
  EXPECT_THAT(paths, HasSubstr("/00 排名与明细.xlsx\n"));
}

TEST_P(InspectionsTest, FullNamesStandInTheIndexAndPathsAreOfAnyLengthWindowsTakes) {
  HandedFile file = test().Upload("contact-a", "责任制");
  std::string name;
  for (int i = 0; i < 70; ++i) name += "某";
  file.name = Label(name + ".pdf");
  HandedFile device = test().Upload("contact-a", "另一份");
  device.name = Label("NUL.pdf");
  HandInRequest request;
  request.year = TestSchool::kYear;
  request.unit = "A1";
  request.obligations = {Label("3.1/implement")};
  request.files = {file, device};
  test().Must(kHandIn, "contact-a", request);
  const Inspection one = Made("office", "A1");
  ASSERT_EQ(one.state, State::kReady) << one.message;
  bool device_there = false;
  for (const auto& [path, bytes] : Unpacked(PathOf(one))) {
    EXPECT_LE(Utf16Units(path), kPathUnitsMax) << path;
    device_there = device_there || path.ends_with("/_NUL.pdf");
  }
  EXPECT_TRUE(device_there);
  Paths paths;
  const auto folder = ReadUnitFolder(school(), test().As("office"), {2026, "A1"}, "A1", paths);
  ASSERT_TRUE(folder);
  const auto book = IndexWorkbook({}, std::vector<UnitFolder>{*folder}, "索引");
  bool full = false;
  for (const auto& row : book.sheets.front().rows) {
    for (const auto& value : row) {
      const auto* const text = std::get_if<std::string>(&value);
      full = full || (text != nullptr && *text == name + ".pdf");
    }
  }
  EXPECT_TRUE(full);
}

TEST_P(InspectionsTest, TheSchoolsIndexBeginsWithWhoHasWhatAndIsShort) {
  test().HandIn("contact-a", "A1", "3.1/implement");
  Paths paths;
  std::vector<UnitFolder> units;
  for (const char* const code : {"A1", "B2"}) {
    units.push_back(*ReadUnitFolder(school(), test().As("office"), {2026, ""}, code, paths));
  }
  const auto whole = IndexDocument({}, units, "迎检材料");
  const auto& summary = std::get<documents::Table>(whole.blocks[1]);
  ASSERT_THAT(summary.rows, SizeIs(3));
  EXPECT_EQ(summary.rows[1][1].text, "信息工程学院");
  EXPECT_EQ(summary.rows[1][5].text, "1") << "files";
  const auto& of_unit = std::get<documents::Table>(whole.blocks[3]);
  const auto of_one = IndexDocument({}, std::span(units).first(1), "迎检材料");
  const auto& alone = std::get<documents::Table>(of_one.blocks[2]);
  EXPECT_EQ(of_unit.rows.front().size(), 4U);
  EXPECT_EQ(alone.rows.front().size(), 8U) << "a unit's own has dates and each task";
  EXPECT_LT(of_unit.rows.size(), alone.rows.size());
}

TEST_P(InspectionsTest, NobodyGetsAnotherUnits) {
  const Inspection one = Made("office", "A1");
  for (const char* const login : {"contact-b", "nobody", "sysadmin"}) {
    EXPECT_FALSE(inspections_->Begin(test().As(login), {2026, "A1"})) << login;
    EXPECT_FALSE(inspections_->Find(test().As(login), one.id)) << login;
    EXPECT_THAT(Listed(login), IsEmpty()) << login;
  }
  EXPECT_FALSE(inspections_->Begin(test().As("contact-a"), {2026, ""}));
  EXPECT_TRUE(inspections_->Find(test().As("head-a"), one.id));
  EXPECT_FALSE(inspections_->Begin(test().As("office"), {2026, "C3"}));
  EXPECT_FALSE(inspections_->Begin(test().As("office"), {2025, "A1"}));
}

TEST_P(InspectionsTest, OutlivesARestartButNotWhatWasLeftHalfDone) {
  const Inspection one = Made("office", "A1");
  const std::string half = folder_ + "/0123456789abcdef01234567";
  std::ofstream(half + ".part") << "half";
  std::ofstream(half + ".zip") << "a ZIP without its note";
  Open();
  ASSERT_THAT(Listed("office"), SizeIs(1));
  EXPECT_EQ(Listed("office").front().digest, one.digest);
  EXPECT_EQ(Sha256Hex(ReadWhole(PathOf(one))), one.digest);
  EXPECT_FALSE(files::exists(half + ".part"));
  EXPECT_FALSE(files::exists(half + ".zip"));
}

TEST_P(InspectionsTest, ANewerOneTakesItsPlaceAndAnOldOneGoes) {
  const Inspection first = Made("office", "A1");
  const Inspection second = Made("office", "A1");
  EXPECT_NE(first.id, second.id);
  ASSERT_THAT(Listed("office"), SizeIs(1));
  EXPECT_EQ(Listed("office").front().id, second.id);
  const std::string path = PathOf(second);
  clock().MoveTo(Instant{clock().Now().ms + (Inspections::kKeptDays + 1) * kMsPerDay});
  EXPECT_THAT(Listed("office"), IsEmpty());
  EXPECT_FALSE(files::exists(path));
}

TEST_P(InspectionsTest, MissingEvidenceIsNamedAndNothingIsPacked) {
  test().HandIn("contact-a", "A1", "3.1/implement");
  for (const auto& row : test().Obligations("A1")) {
    for (const auto& handed : row.submissions) {
      for (const auto& file : handed.files) test().vault().Lose(file.digest);
    }
  }
  const Inspection one = Made("office", "A1");
  EXPECT_EQ(one.state, State::kFailed);
  EXPECT_THAT(one.message, HasSubstr("缺失或已损坏"));
  EXPECT_FALSE(inspections_->Find(test().As("office"), one.id));
  EXPECT_TRUE(files::is_empty(folder_));
}

TEST_P(InspectionsTest, ItsMakingStandsInTheSecurityLog) {
  Made("office", "A1");
  bool logged = false;
  for (const auto& event : test().Must(kListSecurityEvents, "auditor", {}).events) {
    logged = logged || event.kind == "inspection_made";
  }
  EXPECT_TRUE(logged);
}

TEST(Paths, AreGivenOnce) {
  Paths paths;
  EXPECT_EQ(paths.Take("一/", "a.pdf"), "一/a.pdf");
  EXPECT_EQ(paths.Take("一/", "A.pdf"), "一/A (2).pdf") << "Windows tells no case";
  EXPECT_EQ(paths.Take("一/", "a.pdf"), "一/a (3).pdf");
  EXPECT_EQ(paths.Take("二/", "a.pdf"), "二/a.pdf");
  EXPECT_EQ(paths.TakeFolder("一/", "整改：教务系统", 24), "一/整改：教务系统/");
  EXPECT_EQ(paths.TakeFolder("一/", "整改：教务系统", 24), "一/整改：教务系统 (2)/")
      << "two findings of one system";
}

TEST(Paths, AreShortEnoughForWindowsWhateverIsIn) {
  std::string endless;
  for (int i = 0; i < 200; ++i) endless += i % 3 == 0 ? "😀" : "长";
  Paths paths;
  const std::string aspect = Concat(SafeFileName(endless, 16), "/", SafeFileName(endless, 20), "/");
  const std::string unit = paths.TakeFolder(aspect, endless, 16);
  for (int i = 0; i < 12; ++i) {
    const std::string folder = paths.TakeFolder(unit, endless, 24);
    for (int n = 0; n < 12; ++n) {
      const std::string path = paths.Take(folder, endless + ".pdf");
      EXPECT_LE(kTopUnitsMax + 1 + Utf16Units(path), kPathUnitsMax) << path;
      EXPECT_TRUE(path.ends_with(".pdf"));
    }
  }
  EXPECT_EQ(paths.Take("一/", "CON.pdf"), "一/_CON.pdf") << "a device of Windows";
}

TEST(Sums, AreReadBySha256sum) {
  EXPECT_EQ(SumsText(std::vector<Sum>{{"a b.pdf", std::string(64, '0')}}),
            std::string(64, '0') + "  a b.pdf\n");
}

}  // namespace
}  // namespace shouze::inspection
