#include <gtest/gtest.h>

#include "http/api.h"
#include "http/fake_school.h"

namespace shouze {

/// What a request says of whoever sits there, and what the answer says of their session.
class SessionHeaders : public testing::Test {
 protected:
  Response Send(const std::string& method, const std::string& target,
                const std::string& idle = "") {
    Request request = Ask(method, target);
    if (!idle.empty()) request.headers.emplace_back("x-person-idle", idle);
    return api_.Handle(request);
  }
  FakeSchool school_;
  FakeWork work_;
  Api api_{school_, {}, FakeRoutes(work_)};
};

TEST_F(SessionHeaders, AReadIsNobodysDoingUnlessItSaysWhen) {
  Send("GET", "/api/v1/units/07/sheet");
  EXPECT_FALSE(school_.last_idle_ms) << "a poll, a script with a cookie";
  Send("GET", "/api/v1/units/07/sheet", "12");
  EXPECT_EQ(school_.last_idle_ms, 12'000);
  Send("GET", "/api/v1/units/07/sheet", "-5");
  EXPECT_EQ(school_.last_idle_ms, 0);
  Send("GET", "/api/v1/units/07/sheet", "now");
  EXPECT_FALSE(school_.last_idle_ms);
}

TEST_F(SessionHeaders, AWriteIsSomebodysDoing) {
  Send("POST", "/api/v1/units/07/notes");
  EXPECT_EQ(school_.last_idle_ms, 0);
  Send("POST", "/api/v1/units/07/notes", "300");
  EXPECT_EQ(school_.last_idle_ms, 300'000) << "a page that writes by itself says so";
}

TEST_F(SessionHeaders, AStreamIsNobodysDoingWhateverItSays) {
  Send("GET", "/api/v1/changes", "0");
  EXPECT_FALSE(school_.last_idle_ms);
}

TEST_F(SessionHeaders, EveryAnswerSaysWhenTheSessionEnds) {
  school_.callers["office"].ends_at = {1'800'000};
  const auto ends = [](const Response& response) { return response.Get("X-Session-Ends"); };
  const Response first = Send("GET", "/api/v1/units/07/sheet");
  EXPECT_EQ(ends(first), "1970-01-01T08:30:00+08:00");
  EXPECT_EQ(first.Get("X-Session"), "office");
  EXPECT_EQ(ends(*api_.TryHandle(Ask("GET", "/api/v1/units/07/sheet"))),
            "1970-01-01T08:30:00+08:00");
  Request again = Ask("GET", "/api/v1/units/07/sheet");
  again.headers.emplace_back("if-none-match", std::string(first.Get("ETag")));
  EXPECT_EQ(ends(api_.Handle(again)), "1970-01-01T08:30:00+08:00") << "nothing new";
  EXPECT_EQ(ends(api_.Handle(Ask("GET", "/api/v1/units/07/sheet", ""))), "");
}

}  // namespace shouze
