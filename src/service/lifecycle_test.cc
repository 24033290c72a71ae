#include "kernel/lifecycle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/proof.h"
#include "service/proposals.h"
#include "service/records.h"
#include "service/sheets.h"
#include "service/stages.h"
#include "testing/test_school.h"

/// The steps of a year, and what takes two persons at its end.
namespace shouze {
namespace {

using testing::HasSubstr;

/// Monday, 2026-12-21.
class DecemberDay : public SchoolTest {
 protected:
  void SetUp() override {
    SchoolTest::SetUp();
    if (!IsSkipped()) clock().MoveTo(SchoolTime("2026-12-21T09:00"));
  }
  template <class Answer>
  static std::string WhyNot(const ResultOrErrors<Answer>& answer) {
    return answer ? "" : Concat(answer.error().front().where, ": ", answer.error().front().message);
  }
  std::string Findings() { return Describe(Prove(store(), {}).findings); }
};

/// Every step there is not, tried by both who take steps, at every stage.
class Lifecycle : public DecemberDay {
 protected:
  static constexpr Stage kAll[] = {Stage::kPreparing,  Stage::kOpen,    Stage::kInitial,
                                   Stage::kConfirming, Stage::kFinal,   Stage::kApproved,
                                   Stage::kPublished,  Stage::kArchived};
  bool Take(Stage to, Action by) {
    if (by == Action::kChangeCycle) {
      return test().Run(kAdvance, "office", {2026, to, "因故", {}, {}}).has_value();
    }
    return test()
        .Run(kDecideResult, "leader", {2026, to, "3 号", *MakeDate(2026, 12, 21), "因故"})
        .has_value();
  }
  void ExpectOnlyTheTable(Stage from) {
    const std::int64_t before = test().entries();
    for (const Stage to : kAll) {
      for (const Action by : {Action::kChangeCycle, Action::kDecideResult}) {
        if (FindStep(from, to, by) != nullptr) continue;
        EXPECT_FALSE(Take(to, by)) << ChineseName(from) << " → " << ChineseName(to);
      }
    }
    EXPECT_EQ(test().entries(), before);
    EXPECT_EQ(test().Must(kListCycles, "office", {}).cycles.front().stage, from);
  }
};
SHOUZE_ON_BOTH_DATABASES(Lifecycle);

TEST_P(Lifecycle, HasTheStepsOfTheTableAndNoOther) {
  ExpectOnlyTheTable(Stage::kOpen);
  for (const Stage to : {Stage::kInitial, Stage::kConfirming, Stage::kFinal, Stage::kApproved,
                         Stage::kPublished, Stage::kArchived}) {
    if (to == Stage::kFinal) test().ConfirmAll();
    ASSERT_TRUE(Take(to, to == Stage::kApproved ? Action::kDecideResult : Action::kChangeCycle))
        << ChineseName(to);
    ExpectOnlyTheTable(to);
  }
  EXPECT_TRUE(Take(Stage::kPublished, Action::kChangeCycle));
  EXPECT_TRUE(Take(Stage::kApproved, Action::kChangeCycle));
  EXPECT_TRUE(Take(Stage::kFinal, Action::kDecideResult));
  EXPECT_TRUE(Take(Stage::kConfirming, Action::kChangeCycle));
  EXPECT_TRUE(Take(Stage::kOpen, Action::kChangeCycle));
  EXPECT_EQ(Findings(), "");
}

TEST_P(Lifecycle, GoingBackNeedsAReason) {
  ASSERT_TRUE(Take(Stage::kInitial, Action::kChangeCycle));
  EXPECT_THAT(WhyNot(test().Run(kAdvance, "office", {2026, Stage::kOpen, ""})),
              HasSubstr("/reason"));
}

/// 一票否决.
class Veto : public DecemberDay {
 protected:
  auto Register(FieldValues fields, std::string reason) {
    RegisterRecordRequest request;
    request.kind = "accountability";
    request.units = {"A1"};
    request.at = clock().Now();
    request.fields = std::move(fields);
    request.reason = std::move(reason);
    return test().Run(kRegisterRecord, "office", request);
  }
};
SHOUZE_ON_BOTH_DATABASES(Veto);

TEST_P(Veto, NeedsADocumentAndTwoPersonsAndIsUndoneByADocument) {
  EXPECT_THAT(WhyNot(Register({}, "问责")), HasSubstr("/fields/document"));
  const FieldValues fields{{"document", std::string("苏教〔2026〕9 号")},
                           {"measures", std::string("约谈")}};
  EXPECT_THAT(WhyNot(Register(fields, "")), HasSubstr("/reason"));
  const auto asked = Register(fields, "上级问责");
  ASSERT_TRUE(asked) << WhyNot(asked);
  ASSERT_NE(asked->proposal, "");
  EXPECT_FALSE(test().Must(kReadWorkbench, "office", {2026, "A1"}).vetoed);
  EXPECT_FALSE(test().Run(kApproveProposal, "office", {Label(asked->proposal), ""}));
  const auto facts = test().Must(kApproveProposal, "office2", {Label(asked->proposal), ""}).facts;
  const auto vetoed = test().Must(kReadWorkbench, "office", {2026, "A1"});
  EXPECT_TRUE(vetoed.vetoed);
  EXPECT_EQ(vetoed.total, Points{});
  EXPECT_GT(vetoed.computed_total, Points{});
  EXPECT_THAT(WhyNot(test().Run(kWithdrawRecord, "office", {Label(facts.front()), "撤销"})),
              HasSubstr("/document"));
  const auto undo = test().Must(kWithdrawRecord, "office",
                                {Label(facts.front()), "复议撤销", Label("苏教〔2026〕12 号")});
  ASSERT_NE(undo.proposal, "");
  test().Must(kApproveProposal, "office2", {Label(undo.proposal), ""});
  EXPECT_FALSE(test().Must(kReadWorkbench, "office", {2026, "A1"}).vetoed);
  EXPECT_EQ(Findings(), "");
}

}  // namespace
}  // namespace shouze
