#include "service/fact_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/proof.h"
#include "service/proposals.h"
#include "service/records.h"
#include "testing/test_school.h"

namespace shouze {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class FactWordsTest : public SchoolTest {
 protected:
  std::string Vulnerability() {
    return test().Register("vulnerability", {"A1"}, {{"system", std::string("教务系统")}});
  }
  EntryRow Newest() { return test().Must(kReadLedger, "inspector", {}).entries.front(); }
  ProposedActRow Proposed() {
    return test().Must(kListProposals, "office2", {}).proposals.front().acts.front();
  }
};
SHOUZE_ON_BOTH_DATABASES(FactWordsTest);

TEST_P(FactWordsTest, SayWhatARecordIs) {
  const std::string id = Vulnerability();
  EXPECT_EQ(Newest().text, Concat("登记台账 信息工程学院 漏洞 ", id, "（教务系统）"));
  EXPECT_THAT(Newest().units, ElementsAre("A1"));
}

TEST_P(FactWordsTest, SayWhatIsAskedForInAProposal) {
  const std::string id = Vulnerability();
  const Label key(Concat("5.1/fix/", id));
  test().Must(kProposeWaiver, "office", {2026, "A1", key, "", "系统已下线"});
  EXPECT_EQ(Proposed().text,
            Concat("豁免 信息工程学院 漏洞整改：漏洞 ", id, "（教务系统）（", key, "）"));
  EXPECT_EQ(Proposed().kind_name, "豁免");
  EXPECT_THAT(Proposed().units, ElementsAre("A1"));
  EXPECT_THAT(Newest().text, HasSubstr("提请批准 豁免 信息工程学院"));
  test().Must(kProposeExtension, "office",
              {2026, "A1", "1/sign", SchoolTime("2026-04-10"), "院系调整"});
  EXPECT_EQ(Proposed().text, "延期 信息工程学院 签订责任书（1/sign） 延至 2026-04-10 24:00");
}

TEST_P(FactWordsTest, ARecordThatIsOnlyProposedHasNoNumber) {
  test().Must(kRegisterRecord, "office",
              {"meeting",
               {"A1", "B2"},
               false,
               SchoolTime("2026-02-02T09:00"),
               {{"name", std::string("例会")}},
               "补登"});
  EXPECT_EQ(Proposed().text, "登记台账 信息工程学院、教务处 网络安全工作会议（例会）");
}

TEST_P(FactWordsTest, WhatHasEndedIsToldByWhatItWas) {
  const std::string id = Vulnerability();
  test().Must(kWithdrawRecord, "centre", {Label(id), "误报"});
  EXPECT_EQ(Newest().text, Concat("撤销台账 信息工程学院 漏洞 ", id, "（教务系统）"));
  EXPECT_THAT(Newest().units, ElementsAre("A1"));
}

TEST_P(FactWordsTest, SayWhatWasHandedInAndHowItWasReviewed) {
  test().Review(test().HandIn("contact-a", "A1", "1/sign"), Verdict::kReturned);
  EXPECT_EQ(Newest().text, "审核 信息工程学院 签订责任书（1/sign） 退回");
}

TEST_P(FactWordsTest, EveryEntryHasWords) {
  for (const EntryRow& entry : test().Must(kReadLedger, "office", {}).entries) {
    EXPECT_THAT(entry.text, HasSubstr(entry.kind_name)) << entry.kind;
    EXPECT_GT(entry.text.size(), entry.kind_name.size()) << entry.kind;
  }
}

}  // namespace
}  // namespace shouze
