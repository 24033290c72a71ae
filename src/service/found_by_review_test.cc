#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "service/cycles.h"
#include "service/facts_files.h"
#include "service/proof.h"
#include "service/records.h"
#include "service/roles.h"
#include "service/sheets.h"
#include "service/stages.h"
#include "service/units.h"
#include "testing/test_school.h"

namespace shouze {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

/// What a review found, each as its smallest case.
class FoundByReview : public SchoolTest {
 protected:
  /// The seed policy with one of its lines replaced, for 2027; `to`: how far the cycle goes.
  void MakeNextYear(const std::string& line, const std::string& with, Stage to) {
    std::ifstream file("policies/czie-2024.yaml", std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    const std::size_t at = text.find(line);
    ASSERT_NE(at, std::string::npos);
    text.replace(at, line.size(), with);
    const auto policy = test().Must(kAddPolicy, "office", {text});
    test().Must(kPrepareCycle, "office", {2027, Label(policy.id), {}});
    if (to != Stage::kPreparing) test().Must(kAdvance, "office", {2027, to, ""});
  }
};
SHOUZE_ON_BOTH_DATABASES(FoundByReview);

TEST_P(FoundByReview, IdsOfAnImportedYearAreNotGivenAgain) {
  const std::int64_t next = test().entries() + 2;
  const auto record = [&](std::string_view id) {
    return Concat(R"({"id": "r)", next, id, R"(", "unit": "A1", "kind": "notice", "at": )",
                  R"("2026-03-01T09:00:00+08:00", "fields": {}})");
  };
  const auto imported = ImportFacts(
      school(), Concat(R"({"cycle": {"year": 2026}, "units": [{"code": "A1", "kind": "teaching",)",
                       R"( "headcount": 40, "info_admins": 0}], "records": [)", record(""), "]}"));
  ASSERT_TRUE(imported) << Describe(imported.error());
  const auto one = test().Register("notice", {"A1"}, {});
  EXPECT_EQ(one, Concat("r", next, "-2"));
  EXPECT_EQ(test().Register("notice", {"A1"}, {}), Concat("r", next + 1));
  EXPECT_EQ(Describe(Prove(store(), {}).findings), "");
}

TEST_P(FoundByReview, PreparingTheNextYearChangesNobodysRights) {
  const auto is_head = [&] {
    const auto held = test().As("head-a").held;
    return std::ranges::any_of(held,
                               [](const HeldRole& one) { return one.role == Role::kUnitHead; });
  };
  EXPECT_TRUE(is_head());
  MakeNextYear("{id: head, name: 行政主要负责人, signs: true}", "{id: head, name: 行政主要负责人}",
               Stage::kPreparing);
  EXPECT_TRUE(is_head());
  test().Must(kAdvance, "office", {2027, Stage::kOpen, ""});
  EXPECT_FALSE(is_head()) << "the newest cycle that is open decides";
}

TEST_P(FoundByReview, AUnitKindOfTheNextYearOnlyLeavesThisYearAsItIs) {
  MakeNextYear("  - {id: teaching, name: 教学单位}",
               "  - {id: teaching, name: 教学单位}\n  - {id: institute, name: 研究院}",
               Stage::kOpen);
  const auto now = test().Run(kFoundUnit, "office", {"C3", "研究院", "institute", {}, {}});
  ASSERT_FALSE(now);
  EXPECT_EQ(now.error().front().where, "/kind");
  EXPECT_FALSE(test().Run(kChangeUnit, "office", {"A1", {}, "institute", {}, "改制"}));
  test().Must(kFoundUnit, "office", {"C3", "研究院", "institute", *MakeDate(2027, 1, 1), {}});
  const auto this_year = test().Must(kReadOverview, "office", {2026});
  EXPECT_THAT(this_year.units, SizeIs(2));
  EXPECT_THAT(this_year.left_out, IsEmpty());
  EXPECT_THAT(test().Must(kReadOverview, "office", {2027}).units, SizeIs(3));
  RegisterRecordRequest all;
  all.kind = "notice";
  all.units = {"A1", "C3"};
  all.at = clock().Now();
  const auto shared = test().Must(kRegisterRecord, "office", all);
  EXPECT_EQ(test().ObligationOf("A1", Concat("5.2/rectify/", shared.id)).state, "open");
  EXPECT_TRUE(test().Run(kAdvance, "office", {2026, Stage::kInitial, ""}));
  EXPECT_EQ(Describe(Prove(store(), {}).findings), "");
}

TEST_P(FoundByReview, AUnitOfAKindThatAYearDoesNotKnowIsLeftOutAndListed) {
  MakeNextYear("  - {id: administrative, name: 党政管理部门}\n", "", Stage::kOpen);
  const auto next = test().Must(kReadOverview, "office", {2027});
  ASSERT_THAT(next.units, SizeIs(1));
  EXPECT_EQ(next.units[0].unit, "A1");
  ASSERT_THAT(next.left_out, SizeIs(1));
  EXPECT_EQ(next.left_out[0].unit, "B2");
  EXPECT_THAT(next.left_out[0].message, HasSubstr("administrative"));
  const auto none = test().Run(kReadWorkbench, "head-b", {2027, "B2"});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().front().code, ErrorCode::kNotFound);
  test().Register("notice", {"A1", "B2"}, {});
  EXPECT_THAT(test().Must(kReadOverview, "office", {2026}).units, SizeIs(2));
  EXPECT_TRUE(test().Run(kExportFacts, "office", {2027, {}}));
}

TEST_P(FoundByReview, WhatWasKnownIsAskedOfEntriesThatAreThere) {
  const auto ask = [&](std::int64_t known_to) {
    return test().Run(kReadSheet, "office", {2026, "A1", {}, {}, known_to, {}});
  };
  EXPECT_TRUE(ask(test().entries()));
  for (const std::int64_t wrong : {std::int64_t{-1}, test().entries() + 1}) {
    const auto answer = ask(wrong);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().front().code, ErrorCode::kInvalidInput);
    EXPECT_EQ(answer.error().front().where, "/known_to");
  }
}

TEST_P(FoundByReview, ARoleEndsOnce) {
  std::string role;
  for (const RoleFact& one : test().Must(kListRoles, "secadmin", {}).roles) {
    if (one.role == Role::kCoOrganiser) role = one.id;
  }
  clock().MoveDays(1);
  test().Must(kEndRole, "operator", {Label(role)});
  clock().MoveDays(10);
  const auto again = test().Run(kEndRole, "operator", {Label(role)});
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().front().code, ErrorCode::kConflict);
}

TEST_P(FoundByReview, APostRegisteredByMistakeWasNeverHeld) {
  const auto post =
      test().Must(kAssignPost, "office",
                  {"B2", "security_lead", test().AccountOf("nobody"), *MakeDate(2026, 1, 1), {}});
  EXPECT_EQ(test().ObligationOf("B2", "2/lead").state, "met");
  EXPECT_FALSE(test().Run(kWithdrawPost, "head-b", {Label(post.id), "?"}));
  test().Must(kWithdrawPost, "office", {Label(post.id), "登记到了别的单位"});
  EXPECT_EQ(test().ObligationOf("B2", "2/lead").state, "open");
  EXPECT_THAT(test().As("nobody").held, SizeIs(1)) << "nobody holds a post any more";
  EXPECT_FALSE(test().Run(kWithdrawPost, "office", {Label(post.id), "?"}));
}

}  // namespace
}  // namespace shouze
