#include "service/notify.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/cycles.h"
#include "service/notices.h"
#include "service/proposals.h"
#include "service/units.h"
#include "testing/test_school.h"

namespace shouze {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr std::string_view kSign = "1/sign";

class Notices : public SchoolTest {
 protected:
  std::vector<NoticeRow> Of(std::string_view login) {
    return test().Must(kListNotices, login, {false, 500}).notices;
  }
  /// Texts of a kind, oldest first, about one obligation where it is named.
  std::vector<std::string> Texts(std::string_view login, std::string_view kind,
                                 std::string_view about = {}) {
    std::vector<std::string> texts;
    for (const NoticeRow& row : Of(login)) {
      if (row.kind == kind && (about.empty() || row.about == about)) texts.push_back(row.text);
    }
    std::ranges::reverse(texts);
    return texts;
  }
  /// A major incident in A1, whose report is due 24 hours later; the obligation's key.
  std::string Incident() {
    return Concat("6.2/report/", test().Register("incident", {"A1"}, {{"major", true}}));
  }
};
SHOUZE_ON_BOTH_DATABASES(Notices);

TEST_P(Notices, TellEachHolderOfANewObligationOnce) {
  EXPECT_GT(NotifyOfDeadlines(school()), 0);
  EXPECT_THAT(
      Texts("contact-a", "obligation", kSign),
      ElementsAre("“签订责任书”应于 2026-03-31 24:00 前签订并报送责任书，逾期最多扣 4 分。"));
  EXPECT_THAT(Texts("head-a", "obligation", kSign), SizeIs(1));
  EXPECT_THAT(Texts("contact-b", "obligation", kSign), SizeIs(1));
  EXPECT_THAT(Of("office"), IsEmpty());
  EXPECT_EQ(NotifyOfDeadlines(school()), 0);
  clock().MoveHours(1);
  test().Restart();
  EXPECT_EQ(NotifyOfDeadlines(school()), 0) << "not again after a restart";
}

TEST_P(Notices, TellNothingOfWhatIsMetOtherwiseOrNotYetToDo) {
  NotifyOfDeadlines(school());
  EXPECT_THAT(Texts("contact-a", "obligation", "2/lead"), IsEmpty()) << "met by a post";
  EXPECT_THAT(Texts("contact-a", "obligation", "9.1/hours"), IsEmpty()) << "met by a measure";
  EXPECT_THAT(Texts("contact-a", "obligation", "3.3/summary"), IsEmpty()) << "from December on";
  clock().MoveTo(SchoolTime("2026-12-01T00:00"));
  NotifyOfDeadlines(school());
  EXPECT_THAT(Texts("contact-a", "obligation", "3.3/summary"), SizeIs(1));
}

TEST_P(Notices, TellOfTheEndComingNearOnce) {
  NotifyOfDeadlines(school());
  // Tuesday 31st is the third workday from Friday 27th on.
  clock().MoveTo(SchoolTime("2026-03-26T23:59"));
  EXPECT_EQ(NotifyOfDeadlines(school()), 0);
  clock().MoveTo(SchoolTime("2026-03-27T00:00"));
  NotifyOfDeadlines(school());
  clock().MoveTo(SchoolTime("2026-03-30T09:00"));
  NotifyOfDeadlines(school());
  const auto near = Texts("contact-a", "near", kSign);
  ASSERT_THAT(near, SizeIs(1));
  EXPECT_THAT(near.front(), HasSubstr("临近期限：“签订责任书”应于 2026-03-31 24:00"));
}

TEST_P(Notices, TellNothingMoreOnceItIsHandedIn) {
  NotifyOfDeadlines(school());
  test().HandIn("contact-a", "A1", kSign);
  clock().MoveTo(SchoolTime("2026-03-30T09:00"));
  NotifyOfDeadlines(school());
  EXPECT_THAT(Texts("contact-a", "near", kSign), IsEmpty());
  EXPECT_THAT(Texts("contact-b", "near", kSign), SizeIs(1));
}

TEST_P(Notices, CallForARunningHourClockThreeTimes) {
  NotifyOfDeadlines(school());
  const std::string key = Incident();
  NotifyOfDeadlines(school());
  EXPECT_THAT(Texts("contact-a", "hour_clock", key), SizeIs(1));
  for (const int hours : {6, 6, 3, 3, 3, 2}) {
    clock().MoveHours(hours);
    NotifyOfDeadlines(school());
    NotifyOfDeadlines(school());
  }
  const auto calls = Texts("contact-a", "hour_clock", key);
  ASSERT_THAT(calls, SizeIs(3));
  EXPECT_THAT(calls[0], HasSubstr("按小时计时，夜间和节假日照计"));
  EXPECT_THAT(calls[0], HasSubstr("2026-03-03 09:00"));
  EXPECT_THAT(calls[1], HasSubstr("时限已过半"));
  EXPECT_THAT(calls[2], HasSubstr("时限只剩四分之一"));
  EXPECT_THAT(Texts("contact-a", "obligation", key), IsEmpty());
  for (const NoticeRow& row : Of("contact-a")) EXPECT_EQ(row.urgent, row.kind == "hour_clock");
}

TEST_P(Notices, TellOnceOfADeadlineThatHasMoved) {
  NotifyOfDeadlines(school());
  const ChangeCycleRequest later{
      TestSchool::kYear, {{"agreement_due", *MakeDate(2026, 4, 15)}}, "推迟"};
  const auto unseen = test().Run(kChangeCycle, "office", later);
  ASSERT_FALSE(unseen);
  EXPECT_THAT(unseen.error().front().where, HasSubstr("/moves/"));
  test().MustKnowingly(kChangeCycle, "office", later);
  NotifyOfDeadlines(school());
  NotifyOfDeadlines(school());
  EXPECT_THAT(Texts("contact-a", "obligation", kSign), SizeIs(1));
  EXPECT_THAT(Texts("contact-a", "consequences", kSign),
              ElementsAre(HasSubstr("“签订责任书”由 2026-03-31 24:00 改为 2026-04-15 24:00")));
  const auto proposal = test().Must(kProposeExtension, "office",
                                    {TestSchool::kYear, "A1", Label(std::string(kSign)),
                                     SchoolTime("2026-04-30T12:00"), "公章送修"});
  test().Must(kApproveProposal, "office2", {proposal.id, ""});
  NotifyOfDeadlines(school());
  EXPECT_THAT(Texts("contact-a", "obligation", kSign), SizeIs(2));
  EXPECT_THAT(Texts("contact-b", "obligation", kSign), SizeIs(1));
  EXPECT_THAT(
      Texts("contact-a", "decided"),
      ElementsAre("经第二人批准，延期：“签订责任书”延至 2026-04-30 12:00；理由：公章送修。"));
  EXPECT_THAT(Texts("office", "proposal_decided"), ElementsAre("您提请的“延期”已获批准。"));
}

TEST_P(Notices, SayWhyAProposalWasRefused) {
  const auto proposal = test().Must(kProposeExtension, "office",
                                    {TestSchool::kYear, "A1", Label(std::string(kSign)),
                                     SchoolTime("2026-04-30T12:00"), "公章送修"});
  EXPECT_THAT(Texts("office2", "proposal"), SizeIs(1));
  EXPECT_THAT(Texts("office", "proposal"), IsEmpty()) << "not of one's own act";
  test().Must(kRefuseProposal, "office2", {proposal.id, "没有依据"});
  EXPECT_THAT(Texts("office", "proposal_decided"),
              ElementsAre("您提请的“延期”未获批准：没有依据。"));
  EXPECT_THAT(Texts("contact-a", "decided"), IsEmpty());
}

TEST_P(Notices, TellOfReviews) {
  test().Review(test().HandIn("contact-a", "A1", kSign), Verdict::kReturned);
  EXPECT_THAT(
      Texts("head-a", "returned", kSign),
      ElementsAre("“签订责任书”的报送被退回：缺少盖章页。请于 2026-03-31 24:00 前重新报送。"));
  clock().MoveSeconds(1);
  test().Review(test().HandIn("contact-a", "A1", kSign), Verdict::kAccepted);
  EXPECT_THAT(Texts("contact-a", "accepted", kSign), ElementsAre("“签订责任书”的报送已审核通过。"));
  EXPECT_THAT(Texts("contact-b", "returned"), IsEmpty());
}

TEST_P(Notices, OfAReturnOnARunningClockAreUrgent) {
  const std::string key = Incident();
  test().Review(test().HandIn("contact-a", "A1", key), Verdict::kReturned);
  const auto rows = Of("contact-a");
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows.front().kind, "returned");
  EXPECT_TRUE(rows.front().urgent);
}

TEST_P(Notices, GoToWhoeverHoldsAPostToday) {
  test().Must(kAssignPost, "office",
              {"A1", "info_admin", test().AccountOf("nobody"), *MakeDate(2026, 3, 5), {}});
  NotifyOfDeadlines(school());
  EXPECT_THAT(Of("nobody"), IsEmpty());
  clock().MoveTo(SchoolTime("2026-03-05T00:00"));
  NotifyOfDeadlines(school());
  EXPECT_THAT(Texts("nobody", "obligation", kSign), SizeIs(1)) << "taken over with the post";
  EXPECT_THAT(Texts("contact-a", "obligation", kSign), SizeIs(1));
}

TEST_P(Notices, AreNotGivenToUnitsThatHaveEnded) {
  test().Must(kEndUnit, "office", {"A1", *MakeDate(2026, 3, 2), "B2", "合并"});
  clock().MoveTo(SchoolTime("2026-03-03T09:00"));
  NotifyOfDeadlines(school());
  EXPECT_THAT(Of("contact-a"), IsEmpty());
  EXPECT_THAT(Texts("contact-b", "obligation", kSign), SizeIs(1));
}

TEST_P(Notices, AreReadUpToOne) {
  NotifyOfDeadlines(school());
  const auto all = test().Must(kListNotices, "contact-a", {});
  ASSERT_GE(all.notices.size(), 3U);
  EXPECT_EQ(all.unread, static_cast<int>(all.notices.size()));
  test().Must(kMarkNoticesRead, "contact-a", {all.notices[1].id});
  const auto unread = test().Must(kListNotices, "contact-a", {true, {}});
  ASSERT_THAT(unread.notices, SizeIs(1));
  EXPECT_EQ(unread.notices.front().id, all.notices[0].id);
  EXPECT_EQ(test().Must(kListNotices, "head-a", {}).unread, all.unread) << "everybody's own";
}

}  // namespace
}  // namespace shouze
