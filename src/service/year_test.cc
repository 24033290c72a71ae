#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "service/cycles.h"
#include "service/facts_files.h"
#include "service/notices.h"
#include "service/proof.h"
#include "service/proposals.h"
#include "service/records.h"
#include "service/reviews.h"
#include "service/sheets.h"
#include "service/stages.h"
#include "service/units.h"
#include "testing/test_school.h"

/// Units come and go, calendars arrive late, sheets are frozen.
namespace shouze {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string TextOf(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

class Year : public SchoolTest {
 protected:
  std::string FindingsOf(std::optional<std::string> head = {}) {
    return Describe(Prove(store(), {head, {}}).findings);
  }
};
SHOUZE_ON_BOTH_DATABASES(Year);

TEST_P(Year, AMergedUnitsOpenMattersGoToItsSuccessor) {
  const std::string open = test().Register("notice", {"A1"}, {{"name", std::string("通报")}});
  const std::string done = test().Register("notice", {"A1"}, {{"name", std::string("另一份")}});
  const auto submission = test().HandIn("contact-a", "A1", Concat("5.2/rectify/", done));
  test().Review(submission, Verdict::kAccepted);
  const auto returned = test().HandIn("contact-a", "A1", Concat("5.2/rectify/", open));
  test().Review(returned, Verdict::kReturned);
  const auto answer = test().Must(kEndUnit, "office", {"A1", *MakeDate(2026, 3, 2), "B2", "并入"});
  EXPECT_THAT(answer.moved, ElementsAre(open));
  const auto row = test().ObligationOf("B2", Concat("5.2/rectify/", open));
  EXPECT_EQ(row.state, "returned");
  EXPECT_EQ(row.submissions.size(), 1U);
  clock().MoveDays(1);
  EXPECT_TRUE(test().Must(kReadWorkbench, "office", {2026, "A1"}).ended);
  EXPECT_FALSE(test().Run(kReadWorkbench, "contact-a", {2026, "A1"})) << "posts ended with it";
  EXPECT_EQ(FindingsOf(), "");
}

TEST_P(Year, UnitsAreNamedAndKindedAsThePolicyHasIt) {
  const auto wrong = test().Run(kFoundUnit, "office", {"C3", "新处", "castle", {}, {}});
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().front().where, "/kind");
  EXPECT_FALSE(test().Run(kFoundUnit, "office", {"C 3", "新处", "teaching", {}, {}}));
  EXPECT_FALSE(test().Run(kFoundUnit, "office", {"A1", "又一个", "teaching", {}, {}}));
  EXPECT_FALSE(test().Run(kFoundUnit, "centre", {"C3", "新处", "teaching", {}, {}}));
  test().Must(kFoundUnit, "office", {"C3", "新处", "teaching", *MakeDate(2026, 3, 2), {}});
  EXPECT_EQ(test().ObligationOf("C3", "1/sign").due_text, "2026-03-31 24:00");
  test().Must(kChangeUnit, "office", {"C3", "新新处", {}, {}, "更名"});
  EXPECT_EQ(test().ObligationOf("C3", "1/sign").unit_name, "新新处");
}

TEST_P(Year, ACalendarThatComesLateMovesWhatWaitedForIt) {
  clock().MoveTo(SchoolTime("2026-12-31T10:00"));
  const std::string id =
      test()
          .Must(kRegisterRecord, "centre", {"vulnerability", {"A1"}, false, clock().Now(), {}, ""})
          .id;
  const std::string key = Concat("5.1/fix/", id);
  EXPECT_THAT(test().ObligationOf("A1", key).due_text, HasSubstr("2027"));
  const std::string text =
      "year: 2027\npapers: [https://example.gov.cn/2027]\nholidays:\n  - {name: 元旦, days: "
      "[\"2027-01-01\"]}\nmake_up: []\n";
  const auto list = test().Must(kAddCalendar, "office", {text, true});
  EXPECT_FALSE(list.written);
  ASSERT_FALSE(list.moved.empty());
  EXPECT_EQ(list.moved.front().obligation, key);
  EXPECT_FALSE(list.needs_reason) << "nothing was judged by it yet";
  EXPECT_THAT(test().ObligationOf("A1", key).due_text, HasSubstr("2027")) << "a look alone";
  const auto unseen = test().Run(kAddCalendar, "office", {text});
  ASSERT_FALSE(unseen);
  EXPECT_EQ(unseen.error().front().where, "/moves");
  const auto added = test().Must(kAddCalendar, "office", {text, false, list.code});
  EXPECT_TRUE(added.written);
  EXPECT_THAT(added.cycles, ElementsAre(2026));
  EXPECT_EQ(test().ObligationOf("A1", key).due_text, "2027-01-06 24:00");
  std::vector<std::string> told;
  for (const auto& row : test().Must(kListNotices, "contact-a", {}).notices) {
    if (row.kind == "consequences") told.push_back(row.text);
  }
  EXPECT_THAT(told, ElementsAre(HasSubstr("改为 2027-01-06 24:00"))) << "one notice each";
  EXPECT_EQ(FindingsOf(), "");
}

TEST_P(Year, ACalendarThatChangesWhatWasJudgedNeedsAReason) {
  const std::string key = Concat("5.1/fix/", test().Register("vulnerability", {"A1"}, {}));
  test().HandIn("contact-a", "A1", key);
  clock().MoveTo(SchoolTime("2026-03-09T09:00"));
  // Tuesday 3rd to Thursday 5th off: the fix was due on the 5th, and is on the 10th.
  std::string text = TextOf("calendars/cn/2026.yaml");
  text.insert(text.find("holidays:\n") + 10,
              "  - {name: 校庆, days: [\"2026-03-03\", \"2026-03-04\", \"2026-03-05\"]}\n");
  const auto list = test().Must(kAddCalendar, "office", {text, true});
  EXPECT_TRUE(list.needs_reason);
  const auto silent = test().Run(kAddCalendar, "office", {text, false, list.code});
  ASSERT_FALSE(silent);
  EXPECT_EQ(silent.error().front().where, "/reason");
  test().Must(kAddCalendar, "office", {text, false, list.code, "通知更正"});
  EXPECT_EQ(test().ObligationOf("A1", key).due_text, "2026-03-10 24:00");
  // Back again: the days are not off, so the fix was due before it is.
  const auto back = test().Must(kAddCalendar, "office", {TextOf("calendars/cn/2026.yaml"), true});
  EXPECT_TRUE(back.needs_reason);
  EXPECT_EQ(FindingsOf(), "");
}

TEST_P(Year, AWaitingHandInOfAnEndedUnitStaysInTheQueue) {
  const std::string open = test().Register("notice", {"A1"}, {{"name", std::string("通报")}});
  test().HandIn("contact-a", "A1", Concat("5.2/rectify/", open));
  const auto yearly = test().HandIn("contact-a", "A1", "1/sign");
  clock().MoveDays(20);
  const EndUnitRequest end{"A1", *MakeDate(2026, 3, 6), "B2", "并入"};
  const auto unseen = test().Run(kEndUnit, "office", end);
  ASSERT_FALSE(unseen);
  EXPECT_THAT(unseen.error().front().where, HasSubstr("/loses/"));
  EXPECT_THAT(Describe(unseen.error()), HasSubstr("签订责任书"));
  EXPECT_THAT(Describe(unseen.error()), testing::Not(HasSubstr(open))) << "it goes to B2";
  EXPECT_THAT(test().MustKnowingly(kEndUnit, "office", end).moved, ElementsAre(open));
  std::vector<std::string> waiting;
  for (const auto& row : test().Must(kReviewQueue, "office", {2026}).queue) {
    waiting.push_back(Concat(row.obligation.unit, " ", row.obligation.key));
  }
  EXPECT_THAT(waiting, testing::UnorderedElementsAre(Concat("B2 5.2/rectify/", open), "A1 1/sign"));
  test().Review(yearly, Verdict::kAccepted);
  EXPECT_EQ(test().ObligationOf("B2", Concat("5.2/rectify/", open)).state, "submitted");
}

TEST_P(Year, AWrongCalendarIsToldByLineAndNothingChanges) {
  const std::int64_t before = test().entries();
  const auto wrong = test().Run(kAddCalendar, "office", {"year: 2027\nholydays: []\n"});
  ASSERT_FALSE(wrong);
  EXPECT_THAT(wrong.error().front().where, HasSubstr("calendar.yaml:"));
  EXPECT_EQ(test().entries(), before);
}

TEST_P(Year, FreezingNamesWhatBlocksItAndThenNeverChanges) {
  const std::string notice = test().Register("notice", {"A1"}, {});
  const auto submission = test().HandIn("contact-a", "A1", Concat("5.2/rectify/", notice));
  const auto blocked = test().Run(kAdvance, "office", {2026, Stage::kInitial, ""});
  ASSERT_FALSE(blocked);
  EXPECT_THAT(Describe(blocked.error()), HasSubstr("还没有审核"));
  test().Review(submission, Verdict::kAccepted);
  test().Must(kAdvance, "office", {2026, Stage::kInitial, ""});
  const auto cycles = test().Must(kListCycles, "office", {}).cycles;
  ASSERT_EQ(cycles.front().frozen.size(), 1U);
  const FrozenFact& frozen = cycles.front().frozen.front();
  EXPECT_EQ(frozen.sheets.size(), 2U);
  const std::int64_t entry = ParseInteger(frozen.id.substr(frozen.id.find('/') + 1)).value();
  const auto sheet = test().Must(kReadFrozenSheet, "office", {2026, "A1", entry}).text;

  test().Register("notice", {"A1"}, {});
  EXPECT_EQ(test().Must(kReadFrozenSheet, "office", {2026, "A1", entry}).text, sheet);
  EXPECT_FALSE(test().Run(kReadFrozenSheet, "contact-a", {2026, "B2", entry}));
  EXPECT_EQ(FindingsOf(), "");
  test().Restart();
  test().clock().MoveDays(1);
  test().Must(kAdvance, "office", {2026, Stage::kConfirming, ""});
  test().ConfirmAll();
  test().Must(kAdvance, "office", {2026, Stage::kFinal, ""});
  EXPECT_EQ(FindingsOf(), "") << "frozen after a restart as before it";
  const auto late = test().Run(kProposeWaiver, "office", {2026, "A1", "1/sign", "", "?"});
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().front().code, ErrorCode::kConflict);
}

TEST_P(Year, ExportedFactsAreImportedIntoAnotherSchoolWithTheSameSheets) {
  const std::string notice = test().Register("notice", {"A1"}, {{"name", std::string("通报")}});
  test().Review(test().HandIn("contact-a", "A1", Concat("5.2/rectify/", notice)),
                Verdict::kAccepted);
  const auto facts = test().Must(kExportFacts, "inspector", {2026, {}}).text;
  const auto other_store = OpenTestStore(GetParam());
  TestSchool other(**other_store);
  other.clock().MoveTo(clock().Now());
  const auto imported = ImportFacts(*other, facts);
  ASSERT_TRUE(imported) << Describe(imported.error());
  EXPECT_EQ(other.ObligationOf("A1", Concat("5.2/rectify/", notice)).state, "met");
  EXPECT_EQ(other.Must(kReadWorkbench, "office", {2026, "A1"}).total,
            test().Must(kReadWorkbench, "office", {2026, "A1"}).total);
  EXPECT_FALSE(ImportFacts(*other, facts)) << "its records are there already";
  EXPECT_EQ(Describe(Prove(**other_store, {}).findings), "");
}

TEST_P(Year, AnotherProcesssEntriesAreSeenAndBuiltOn) {
  const auto other = test().Another();
  const std::string notice = test().Register("notice", {"A1"}, {});
  EXPECT_TRUE(other->CatchUp());
  EXPECT_FALSE(other->CatchUp());
  EXPECT_EQ(other->head(), school().head());
  test().Register("notice", {"B2"}, {});
  const auto founded =
      other->Run(kFoundUnit, other->Operator(), FoundUnitRequest{"C3", "新处", "teaching", {}, {}});
  ASSERT_TRUE(founded);
  EXPECT_TRUE(school().CatchUp());
  EXPECT_EQ(FindingsOf(school().head().digest), "");
  EXPECT_THAT(FindingsOf(std::string(64, 'f')), HasSubstr("截去"));
}

TEST_P(Year, ARestartChangesNothing) {
  const std::string notice = test().Register("notice", {"A1", "B2"}, {});
  test().HandIn("contact-a", "A1", Concat("5.2/rectify/", notice));
  const SheetRequest request{2026, "A1", clock().Now(), Knowledge::kToday, {}, {}};
  const auto before = test().Must(kReadSheet, "office", request).text;
  const auto head = school().head();
  test().Restart();
  EXPECT_EQ(test().Must(kReadSheet, "office", request).text, before);
  EXPECT_EQ(school().head(), head);
}

}  // namespace
}  // namespace shouze
