#include "service/evidence.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/digest.h"
#include "service/reviews.h"
#include "service/tick.h"
#include "service/units.h"
#include "testing/test_school.h"

namespace shouze {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::string_view kSign = "1/sign";

class Evidence : public SchoolTest {
 protected:
  ResultOrErrors<UploadAnswer> UploadBytes(std::string_view login, const std::string& bytes,
                                           std::string_view name = "") {
    const auto upload = test().vault().Begin();
    if (const auto written = upload->Write(bytes); !written) return Errors{written.error()};
    return KeepUpload(school(), test().As(login), *upload, name);
  }
  ResultOrErrors<HandInAnswer> HandInFiles(std::vector<HandedFile> files) {
    HandInRequest request;
    request.year = TestSchool::kYear;
    request.unit = "A1";
    request.obligations = {Label(std::string(kSign))};
    request.files = std::move(files);
    return test().Run(kHandIn, "contact-a", request);
  }
  bool MaySee(std::string_view login, std::string_view digest) {
    return FindFileToShow(school(), test().As(login), digest).has_value();
  }
  bool TryToHandIn(const HandedFile& file) {
    HandInRequest request;
    request.year = TestSchool::kYear;
    request.unit = "A1";
    request.obligations = {Label(std::string(kSign))};
    request.files = {file};
    return test().Run(kHandIn, "contact-a", request).has_value();
  }
  bool IsKept(const std::string& digest) {
    return store().Read([&](const ReadTx& tx) { return FindFile(tx, digest).has_value(); });
  }
};
SHOUZE_ON_BOTH_DATABASES(Evidence);

/// Three files or 1,000 bytes may wait to be handed in; 1,000 bytes of the disk stay free.
class EvidenceLimits : public Evidence {
 protected:
  SchoolOptions Options() override {
    SchoolOptions options = TestSchool::DefaultOptions();
    options.unused_files_max = 3;
    options.unused_bytes_max = 1000;
    options.free_bytes_min = 1000;
    return options;
  }
  /// `begun`, or the error's name.
  std::string Begin(std::string_view login, std::int64_t bytes) {
    const auto seat = BeginUpload(school(), test().As(login), bytes);
    return seat ? "begun" : std::string(Name(seat.error().front().code));
  }
};
SHOUZE_ON_BOTH_DATABASES(EvidenceLimits);

TEST_P(Evidence, IsUploadedByThoseWhoMayHandItIn) {
  for (const std::string_view login : {"contact-a", "head-b", "office"}) {
    EXPECT_TRUE(BeginUpload(school(), test().As(login), 0)) << login;
  }
  for (const std::string_view login : {"inspector", "leader", "sysadmin", "auditor", "nobody"}) {
    EXPECT_FALSE(BeginUpload(school(), test().As(login), 0)) << login;
    const auto kept = UploadBytes(login, SmallPdf(login));
    ASSERT_FALSE(kept);
    EXPECT_EQ(kept.error().front().code, ErrorCode::kForbidden);
  }
  EXPECT_THAT(test().vault().List(), IsEmpty());
}

TEST_P(Evidence, OfAnUnfitTypeIsForgotten) {
  const std::string program(
      "\x7f"
      "ELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0\x3e\0",
      20);
  const auto kept = UploadBytes("contact-a", program);
  ASSERT_FALSE(kept);
  EXPECT_EQ(kept.error().front().code, ErrorCode::kInvalidInput);
  EXPECT_THAT(kept.error().front().message, HasSubstr("可执行程序"));
  EXPECT_THAT(test().vault().List(), IsEmpty());
}

TEST_P(Evidence, OfTwoBytesProvesNothing) {
  const auto named = UploadBytes("contact-a", "MZ", "evil.exe");
  ASSERT_FALSE(named);
  EXPECT_EQ(named.error().front().code, ErrorCode::kInvalidInput);
  EXPECT_THAT(named.error().front().message, HasSubstr(".exe 结尾的是程序"));
  const auto nameless = UploadBytes("contact-a", "MZ");
  ASSERT_FALSE(nameless);
  EXPECT_THAT(nameless.error().front().message, HasSubstr("只有 2 个字节"));
  EXPECT_THAT(test().vault().List(), IsEmpty());
}

TEST_P(Evidence, ThatNobodyCanOpenIsToldAtUpload) {
  const std::string pdf = SmallPdf("整改");
  const auto cut = UploadBytes("contact-a", pdf.substr(0, pdf.size() - 20), "整改.pdf");
  ASSERT_FALSE(cut);
  EXPECT_THAT(cut.error().front().message, HasSubstr("PDF 不完整"));
  EXPECT_THAT(cut.error().front().english, HasSubstr("cut short"));
  EXPECT_THAT(test().vault().List(), IsEmpty());
  EXPECT_TRUE(UploadBytes("contact-a", pdf, "整改.pdf"));
}

TEST_P(Evidence, IsNamedByItsContent) {
  const auto up = UploadBytes("contact-a", SmallPdf("甲"), "责任书.jpg");
  ASSERT_TRUE(up);
  EXPECT_EQ(up->name, "责任书.pdf");
  std::string endless = "\u200B";
  for (int i = 0; i < 250; ++i) endless += "长";
  const auto cut = UploadBytes("contact-a", SmallPdf("丙"), endless + ".pdf");
  ASSERT_TRUE(cut);
  EXPECT_EQ(cut->name, endless.substr(3, 78 * 3) + ".pdf") << "as long as a name may be";
  const HandedFile other = test().Upload("contact-a", "乙");
  ASSERT_TRUE(HandInFiles({{Label(up->digest), "责任书.jpg"}, {other.digest, "附件"}}));
  const auto row = test().ObligationOf("A1", kSign);
  EXPECT_EQ(row.submissions.front().files[0].name, "责任书.pdf");
  EXPECT_EQ(row.submissions.front().files[1].name, "附件.pdf");
}

TEST_P(Evidence, IsHandedInOnceAndIsNoProgramByItsName) {
  const HandedFile file = test().Upload("contact-a", "责任书");
  const auto twice = HandInFiles({file, {file.digest, "副本.pdf"}});
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.error().front().where, "/files/1");
  EXPECT_THAT(twice.error().front().message, HasSubstr("内容完全相同"));
  const auto upload = UploadBytes("contact-a", "这是一段不短的说明文字，用来充数", "说明.txt");
  ASSERT_TRUE(upload);
  const auto program = HandInFiles({{Label(upload->digest), "evil.exe"}});
  ASSERT_FALSE(program);
  EXPECT_THAT(program.error().front().message, HasSubstr(".exe"));
  EXPECT_TRUE(HandInFiles({file}));
}

TEST_P(Evidence, BelongsToItsUploaderUntilItIsHandedIn) {
  const HandedFile file = test().Upload("contact-a", "责任书");
  EXPECT_TRUE(MaySee("contact-a", file.digest));
  EXPECT_FALSE(MaySee("head-a", file.digest)) << "not handed in yet";
  EXPECT_FALSE(MaySee("office", file.digest));
  const auto other = FindFileToShow(school(), test().As("contact-b"), file.digest);
  const auto none = FindFileToShow(school(), test().As("contact-b"), Sha256Hex("nothing"));
  ASSERT_FALSE(other || none);
  EXPECT_EQ(other.error().front().code, ErrorCode::kNotFound);
  EXPECT_EQ(Describe(other.error()), Describe(none.error())) << "nothing is told of it";
}

TEST_P(Evidence, IsShownToItsUnitAndWhoeverMaySeeAll) {
  test().HandIn("contact-a", "A1", kSign);
  const auto row = test().ObligationOf("A1", kSign);
  const std::string digest = row.submissions.front().files.front().digest;
  for (const std::string_view login : {"contact-a", "head-a", "office", "centre", "inspector"}) {
    EXPECT_TRUE(MaySee(login, digest)) << login;
  }
  for (const std::string_view login :
       {"contact-b", "head-b", "co", "leader", "sysadmin", "auditor", "nobody"}) {
    EXPECT_FALSE(MaySee(login, digest)) << login;
  }
}

TEST_P(Evidence, OfAnotherUnitCannotBeHandedIn) {
  const HandedFile file = test().Upload("contact-a", "责任书");
  HandInRequest request;
  request.year = TestSchool::kYear;
  request.unit = "B2";
  request.obligations = {Label(std::string(kSign))};
  request.files = {file};
  EXPECT_FALSE(test().Run(kHandIn, "contact-b", request));
}

TEST_P(Evidence, MovesToTheUnitThatTakesOver) {
  test().HandIn("contact-a", "A1", kSign);
  const std::string digest =
      test().ObligationOf("A1", kSign).submissions.front().files.front().digest;
  // What is open of a record moves; a yearly one stays with the unit that ended.
  const std::string record = test().Register("vulnerability", {"A1"}, {});
  const std::string key = Concat("5.1/fix/", record);
  test().HandIn("contact-a", "A1", key);
  const std::string moved = test().ObligationOf("A1", key).submissions.front().files.front().digest;
  test().Must(kEndUnit, "office", {"A1", *MakeDate(2026, 3, 31), "B2", "合并"});
  EXPECT_TRUE(MaySee("contact-b", moved));
  EXPECT_FALSE(MaySee("contact-b", digest));
}

TEST_P(Evidence, ThatIsUsedIsNeverCollected) {
  test().HandIn("contact-a", "A1", kSign);
  const std::string used =
      test().ObligationOf("A1", kSign).submissions.front().files.front().digest;
  const HandedFile old = test().Upload("contact-a", "没有报送");
  const HandedFile again = test().Upload("contact-a", "重新上传");
  clock().MoveDays(5);
  const HandedFile young = test().Upload("contact-a", "新上传");
  test().Upload("contact-b", "重新上传");
  clock().MoveDays(2);
  clock().MoveSeconds(1);
  EXPECT_EQ(CollectOrphans(school()), 1);
  EXPECT_FALSE(IsKept(old.digest));
  EXPECT_FALSE(test().vault().Has(old.digest));
  for (const std::string& digest : {used, std::string(again.digest), std::string(young.digest)}) {
    EXPECT_TRUE(IsKept(digest) && test().vault().Has(digest));
  }
  EXPECT_EQ(CollectOrphans(school()), 0);
}

TEST_P(Evidence, ThatWasTakenBackIsStillItsUnits) {
  const std::string id = test().HandIn("contact-a", "A1", kSign);
  const std::string digest =
      test().ObligationOf("A1", kSign).submissions.front().files.front().digest;
  test().Must(kTakeBack, "contact-a", {"A1", id, ""});
  clock().MoveDays(30);
  EXPECT_EQ(CollectOrphans(school()), 0) << "the ledger names it for ever";
  EXPECT_TRUE(MaySee("head-a", digest));
}

TEST_P(Evidence, IsNotLostWhereTheDiskFails) {
  const HandedFile file = test().Upload("contact-a", "没有报送");
  clock().MoveDays(8);
  test().vault().Break(VaultFault::kRemove);
  EXPECT_THROW(CollectOrphans(school()), VaultBroken);
  EXPECT_FALSE(TryToHandIn(file)) << "its bytes may be gone";
  EXPECT_EQ(CollectOrphans(school()), 1);
  EXPECT_THAT(test().vault().List(), IsEmpty());
  EXPECT_TRUE(TryToHandIn(test().Upload("contact-a", "没有报送"))) << "the same bytes anew";
  test().vault().Break(VaultFault::kFinish);
  EXPECT_THROW(UploadBytes("contact-a", SmallPdf("x")), VaultBroken);
  EXPECT_TRUE(UploadBytes("contact-a", SmallPdf("x")));
}

TEST_P(Evidence, ThatIsGoneCannotBeHandedIn) {
  const HandedFile file = test().Upload("contact-a", "责任书");
  test().vault().Lose(file.digest);
  EXPECT_FALSE(TryToHandIn(file));
  EXPECT_TRUE(TryToHandIn(test().Upload("contact-a", "责任书")));
}

TEST_P(Evidence, LeavesNothingOfKilledUploadsWhileServing) {
  test().vault().Leave(2);
  EXPECT_EQ(Tick(school(), nullptr), 0);
  EXPECT_EQ(test().vault().RemoveLeftovers(), 0);
}

TEST_P(Evidence, IsCheckedAgainstTheTables) {
  const std::string id = test().HandIn("contact-a", "A1", kSign);
  const std::string used =
      test().ObligationOf("A1", kSign).submissions.front().files.front().digest;
  const HandedFile decayed = test().Upload("contact-a", "乙");
  const HandedFile whole = test().Upload("contact-a", "丙");
  EXPECT_THAT(CheckVault(school()).problems, IsEmpty());
  EXPECT_EQ(CheckVault(school()).files, 3);
  test().vault().Lose(used);
  test().vault().Put(decayed.digest, "something else");
  test().vault().Put(Sha256Hex("stray"), "stray");
  const VaultReport report = CheckVault(school());
  ASSERT_THAT(report.problems, SizeIs(3));
  for (const VaultProblem& problem : report.problems) {
    if (problem.digest == used) {
      EXPECT_EQ(problem.finding, VaultFinding::kMissing);
      EXPECT_THAT(problem.used_by, ElementsAre(Concat("A1 submission ", id)));
    } else if (problem.digest == decayed.digest) {
      EXPECT_EQ(problem.finding, VaultFinding::kCorrupted);
    } else {
      EXPECT_EQ(problem.digest, Sha256Hex("stray"));
      EXPECT_EQ(problem.finding, VaultFinding::kUnknown);
    }
  }
}

TEST_P(Evidence, WithoutARowIsCollectedUnlessThereIsTooMuchOfIt) {
  const HandedFile named = test().Upload("contact-a", "甲");
  for (int i = 0; i < 3; ++i) {
    const std::string bytes = Concat("its row was never written ", i);
    test().vault().Put(Sha256Hex(bytes), bytes);
  }
  EXPECT_EQ(CollectUnnamed(school()), 3);
  EXPECT_THAT(test().vault().List(), ElementsAre(named.digest));
  EXPECT_THAT(CheckVault(school()).problems, IsEmpty());
  for (int i = 0; i < 101; ++i) test().vault().Put(Sha256Hex(Concat(i)), Concat(i));
  EXPECT_EQ(CollectUnnamed(school()), 0) << "this is another school's database";
  EXPECT_THAT(test().vault().List(), SizeIs(102));
}

TEST_P(Evidence, OfAnotherSizeThanItHadIsToBeUploadedAgain) {
  const HandedFile file = test().Upload("contact-a", "甲");
  const std::string bytes = test().vault().Read(file.digest).value();
  test().vault().Put(file.digest, bytes.substr(1));
  EXPECT_FALSE(TryToHandIn(file));
  EXPECT_TRUE(UploadBytes("contact-a", bytes));
  EXPECT_TRUE(TryToHandIn(file));
}

TEST_P(EvidenceLimits, AreFilesThatWaitToBeHandedIn) {
  const HandedFile first = test().Upload("contact-a", "一");
  test().Upload("contact-a", "二");
  EXPECT_EQ(Begin("contact-a", 0), "begun");
  test().Upload("contact-a", "三");
  const auto refused = BeginUpload(school(), test().As("contact-a"), 0);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().front().code, ErrorCode::kConflict);
  EXPECT_THAT(refused.error().front().message, HasSubstr("请先报送"));
  EXPECT_FALSE(UploadBytes("contact-a", SmallPdf("四"))) << "two that began together";
  EXPECT_EQ(test().vault().List().size(), 3U) << "what was refused is not kept";
  EXPECT_EQ(Begin("contact-b", 0), "begun") << "another account's own";
  EXPECT_TRUE(TryToHandIn(first));
  EXPECT_EQ(Begin("contact-a", 0), "begun");
}

TEST_P(EvidenceLimits, AreBytesThatWaitToBeHandedIn) {
  EXPECT_EQ(Begin("contact-a", 1000), "begun");
  EXPECT_EQ(Begin("contact-a", 1001), "conflict") << "known before any of it is read";
  ASSERT_TRUE(UploadBytes("contact-a", SmallPdf(std::string(900, 'x'))));
  EXPECT_EQ(Begin("contact-a", 100), "conflict");
  EXPECT_FALSE(UploadBytes("contact-a", SmallPdf(std::string(100, 'y'))));
  EXPECT_EQ(test().vault().List().size(), 1U);
}

TEST_P(EvidenceLimits, AreUploadsAtOnce) {
  std::vector<Seat> coming;
  for (int i = 0; i < School::kUploadsAtOnceMax; ++i) {
    coming.push_back(*BeginUpload(school(), test().As("contact-a"), 0));
  }
  EXPECT_EQ(Begin("contact-a", 0), "too_many");
  EXPECT_EQ(Begin("contact-b", 0), "begun");
  coming.pop_back();
  EXPECT_EQ(Begin("contact-a", 0), "begun");
}

TEST_P(EvidenceLimits, AreWhatTheDiskHas) {
  test().vault().SetFreeBytes(1100);
  EXPECT_EQ(Begin("contact-a", 100), "begun");
  const auto refused = BeginUpload(school(), test().As("contact-a"), 101);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().front().code, ErrorCode::kBusy);
  EXPECT_THAT(refused.error().front().message, HasSubstr("磁盘空间不足"));
}

}  // namespace
}  // namespace shouze
