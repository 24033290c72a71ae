#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/reminders.h"
#include "testing/test_school.h"

/// Whom the office has to speak to, and why.
namespace shouze {
namespace {

class Reminders : public SchoolTest {
 protected:
  void SetUp() override {
    SchoolTest::SetUp();
    if (IsSkipped()) return;
    fix_ = Concat("5.1/fix/", test().Register("vulnerability", {"A1"},
                                              {{"system", std::string("教务系统")},
                                               {"number", std::string("CVE-1")}}));
  }
  /// Why the unit is reminded of mending the vulnerability; absent: it is not.
  std::optional<RemindedFor> Why(int days) {
    for (const ReminderRow& row : test().Must(kListReminders, "office", {2026, days}).reminders) {
      if (row.obligation.key == fix_) return row.why;
    }
    return std::nullopt;
  }

  std::string fix_;  ///< Due in three workdays.
};
SHOUZE_ON_BOTH_DATABASES(Reminders);

TEST_P(Reminders, FromTheDaysAskedForUntilSomethingIsHandedIn) {
  EXPECT_EQ(Why(0), std::nullopt);
  EXPECT_EQ(Why(30), RemindedFor::kSoon);
  const auto id = test().HandIn("contact-a", "A1", fix_);
  EXPECT_EQ(Why(30), std::nullopt);
  test().Review(id, Verdict::kReturned);
  EXPECT_EQ(Why(0), RemindedFor::kReturned);
}

TEST_P(Reminders, OfWhatWasMissed) {
  clock().MoveDays(30);
  EXPECT_EQ(Why(0), RemindedFor::kMissed);
}

TEST_P(Reminders, ForWhoReadsTheSchoolAndForDaysThatMakeSense) {
  EXPECT_FALSE(test().Run(kListReminders, "contact-a", {2026, 7}));
  const auto wrong = test().Run(kListReminders, "office", {2026, 367});
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().front().where, "/days");
}

}  // namespace
}  // namespace shouze
