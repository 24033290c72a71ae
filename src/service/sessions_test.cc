#include "service/sessions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/digest.h"
#include "service/accounts.h"
#include "service/roles.h"
#include "service/security_events.h"
#include "service/units.h"
#include "store/account_rows.h"
#include "testing/test_school.h"

namespace shouze {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr std::string_view kNewPassword = "Qing-Feng-2027";

class Sessions : public SchoolTest {
 protected:
  static Visitor Here(std::string device = "") { return {"10.1.1.1", "Firefox", device}; }

  ResultOrErrors<LoggedIn> Try(std::string_view login, std::string_view password,
                               const Visitor& visitor = Here()) {
    return LogIn(school(), {Label(std::string(login)), Secret(std::string(password))}, visitor);
  }
  LoggedIn Enter(std::string_view login, const Visitor& visitor = Here()) {
    auto logged_in = Try(login, TestSchool::kPassword, visitor);
    if (!logged_in) throw std::runtime_error(Describe(logged_in.error()));
    return std::move(*logged_in);
  }
  /// A request that somebody made just now.
  static Visitor Acting(std::int64_t idle_ms = 0) {
    Visitor visitor = Here();
    visitor.idle_ms = idle_ms;
    return visitor;
  }
  std::optional<KnownCaller> Find(const std::string& token) {
    return FindCaller(school(), token, Acting());
  }
  /// A poll, a stream: what runs by itself.
  bool IsFoundBy(const std::string& token, const Visitor& visitor) {
    return FindCaller(school(), token, visitor).has_value();
  }
  bool IsIn(const std::string& token) { return Find(token).has_value(); }
  bool IsInMemory(const std::string& token) {
    return FindCallerInMemory(school(), token, Acting()).has_value();
  }
  bool Holds(const std::string& token, Role role) {
    const auto known = Find(token);
    return known && std::ranges::any_of(known->caller.held,
                                        [&](const HeldRole& one) { return one.role == role; });
  }
  std::vector<std::string> EventKinds() {
    std::vector<std::string> kinds;
    for (const auto& event : test().Must(kListSecurityEvents, "auditor", {}).events) {
      kinds.push_back(event.kind);
    }
    return kinds;
  }
};
SHOUZE_ON_BOTH_DATABASES(Sessions);

TEST_P(Sessions, BeginWithTheRightPasswordAndKnowWhoItIs) {
  const LoggedIn in = Enter("Contact-A");
  EXPECT_EQ(in.me.login, "contact-a");
  EXPECT_EQ(in.me.school, school().options().name);
  EXPECT_EQ(in.me.office, school().options().office);
  EXPECT_FALSE(in.me.must_change_password);
  EXPECT_THAT(in.token, SizeIs(64));
  const auto known = Find(in.token);
  ASSERT_TRUE(known);
  EXPECT_EQ(known->caller.account, test().AccountOf("contact-a"));
  EXPECT_EQ(known->caller.address, "10.1.1.1");
  EXPECT_FALSE(known->password_only);
  EXPECT_TRUE(MayDo(known->caller.held, Action::kHandIn, "A1"));
  EXPECT_FALSE(MayDo(known->caller.held, Action::kHandIn, "B2"));
  EXPECT_THAT(Enter("office").me.school_actions, ::testing::Contains(Action::kReview));
}

TEST_P(Sessions, AreRefusedInTheSameWordsWhateverWasWrong) {
  test().ChangeAccount("leader", [](Account& account) { account.disabled = true; });
  test().ChangeAccount("co", [](Account& account) { account.password_hash = ""; });
  const auto wrong = Try("contact-a", "Wrong-Pass-2026");
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().front().code, ErrorCode::kUnauthenticated);
  const std::string words = Describe(wrong.error());
  for (const std::string_view login : {"nobody-at-all", "leader", "co"}) {
    const auto refused = Try(login, TestSchool::kPassword);
    ASSERT_FALSE(refused) << login;
    EXPECT_EQ(Describe(refused.error()), words) << login;
  }
}

TEST_P(Sessions, LeaveNoPasswordAndLittleOfALoginInTheLog) {
  EXPECT_FALSE(Try("My-Secret-Password-9", "Other-Secret-8"));
  Enter("contact-a");
  const auto events = test().Must(kListSecurityEvents, "auditor", {}).events;
  ASSERT_GE(events.size(), 2U);
  EXPECT_EQ(events[0].kind, "login");
  EXPECT_EQ(events[0].login, "contact-a");
  EXPECT_EQ(events[1].kind, "login_failed");
  for (const auto& event : events) {
    EXPECT_THAT(event.detail.text, Not(HasSubstr("Secret")));
  }
  EXPECT_THAT(events[1].detail.text, HasSubstr("my-…"));
}

TEST_P(Sessions, EndWhenIdleAndStayWhileSomebodyIsAtWork) {
  const LoggedIn in = Enter("contact-a");
  for (int i = 0; i < 10; ++i) {
    clock().MoveMinutes(20);
    ASSERT_TRUE(IsIn(in.token)) << i;
  }
  clock().MoveMinutes(30);
  EXPECT_FALSE(IsIn(in.token));
}

/// A tab that polls, an event stream that is asked for anew: nobody sits before it.
TEST_P(Sessions, AreNotKeptAliveByWhatNobodyDoes) {
  const LoggedIn in = Enter("contact-a");
  for (int i = 0; i < 29; ++i) {
    clock().MoveMinutes(1);
    ASSERT_TRUE(IsFoundBy(in.token, Here())) << i;
  }
  clock().MoveMinutes(1);
  EXPECT_FALSE(IsFoundBy(in.token, Here()));
  EXPECT_FALSE(IsIn(in.token)) << "what has ended is not woken by coming back";
  const SessionOver why = WhyOver(school(), in.token);
  EXPECT_EQ(why.code, "session_idle");
  EXPECT_THAT(why.message, HasSubstr("30 分钟没有人操作"));
}

TEST_P(Sessions, GoOnFromWhenSomebodyLastDidSomething) {
  const LoggedIn in = Enter("contact-a");
  clock().MoveMinutes(20);
  // A poll that tells of a key pressed five minutes ago.
  const auto known = FindCaller(school(), in.token, Acting(5 * 60'000));
  ASSERT_TRUE(known);
  EXPECT_EQ(known->ends_at.ms, test().now().ms + 25 * 60'000);
  EXPECT_TRUE(IsFoundBy(in.token, Acting(24 * 3'600'000))) << "older news changes nothing";
  clock().MoveMinutes(24);
  EXPECT_TRUE(IsFoundBy(in.token, Here()));
  clock().MoveMinutes(1);
  EXPECT_FALSE(IsFoundBy(in.token, Here()));
}

TEST_P(Sessions, SayWhyTheyAreOver) {
  const LoggedIn in = Enter("contact-a");
  EXPECT_EQ(WhyOver(school(), in.token).code, "unauthenticated") << "it is not";
  for (int i = 0; i < 12 * 6; ++i) {
    clock().MoveMinutes(10);
    IsIn(in.token);
  }
  EXPECT_EQ(WhyOver(school(), in.token).code, "session_over");
  EXPECT_EQ(WhyOver(school(), "nonsense").code, "unauthenticated");
}

TEST_P(Sessions, WhoListensIsToldAtOnceThatTheyEnd) {
  const LoggedIn in = Enter("contact-a");
  const Caller caller = Find(in.token)->caller;
  std::vector<std::string> ended;
  school().sessions().Watch([&](std::string_view session, std::string_view account) {
    ended.emplace_back(session.empty() ? account : session);
  });
  EXPECT_TRUE(GoesOn(school(), caller));
  test().Must(kDisableUnitAccount, "office", {test().AccountOf("contact-a")});
  EXPECT_THAT(ended, ::testing::ElementsAre(test().AccountOf("contact-a")));
  EXPECT_FALSE(GoesOn(school(), caller));
  school().sessions().Watch(nullptr);
}

TEST_P(Sessions, WhoListensGoesOnAsWhatTheyHold) {
  const Caller caller = Find(Enter("nobody").token)->caller;
  std::vector<bool> holders;
  const int watcher =
      school().Watch([&](const Changed& changed) { holders.push_back(changed.holders); });
  test().Must(kGrantRole, "secadmin", {test().AccountOf("nobody"), Role::kInspector, {}, {}});
  EXPECT_EQ(holders, std::vector<bool>{true});
  EXPECT_FALSE(GoesOn(school(), caller));
  EXPECT_FALSE(SameHeld(school().HeldBy(caller.account), caller.held));
  school().Unwatch(watcher);
}

TEST_P(Sessions, EndAfterTheirHoursWhateverIsDone) {
  const LoggedIn in = Enter("contact-a");
  for (int i = 0; i < 12 * 6 - 1; ++i) {  // By whoever is there all day.
    clock().MoveMinutes(10);
    ASSERT_TRUE(IsIn(in.token)) << i;
  }
  clock().MoveMinutes(10);
  EXPECT_FALSE(IsIn(in.token));
  EXPECT_FALSE(IsInMemory(in.token));
}

TEST_P(Sessions, AreWrittenAtMostOnceAMinute) {
  const LoggedIn in = Enter("contact-a");
  const Instant begun = test().now();
  const auto seen_at = [&] {
    return store().Read(
        [&](const ReadTx& tx) { return FindSession(tx, Sha256Hex(in.token))->seen_at; });
  };
  clock().MoveSeconds(59);
  ASSERT_TRUE(IsIn(in.token));
  EXPECT_EQ(seen_at(), begun);
  clock().MoveSeconds(1);
  ASSERT_TRUE(IsIn(in.token));
  EXPECT_EQ(seen_at(), test().now());
}

TEST_P(Sessions, EndedByAnotherProcessAreGoneAfterFiveSeconds) {
  const LoggedIn in = Enter("contact-a");
  ASSERT_TRUE(IsIn(in.token));
  const auto other = test().Another();
  const auto there = FindCaller(*other, in.token, Here());
  ASSERT_TRUE(there);
  LogOut(*other, there->caller);
  EXPECT_TRUE(IsIn(in.token)) << "from memory, without asking the tables";
  clock().MoveSeconds(5);
  EXPECT_FALSE(IsIn(in.token));
}

TEST_P(Sessions, EndAtOnceOnLogOut) {
  const LoggedIn in = Enter("contact-a");
  const auto known = Find(in.token);
  ASSERT_TRUE(known);
  EXPECT_TRUE(IsInMemory(in.token));
  LogOut(school(), known->caller);
  EXPECT_FALSE(IsInMemory(in.token));
  EXPECT_FALSE(IsIn(in.token));
}

TEST_P(Sessions, EndAtOnceWhenTheAccountIsDisabled) {
  const LoggedIn in = Enter("contact-a");
  ASSERT_TRUE(IsIn(in.token));
  test().Must(kDisableUnitAccount, "office", {test().AccountOf("contact-a")});
  EXPECT_FALSE(IsIn(in.token));
  EXPECT_FALSE(Try("contact-a", TestSchool::kPassword));
}

TEST_P(Sessions, ShowRolesGrantedAndEndedAtOnce) {
  const LoggedIn in = Enter("nobody");
  ASSERT_FALSE(Holds(in.token, Role::kInspector));
  const auto role =
      test().Must(kGrantRole, "secadmin", {test().AccountOf("nobody"), Role::kInspector, {}, {}});
  EXPECT_FALSE(IsInMemory(in.token)) << "what was held is not known any more";
  EXPECT_TRUE(Holds(in.token, Role::kInspector));
  EXPECT_TRUE(IsInMemory(in.token));
  test().Must(kEndRole, "operator", {role.id});
  EXPECT_FALSE(Holds(in.token, Role::kInspector));
}

TEST_P(Sessions, ShowRolesByTheDay) {
  const CivilDate today = *MakeDate(2026, 3, 2);
  test().Must(kGrantRole, "secadmin",
              {test().AccountOf("nobody"), Role::kCentre, today + 1, today + 2});
  for (const auto& [days, held] : {std::pair(0, false), {1, true}, {2, true}, {3, false}}) {
    clock().MoveTo({SchoolTime("2026-03-02T10:00").ms + days * kMsPerDay});
    EXPECT_EQ(Holds(Enter("nobody").token, Role::kCentre), held) << days;
  }
  // Over midnight, in one session.
  clock().MoveTo(SchoolTime("2026-03-02T23:50"));
  const LoggedIn in = Enter("nobody");
  EXPECT_FALSE(Holds(in.token, Role::kCentre));
  clock().MoveTo(SchoolTime("2026-03-03T00:00"));
  EXPECT_FALSE(IsInMemory(in.token));
  EXPECT_TRUE(Holds(in.token, Role::kCentre));
}

TEST_P(Sessions, InMemoryNeedNoWaitingForFiveSeconds) {
  const LoggedIn in = Enter("contact-a");
  EXPECT_FALSE(IsInMemory(in.token));
  ASSERT_TRUE(IsIn(in.token));
  clock().MoveSeconds(4);
  EXPECT_TRUE(IsInMemory(in.token));
  clock().MoveSeconds(1);
  EXPECT_FALSE(IsInMemory(in.token));
  EXPECT_FALSE(IsInMemory("nonsense"));
  EXPECT_FALSE(IsIn(std::string(64, 'a')));
}

TEST_P(Sessions, AreListedAndEndedByTheirOwner) {
  const LoggedIn first = Enter("contact-a");
  clock().MoveSeconds(1);
  const LoggedIn second = Enter("contact-a", {"10.1.1.2", "Safari\xff", ""});
  const LoggedIn other = Enter("head-a");
  const Caller caller = Find(second.token)->caller;
  const auto rows = school().Run(kListOwnSessions, caller, {})->sessions;
  ASSERT_THAT(rows, SizeIs(2));
  EXPECT_TRUE(rows[0].present);
  EXPECT_EQ(rows[0].agent, "Safari?");
  EXPECT_FALSE(rows[1].present);
  ASSERT_TRUE(IsIn(first.token));
  ASSERT_TRUE(school().Run(kEndOwnSession, caller, {rows[1].id}));
  EXPECT_FALSE(IsIn(first.token));
  EXPECT_TRUE(IsIn(second.token));
  const std::string others = Sha256Hex(other.token).substr(0, 16);
  EXPECT_EQ(school().Run(kEndOwnSession, caller, {others}).error().front().code,
            ErrorCode::kNotFound);
}

TEST_P(Sessions, KeepTheTokenOfAKnownDevice) {
  const LoggedIn first = Enter("contact-a");
  const LoggedIn again = Enter("contact-a", Here(first.device_token));
  EXPECT_EQ(again.device_token, first.device_token);
  const LoggedIn other = Enter("head-a", Here(first.device_token));
  EXPECT_NE(other.device_token, first.device_token) << "known for one account, not for another";
}

TEST_P(Sessions, OfAnAccountThatMustChangeItsPasswordSaySo) {
  test().ChangeAccount("contact-a", [](Account& account) { account.must_change_password = true; });
  const LoggedIn in = Enter("contact-a");
  EXPECT_TRUE(in.me.must_change_password);
  const auto known = Find(in.token);
  ASSERT_TRUE(known && known->password_only);
  ASSERT_TRUE(ChangePassword(school(), known->caller,
                             {std::string(TestSchool::kPassword), std::string(kNewPassword)}));
  EXPECT_FALSE(Find(in.token)->password_only) << "the session that changed it goes on";
}

TEST_P(Sessions, OthersEndWhenThePasswordChanges) {
  const LoggedIn here = Enter("contact-a");
  const LoggedIn there = Enter("contact-a");
  ASSERT_TRUE(IsIn(there.token));
  const Caller caller = Find(here.token)->caller;
  ASSERT_TRUE(ChangePassword(school(), caller,
                             {std::string(TestSchool::kPassword), std::string(kNewPassword)},
                             here.device_token));
  EXPECT_TRUE(IsIn(here.token));
  EXPECT_FALSE(IsIn(there.token));
  EXPECT_FALSE(Try("contact-a", TestSchool::kPassword));
  EXPECT_EQ(Try("contact-a", kNewPassword, Here(here.device_token))->device_token,
            here.device_token);
  EXPECT_NE(Try("contact-a", kNewPassword, Here(there.device_token))->device_token,
            there.device_token);
  EXPECT_THAT(EventKinds(), ::testing::Contains("password_changed"));
}

TEST_P(Sessions, WrongOldPasswordsLock) {
  const Caller caller = Find(Enter("contact-a").token)->caller;
  const auto code = [&](std::string_view old) {
    const auto refused =
        ChangePassword(school(), caller, {std::string(old), std::string(kNewPassword)});
    return refused ? std::string("changed") : std::string(Name(refused.error().front().code));
  };
  for (int i = 0; i < 5; ++i) EXPECT_EQ(code("Wrong-Pass-2026"), "invalid_input");
  EXPECT_EQ(code(TestSchool::kPassword), "too_many");
  clock().MoveMinutes(15);
  EXPECT_EQ(code(TestSchool::kPassword), "changed");
}

TEST(SessionCache, KeepsNothingThatWasReadBeforeADrop) {
  SessionCache cache;
  ResolvedSession session;
  session.account = "a";
  const std::int64_t before = cache.generation();
  cache.Drop("another");
  cache.Put("digest", session, before);
  EXPECT_FALSE(cache.Find("digest", {0}));
  cache.Put("digest", session, cache.generation());
  EXPECT_TRUE(cache.Find("digest", {0}));
  EXPECT_FALSE(cache.Find("digest", {-1})) << "the clock went back";
  cache.DropAccount("b");
  EXPECT_TRUE(cache.Find("digest", {0}));
  cache.DropAccount("a");
  EXPECT_FALSE(cache.Find("digest", {0}));
}

TEST(SessionCache, LetsOneOfSeveralWriteThatItWasSeen) {
  SessionCache cache;
  cache.Put("digest", {}, cache.generation());
  EXPECT_FALSE(cache.ClaimTouch("digest", {59'999}, 60'000));
  EXPECT_TRUE(cache.ClaimTouch("digest", {60'000}, 60'000));
  EXPECT_FALSE(cache.ClaimTouch("digest", {60'001}, 60'000));
}

TEST_P(Sessions, BeyondTwentyEndTheOldest) {
  std::vector<std::string> tokens;
  for (int i = 0; i < 21; ++i) {
    clock().MoveSeconds(1);
    tokens.push_back(Enter("contact-a").token);
  }
  EXPECT_FALSE(IsIn(tokens.front()));
  EXPECT_TRUE(IsIn(tokens[1]));
  EXPECT_TRUE(IsIn(tokens.back()));
}

}  // namespace
}  // namespace shouze
