#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "service/accounts.h"
#include "service/proof.h"
#include "service/roles.h"
#include "service/security_archive.h"
#include "service/security_events.h"
#include "service/security_proof.h"
#include "service/sheets.h"
#include "service/units.h"
#include "testing/test_school.h"

/// 安全日志: that what is done leaves a trace, and that the traces prove themselves.
namespace shouze {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class SecurityLog : public SchoolTest {
 protected:
  SecurityLog()
      : folder_((fs::temp_directory_path() / ("shouze-log-" + SystemRandom().Hex(8))).string()) {}
  ~SecurityLog() override { fs::remove_all(folder_); }
  SchoolOptions Options() override {
    SchoolOptions options = TestSchool::DefaultOptions();
    options.security_archive_folder = folder_;
    return options;
  }
  std::vector<SecurityEventRow> Events(std::string_view kind) {
    SecurityEventsRequest request;
    request.kind = Label(std::string(kind));
    request.limit = 1000;
    return test().Must(kListSecurityEvents, "auditor", request).events;
  }
  std::string Findings(const KnownHeads& known = {}) {
    return Describe(Prove(store(), known, folder_).findings);
  }

  const std::string folder_;
};
SHOUZE_ON_BOTH_DATABASES(SecurityLog);

TEST_P(SecurityLog, HasAChangeInTheTransactionThatMadeIt) {
  const auto before = Events("change").size();
  test().Must(kGrantRole, "secadmin", {test().AccountOf("nobody"), Role::kInspector, {}, {}});
  const auto after = Events("change");
  ASSERT_THAT(after, SizeIs(before + 1));
  EXPECT_EQ(after[0].login, "secadmin");
  EXPECT_EQ(after[0].subject, "role.grant");
  EXPECT_THAT(after[0].detail.text, HasSubstr("entries"));
}

TEST_P(SecurityLog, HasNothingOfAChangeThatFailed) {
  const auto before = Events("change").size();
  test().Run(kGrantRole, "secadmin", {"nobody at all", Role::kInspector, {}, {}});
  EXPECT_THAT(Events("change"), SizeIs(before));
}

TEST_P(SecurityLog, HasWhatAUseCaseRefusesForReasonsOfItsOwn) {
  // The right is held; that it is one's own account is the use case's word.
  test().Run(kDisableAccount, "sysadmin", {test().AccountOf("sysadmin")});
  const auto refused = Events("refused");
  ASSERT_THAT(refused, SizeIs(1));
  EXPECT_EQ(refused[0].outcome, "refused");
  EXPECT_EQ(refused[0].subject, "account.disable");
}

TEST_P(SecurityLog, WritesWhatWasNotedBeforeAChangeWithTheChange) {
  school().Note({0, test().now(), "x", "read", "::1", "{}", "ok", "sheet.read unit=A1"});
  test().Must(kGrantRole, "secadmin", {test().AccountOf("nobody"), Role::kInspector, {}, {}});
  // As after a crash: nothing is left in memory.
  test().Restart();
  const auto read = Events("read");
  ASSERT_THAT(read, SizeIs(1));
  EXPECT_LT(read[0].id, Events("change")[0].id);
}

TEST_P(SecurityLog, ProvesItselfAndAHeadThatWasKept) {
  const ProofReport report = Prove(store(), {}, folder_);
  EXPECT_EQ(Describe(report.findings), "");
  EXPECT_GT(report.log_events, 0);
  EXPECT_EQ(Findings({{}, report.log_head.digest}), "");
  EXPECT_THAT(Findings({{}, std::string(64, 'a')}), HasSubstr("被截短或换过"));
}

TEST_P(SecurityLog, IsArchivedAfterItsTimeProvenAndOnlyThenPruned) {
  const auto old_head = Prove(store(), {}, folder_).log_head;
  EXPECT_FALSE(*ArchiveSecurityLog(school())) << "younger than the settings say";
  clock().MoveDays(180 + 31);
  school().Note({0, test().now(), "x", "read", "::1", "{}"});
  school().WriteTraces();
  const auto archived = ArchiveSecurityLog(school());
  ASSERT_TRUE(archived) << Describe(archived.error());
  ASSERT_TRUE(*archived);
  EXPECT_EQ(fs::status(**archived).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  const auto proof = ProveSecurityArchive(**archived);
  ASSERT_TRUE(proof);
  EXPECT_EQ(Describe(proof->findings), "");
  EXPECT_EQ(proof->manifest.digest, old_head.digest);
  EXPECT_THAT(Events(kLogArchived), SizeIs(1));
  EXPECT_EQ(Findings(), "") << "the log goes on from its archive";
  EXPECT_EQ(Findings({{}, old_head.digest}), "") << "a head that was kept is found in the archive";
  fs::remove(**archived);
  EXPECT_THAT(Findings(), HasSubstr("有归档文件不在了"));
}

}  // namespace
}  // namespace shouze
