#include "service/policy_reading.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "policy/show.h"
#include "service/cycles.h"
#include "testing/test_school.h"

namespace shouze {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

template <class Row>
const Row& ById(const std::vector<Row>& rows, std::string_view id) {
  const auto found = std::ranges::find(rows, id, &Row::id);
  if (found == rows.end()) throw std::runtime_error(Concat("there is no ", id));
  return *found;
}

class PolicyReading : public SchoolTest {
 protected:
  std::string Id() { return test().Must(kListPolicies, "nobody", {}).policies.front().id; }
  ReadPolicyAnswer Read() { return test().Must(kReadPolicyWhole, "nobody", {Label(Id())}); }
  PolicyIndicator Indicator(std::string_view id) {
    for (const PolicyAspect& aspect : Read().aspects) {
      for (const PolicyIndicator& indicator : aspect.indicators) {
        if (indicator.id == id) return indicator;
      }
    }
    throw std::runtime_error(Concat("there is no ", id));
  }
};
SHOUZE_ON_BOTH_DATABASES(PolicyReading);

TEST_P(PolicyReading, ListsPoliciesWithTheYearsThatPinThem) {
  const auto rows = test().Must(kListPolicies, "nobody", {}).policies;
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0].name, "czie-2024");
  EXPECT_EQ(rows[0].id, rows[0].digest);
  EXPECT_THAT(rows[0].title, HasSubstr("网络安全责任制"));
  EXPECT_THAT(rows[0].years, ElementsAre(2026));
}

TEST_P(PolicyReading, ShowsEveryPartOfTheText) {
  const auto whole = Read();
  EXPECT_THAT(whole.articles, SizeIs(14));
  EXPECT_THAT(whole.agreement.clauses, SizeIs(10));
  EXPECT_THAT(whole.unit_kinds, SizeIs(4));
  EXPECT_EQ(ById(whole.unit_fields, "info_admins").counts, "info_admin");
  EXPECT_TRUE(ById(whole.posts, "head").signs);
  EXPECT_EQ(ById(whole.dates, "supplement_until").day, 20);
  EXPECT_THAT(whole.aspects, SizeIs(10));
  ASSERT_TRUE(whole.veto.has_value());
  EXPECT_EQ(whole.veto->text, "每次上级问责使当年总分记 0 分");
  EXPECT_EQ(whole.settings.feedback_workdays, 5);
}

TEST_P(PolicyReading, HasTheSentencesOfTheShownText) {
  const auto file = FindPolicy(View(school(), test().now()), Id());
  ASSERT_TRUE(file);
  for (const PolicyAspect& aspect : Read().aspects) {
    for (const PolicyIndicator& indicator : aspect.indicators) {
      const std::string shown = ShowPolicy(**file, indicator.id).value();
      for (const PolicyDuty& duty : indicator.duties) {
        EXPECT_THAT(shown, HasSubstr(Concat("何时产生：", duty.trigger_text, "\n")));
        EXPECT_THAT(shown, HasSubstr(Concat("期限：", duty.deadline_text, "\n")));
        EXPECT_THAT(shown, HasSubstr(Concat("完成：", duty.completion_text, "\n")));
        EXPECT_THAT(shown, HasSubstr(duty.resubmission_text));
      }
      for (const PolicyRule& rule : indicator.rules) {
        EXPECT_THAT(shown, HasSubstr(Concat(rule.name, "：", rule.text, "（", rule.clause)));
      }
      for (const std::string& reading : indicator.readings) {
        EXPECT_THAT(shown, HasSubstr(ById(Read().readings, reading).question));
      }
    }
  }
}

TEST_P(PolicyReading, TellsWhatAFormOfARecordNeeds) {
  const auto kinds = Read().kinds;
  const auto& system = ById(kinds, "system");
  EXPECT_THAT(system.registered_by, ElementsAre("office", "centre"));
  const auto& filing = ById(system.fields, "filing_due");
  EXPECT_EQ(filing.type, "date");
  EXPECT_TRUE(filing.expected);
  ASSERT_THAT(filing.expected_when, SizeIs(1));
  EXPECT_EQ(filing.expected_when[0].field, "level");
  EXPECT_THAT(filing.expected_when[0].values, ElementsAre("2", "3", "4", "5"));
  EXPECT_THAT(filing.due_for, ElementsAre("7.1/file"));
  const auto& severity = ById(ById(kinds, "vulnerability").fields, "severity");
  EXPECT_THAT(severity.choices, SizeIs(5));
  EXPECT_TRUE(ById(ById(kinds, "training").fields, "attendees").per_unit);
  EXPECT_TRUE(ById(ById(kinds, "training").fields, "hours").required);
  EXPECT_TRUE(ById(ById(kinds, "meeting").fields, "name").title);
  EXPECT_TRUE(ById(ById(kinds, "recurrence").fields, "of").same_unit);
  EXPECT_TRUE(ById(kinds, "accountability").veto);
}

TEST_P(PolicyReading, TellsWhatBringsADutyAndWhatItCosts) {
  const auto major = Indicator("6.2");
  const auto& report = ById(major.duties, "report");
  EXPECT_EQ(report.each, "incident");
  ASSERT_THAT(report.when, SizeIs(1));
  EXPECT_EQ(report.when[0].field, "major");
  EXPECT_THAT(report.when[0].values, ElementsAre("true"));
  const auto notices = Indicator("5.2");
  EXPECT_EQ(notices.rules.back().form, "consecutive");
  EXPECT_EQ(notices.rules.back().count, 2);
  EXPECT_THAT(notices.rules.back().duties, ElementsAre("5.2/rectify"));
  EXPECT_THAT(notices.rules.front().kind, "notice");
  EXPECT_EQ(Indicator("9.1").duties.front().met_by, "measure");
  EXPECT_EQ(Indicator("2").duties.front().met_by_post, "security_lead");
}

TEST_P(PolicyReading, KnowsNoOtherPolicy) {
  const auto refused = test().Run(kReadPolicyWhole, "nobody", {"unknown"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().front().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace shouze
