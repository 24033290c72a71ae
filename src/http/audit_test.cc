#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "http/fake_school.h"
#include "http/resources/resources.h"

/// What each request leaves in the security log, by its row.
namespace shouze {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// Reads that are no business data of anybody's, or the caller's own. A new one is argued for here.
const std::set<std::string_view> kNotNoted = {
    "account.me",         "account.stay",     "account.password_rules",
    "session.list_own",   "notice.list",      "name.list",
    "cycle.list",         "calendar.list",    "calendar.due",
    "calendar.day",       "policy.list",      "policy.read",
    "policy.trial",       "unit.list",        "clock.read",
    "clock.read_fault",   "result.public",    "result.published",
    "sheet.verify",       "heads.read",       "health.read",
    "metrics.read",       "connection.read",  "changes.watch",
    "openapi.read",       "notice.mark_read", "obligation.open",
    "first_password.look"};

std::string_view KindOf(const Route& route) { return Name(route.audit); }

TEST(Audit, WhatLeavesAsAFileIsAnExport) {
  for (const Route& route : AllRoutes()) {
    if (route.answer_as != AnswerAs::kBytes) continue;
    EXPECT_EQ(KindOf(route), "export") << route.name;
  }
}

TEST(Audit, WhateverAppendsToTheLedgerIsAChange) {
  for (const Route& route : AllRoutes()) {
    if (route.appends.empty()) continue;
    EXPECT_EQ(KindOf(route), "change") << route.name;
  }
}

TEST(Audit, NothingGoesUnnotedThatIsNotOnTheList) {
  for (const Route& route : AllRoutes()) {
    if (route.audit != Audit::kNone) continue;
    EXPECT_TRUE(kNotNoted.contains(route.name)) << route.name;
  }
}

class Noting : public ::testing::Test {
 protected:
  Noting() : api_(school_, {}, FakeRoutes(work_)) {}
  std::vector<std::string> Kinds() {
    std::vector<std::string> kinds;
    for (const SecurityEvent& event : school_.noted) kinds.push_back(event.kind);
    return kinds;
  }

  FakeSchool school_;
  FakeWork work_;
  Api api_;
};

TEST_F(Noting, AReadOfAnotherUnitAlsoWhereItIsAnsweredFromMemory) {
  EXPECT_EQ(api_.Handle(Ask("GET", "/api/v1/units/07/sheet")).status, 200);
  EXPECT_TRUE(api_.TryHandle(Ask("GET", "/api/v1/units/07/sheet")));
  ASSERT_THAT(Kinds(), ElementsAre("read", "read"));
  const SecurityEvent& event = school_.noted[0];
  EXPECT_EQ(event.account, "office");
  EXPECT_EQ(event.address, "10.0.0.9");
  EXPECT_EQ(event.subject, "sheet.read unit=07");
  EXPECT_EQ(event.outcome, "ok");
}

TEST_F(Noting, NothingOfOnesOwnUnit) {
  EXPECT_EQ(api_.Handle(Ask("GET", "/api/v1/units/07/sheet", "staff")).status, 200);
  EXPECT_THAT(Kinds(), IsEmpty());
}

TEST_F(Noting, ExportsChangesAndRefusals) {
  EXPECT_EQ(api_.Handle(Ask("GET", "/api/v1/units/08/sheet", "staff")).status, 403);
  Request note = Ask("POST", "/api/v1/units/07/notes", "office", R"({"title":"x","weight":1})");
  EXPECT_EQ(api_.Handle(note).status, 200);
  EXPECT_THAT(Kinds(), ElementsAre("refused", "change"));
  EXPECT_EQ(school_.noted[0].outcome, "refused");
  EXPECT_EQ(school_.noted[0].subject, "sheet.read unit=08");
}

TEST_F(Noting, WhoIsTurnedAwayAtTheDoor) {
  EXPECT_EQ(api_.Handle(Ask("GET", "/api/v1/units/07/sheet", "long-dead")).status, 401);
  EXPECT_EQ(api_.Handle(Ask("GET", "/api/v1/units/07/sheet", "")).status, 401);
  EXPECT_EQ(api_.Handle(Ask("GET", "/api/v1/self", "")).status, 401) << "the page of logging in";
  Request foreign = Ask("POST", "/api/v1/units/07/notes", "office", R"({"title":"x","weight":1})");
  foreign.headers[1].second = "https://elsewhere.example";
  EXPECT_EQ(api_.Handle(foreign).status, 403);
  EXPECT_THAT(Kinds(), ElementsAre("session_dead", "not_logged_in", "refused"));
}

TEST_F(Noting, TheIdOfARequestStandsInItsAnswerAndInProblems) {
  const Response well = api_.Handle(Ask("GET", "/api/v1/units/07/sheet"));
  EXPECT_EQ(well.Get("X-Request-Id"), "log-1");
  const Response ill = api_.Handle(Ask("GET", "/api/v1/nothing"));
  EXPECT_EQ(ill.Get("X-Request-Id"), "log-1");
  EXPECT_THAT(ill.body, HasSubstr(R"("request_id":"log-1"})"));
  const Response broken = api_.Handle(Ask("GET", "/api/v1/broken"));
  EXPECT_THAT(broken.body, HasSubstr(R"("log_id":"log-1","request_id":"log-1"})"));
}

}  // namespace
}  // namespace shouze
