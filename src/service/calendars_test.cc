#include "service/calendars.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/obligation_deadline.h"
#include "service/proposals.h"
#include "service/units.h"
#include "testing/test_school.h"

namespace shouze {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class Calendars : public SchoolTest {
 protected:
  ExplainDueAnswer Due(std::string_view from, std::optional<int> workdays,
                       std::optional<int> days = {}, std::optional<int> hours = {}) {
    return test().Must(kExplainDue, "nobody", {Label(std::string(from)), workdays, days, hours});
  }
  DeadlineAnswer Explained(std::string_view unit, std::string_view key) {
    return test().Must(kExplainObligation, "office",
                       {2026, Label(std::string(unit)), Label(std::string(key))});
  }
};
SHOUZE_ON_BOTH_DATABASES(Calendars);

TEST_P(Calendars, AreListedByYear) {
  const auto years = test().Must(kListCalendars, "nobody", {}).calendars;
  ASSERT_THAT(years, SizeIs(4));
  EXPECT_EQ(years.front().year, 2023);
  EXPECT_EQ(years.back().year, 2026);
  EXPECT_GT(years.back().since, years.front().since);
  EXPECT_THAT(years.back().papers, testing::Not(IsEmpty()));
  EXPECT_THAT(years.back().work, testing::Contains(*MakeDate(2026, 10, 10)));
}

TEST_P(Calendars, ExplainAnyDeadlineDayByDay) {
  const auto due = Due("2026-09-30T10:00", 3);
  EXPECT_EQ(due.due_text, "2026-10-10 24:00（周六）");
  EXPECT_EQ(due.steps.back().why, "补班，计第 3 日");
  EXPECT_EQ(due.steps.back().weekday, "周六");
  EXPECT_EQ(due.from_text, "2026-09-30 10:00（周三）");
  EXPECT_THAT(Due("2026-09-29", {}, 3).steps.back().why, "顺延后的期满日");
  const auto hours = Due("2026-09-30T10:00", {}, {}, 24);
  EXPECT_THAT(hours.steps, IsEmpty());
  EXPECT_EQ(hours.note, "满 24 小时，节假日照计，不顺延");
}

TEST_P(Calendars, NeverGuessAYear) {
  const auto due = Due("2026-12-30T10:00", 5);
  EXPECT_FALSE(due.due.has_value());
  EXPECT_EQ(due.missing_year, 2027);
}

TEST_P(Calendars, AskForOneLengthAndAnInstant) {
  const auto fault = [&](const ExplainDueRequest& request) {
    const auto refused = test().Run(kExplainDue, "nobody", request);
    return refused ? std::string() : refused.error().front().where;
  };
  EXPECT_EQ(fault({"2026-09-30", {}, {}, {}}), "/workdays");
  EXPECT_EQ(fault({"2026-09-30", 1, 1, {}}), "/workdays");
  EXPECT_EQ(fault({"2026-09-30", -1, {}, {}}), "/workdays");
  EXPECT_EQ(fault({"2026-09-30", {}, {}, 10'001}), "/hours");
  EXPECT_EQ(fault({"2026-02-30", 1, {}, {}}), "/from");
}

TEST_P(Calendars, ExplainAnObligationOfARecord) {
  const std::string id = test().Register("vulnerability", {"A1"}, {{"system", "教务系统"}});
  const auto explained = Explained("A1", Concat("5.1/fix/", id));
  EXPECT_EQ(explained.record_title, Concat("漏洞 ", id, "（教务系统）"));
  EXPECT_EQ(explained.start, test().now());
  EXPECT_THAT(explained.rule_text, HasSubstr("3 个工作日内"));
  EXPECT_THAT(explained.steps, SizeIs(4));
  EXPECT_EQ(explained.due_text, "2026-03-05 24:00（周四）");
  EXPECT_EQ(explained.due, explained.original_due);
  EXPECT_FALSE(explained.extended_at.has_value());
}

TEST_P(Calendars, ExplainHoursNamedDatesAndDatesOfRecords) {
  const std::string notice = test().Register("notice", {"A1"}, {});
  EXPECT_EQ(Explained("A1", Concat("5.2/rectify/", notice)).note, "满 24 小时，节假日照计，不顺延");
  EXPECT_THAT(Explained("A1", "1/sign").steps.front().why, HasSubstr("责任书报送截止日"));
  const std::string drill =
      test().Register("drill", {"A1"}, {{"due_on", std::string("2026-04-01")}});
  EXPECT_THAT(Explained("A1", Concat("6.1/file/", drill)).steps.front().why,
              HasSubstr("备案材料期限"));
  const std::string meeting = test().Register("meeting", {"A1"}, {});
  EXPECT_THAT(Explained("A1", Concat("3.2/attend/", meeting)).steps.front().why, HasSubstr("当日"));
}

TEST_P(Calendars, ExplainWhatAnExtensionMoved) {
  const auto proposed = test().Must(kProposeExtension, "office",
                                    {2026, "A1", "1/sign", SchoolTime("2026-04-10"), "院系调整"});
  test().Must(kApproveProposal, "office2", {Label(proposed.id), ""});
  const auto explained = Explained("A1", "1/sign");
  EXPECT_EQ(explained.original_due_text, "2026-03-31 24:00（周二）");
  EXPECT_EQ(explained.due_text, "2026-04-10 24:00（周五）");
  EXPECT_EQ(explained.extension_reason, "院系调整");
  EXPECT_EQ(explained.extended_at, test().now());
}

TEST_P(Calendars, ExplainTheLaterDateOfANewUnit) {
  test().Must(kFoundUnit, "office",
              {"N3", "新院", "teaching", *MakeDate(2026, 3, 25), {{"headcount", 5}}});
  const auto explained = Explained("N3", "1/sign");
  EXPECT_THAT(explained.note, HasSubstr("年内设立"));
  EXPECT_EQ(explained.due, explained.original_due);
  EXPECT_THAT(explained.steps.back().why, HasSubstr("计第 10 日"));
}

TEST_P(Calendars, KnowNoObligationThatIsNotThere) {
  const auto refused = test().Run(kExplainObligation, "contact-a", {2026, "A1", "5.1/fix/r99"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().front().where, "/obligation");
  const auto other = test().Run(kExplainObligation, "contact-a", {2026, "B2", "1/sign"});
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().front().code, ErrorCode::kForbidden);
}

}  // namespace
}  // namespace shouze
