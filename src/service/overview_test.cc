#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "service/reminders.h"
#include "service/results.h"
#include "service/reviews.h"
#include "service/sheets.h"
#include "testing/test_school.h"

namespace shouze {
namespace {

using testing::SizeIs;

class Overview : public SchoolTest {
 protected:
  OverviewAnswer Read() { return test().Must(kReadOverview, "office", {2026}); }
};
SHOUZE_ON_BOTH_DATABASES(Overview);

TEST_P(Overview, TellsTheTotalsThatTheResultsTell) {
  test().Register("vulnerability", {"A1"}, {{"system", std::string("教务系统")}});
  const Totals here = Read().totals;
  const Totals there = test().Must(kReadResults, "office", {2026}).totals;
  EXPECT_EQ(here.units, 2);
  EXPECT_EQ(here.mean, Points{99'000});
  EXPECT_EQ(here.mean, there.mean);
  EXPECT_EQ(here.median, there.median);
  EXPECT_EQ(here.lowest, there.lowest);
  ASSERT_THAT(here.bands, SizeIs(there.bands.size()));
  for (std::size_t i = 0; i < here.bands.size(); ++i) {
    EXPECT_EQ(here.bands[i].from, there.bands[i].from);
    EXPECT_EQ(here.bands[i].units, there.bands[i].units);
  }
}

TEST_P(Overview, CountsAsBehindWhomTheRemindersName) {
  const std::string one =
      test().Register("vulnerability", {"A1"}, {{"system", std::string("教务系统")}});
  test().Register("notice", {"B2"}, {{"name", std::string("弱口令")}});
  clock().MoveTo(SchoolTime("2026-03-09T09:00"));
  // A1 has mended it, too late: nobody has to be spoken to about that.
  test().Review(test().HandIn("contact-a", "A1", Concat("5.1/fix/", one)), Verdict::kAccepted);
  const OverviewFigures figures = Read().figures;
  std::set<std::string> named;
  for (const ReminderRow& row : test().Must(kListReminders, "office", {2026, 7}).reminders) {
    if (row.why == RemindedFor::kMissed) named.insert(row.obligation.unit);
  }
  EXPECT_EQ(named, std::set<std::string>{"B2"});
  EXPECT_EQ(figures.units_behind, static_cast<int>(named.size()));
  EXPECT_EQ(figures.missed, 1);
  EXPECT_EQ(figures.late, 1);
}

TEST_P(Overview, CountsAsWaitingWhatTheReviewQueueHolds) {
  const std::string one =
      test().Register("vulnerability", {"A1"}, {{"system", std::string("教务系统")}});
  clock().MoveTo(SchoolTime("2026-03-09T09:00"));
  test().HandIn("contact-a", "A1", "1/sign");
  // Handed in too late, it waits for a review as well.
  test().HandIn("contact-a", "A1", Concat("5.1/fix/", one));
  const auto queue = test().Must(kReviewQueue, "office", {2026}).queue;
  const OverviewFigures figures = Read().figures;
  EXPECT_THAT(queue, SizeIs(2));
  EXPECT_EQ(figures.waiting, 2);
  EXPECT_EQ(figures.units_waiting, 1);
}

}  // namespace
}  // namespace shouze
