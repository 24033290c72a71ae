#include "service/login_guard.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <thread>

#include "base/text.h"
#include "service/accounts.h"
#include "service/notices.h"
#include "service/security_events.h"
#include "service/sessions.h"
#include "testing/test_school.h"

namespace shouze {
namespace {

/// Three failures lock for ten minutes here.
class LoginGuard : public SchoolTest {
 protected:
  SchoolOptions Options() override {
    SchoolOptions options = TestSchool::DefaultOptions();
    options.login_failures = 3;
    options.login_lock_minutes = 10;
    return options;
  }

  static Visitor At(std::string address, std::string device = "") {
    return {std::move(address), "Firefox", std::move(device)};
  }
  /// `in`, or the error's name.
  std::string Try(std::string_view login, bool right, const Visitor& visitor) {
    const auto tried =
        LogIn(school(),
              {Label(std::string(login)),
               Secret(right ? std::string(TestSchool::kPassword) : std::string("Wrong-Pass-2026"))},
              visitor);
    if (!tried) return std::string(Name(tried.error().front().code));
    return "in";
  }
  void Fail(std::string_view login, const Visitor& visitor, int times) {
    for (int i = 0; i < times; ++i) EXPECT_EQ(Try(login, false, visitor), "unauthenticated") << i;
  }
  std::string DeviceOf(std::string_view login, const Visitor& visitor) {
    return LogIn(school(), {Label(std::string(login)), Secret(std::string(TestSchool::kPassword))},
                 visitor)
        ->device_token;
  }
  /// Counts without the work of hashing. True where the last one locked.
  bool Count(const LoginKeys& keys, int times) {
    bool locked = false;
    const auto counted = store().Write([&](WriteTx& tx) -> Result<void> {
      for (int i = 0; i < times; ++i) {
        locked = !CountFailure(tx, keys, school().options(), clock().Now()).empty();
      }
      return {};
    });
    return counted && locked;
  }
  /// Minutes that are left; 0: not locked.
  std::int64_t LockedFor(const LoginKeys& keys) {
    return store().Read([&](const ReadTx& tx) -> std::int64_t {
      const auto lock = FindLock(tx, keys, school().options(), clock().Now());
      return lock ? (lock->until.ms - clock().Now().ms) / 60'000 : 0;
    });
  }
};
SHOUZE_ON_BOTH_DATABASES(LoginGuard);

TEST_P(LoginGuard, LocksAnAddressOutOfAnAccountEvenWithTheRightPassword) {
  Fail("contact-a", At("10.9.9.9"), 3);
  EXPECT_EQ(Try("contact-a", true, At("10.9.9.9")), "too_many");
  EXPECT_EQ(Try("contact-a", true, At("10.1.1.1")), "in") << "from elsewhere";
  EXPECT_EQ(Try("head-a", true, At("10.9.9.9")), "in") << "another account";
  clock().MoveMinutes(10);
  EXPECT_EQ(Try("contact-a", true, At("10.9.9.9")), "in");
}

/// Fifty wrong passwords of anybody behind a proxy that is not trusted are not this account's.
TEST_P(LoginGuard, SaysWhetherTheAccountIsLockedOrTheAddress) {
  const auto why = [&](std::string_view login, const Visitor& visitor) {
    const auto tried = LogIn(
        school(), {Label(std::string(login)), Secret(std::string(TestSchool::kPassword))}, visitor);
    return tried ? std::string() : tried.error().front().message;
  };
  Fail("contact-a", At("10.9.9.9"), 3);
  EXPECT_NE(why("contact-a", At("10.9.9.9")).find("这个账号在这里"), std::string::npos);
  for (int i = 0; i < 120; ++i) Count(KeysFromElsewhere(Concat("x", i), "10.8.8.8"), 1);
  const std::string told = why("head-a", At("10.8.8.8"));
  for (const char* said : {"10.8.8.8", "您的账号并没有被锁定", "2026-03-02 09:10（还有 10 分钟）",
                           "http.trusted_proxies"}) {
    EXPECT_NE(told.find(said), std::string::npos) << said << told;
  }
}

TEST_P(LoginGuard, CountsALoginInWideLettersWithItself) {
  Fail("ｃｏｎｔａｃｔ-ａ", At("10.9.9.9"), 2);
  Fail("contact-a", At("10.9.9.9"), 1);
  EXPECT_EQ(Try("contact－a", true, At("10.9.9.9")), "too_many");
}

TEST_P(LoginGuard, TellsNothingOfWhichLoginsThereAre) {
  Fail("no-such-login", At("10.9.9.9"), 3);
  EXPECT_EQ(Try("no-such-login", false, At("10.9.9.9")), "too_many");
}

TEST_P(LoginGuard, NeverLocksAKnownDeviceForWhatOthersTry) {
  const Visitor mine = At("10.1.1.1", DeviceOf("contact-a", At("10.1.1.1")));
  Fail("contact-a", At("10.1.1.1"), 3);  // the same address, behind one gateway
  EXPECT_EQ(Try("contact-a", true, At("10.1.1.1")), "too_many");
  EXPECT_EQ(Try("contact-a", true, mine), "in");
  Count(KeysFromElsewhere("contact-a", "10.2.2.2"), 1000);
  Count(KeysFromElsewhere("contact-a", "10.1.1.1"), 1000);
  EXPECT_EQ(Try("contact-a", true, At("10.2.2.2")), "too_many") << "where they guess";
  EXPECT_EQ(Try("contact-a", true, mine), "in");
}

TEST_P(LoginGuard, LocksAKnownDeviceForItsOwnFailures) {
  const Visitor mine = At("10.1.1.1", DeviceOf("contact-a", At("10.1.1.1")));
  Fail("contact-a", mine, 3);
  EXPECT_EQ(Try("contact-a", true, mine), "too_many");
  EXPECT_EQ(Try("contact-a", true, At("10.1.1.1")), "in") << "counted apart";
}

TEST_P(LoginGuard, TakesAnotherAccountsDeviceForUnknown) {
  const Visitor theirs = At("10.9.9.9", DeviceOf("contact-b", At("10.9.9.9")));
  Fail("contact-a", theirs, 3);
  EXPECT_EQ(Try("contact-a", true, At("10.9.9.9")), "too_many");
  EXPECT_EQ(Try("contact-b", true, theirs), "in");
}

TEST_P(LoginGuard, ForgetsMistypingAfterASuccessAndAfterAWhile) {
  Fail("contact-a", At("10.1.1.1"), 2);
  EXPECT_EQ(Try("contact-a", true, At("10.1.1.1")), "in");
  Fail("contact-a", At("10.1.1.1"), 2);
  clock().MoveMinutes(10);
  Fail("contact-a", At("10.1.1.1"), 2);
  EXPECT_EQ(Try("contact-a", true, At("10.1.1.1")), "in");
}

TEST_P(LoginGuard, DoublesTheLockUpToFourHours) {
  const LoginKeys keys = KeysFromElsewhere("contact-a", "10.9.9.9");
  EXPECT_FALSE(Count(keys, 2));
  EXPECT_EQ(LockedFor(keys), 0);
  EXPECT_TRUE(Count(keys, 1));
  std::vector<std::int64_t> locks;
  for (int i = 0; i < 7; ++i) {
    locks.push_back(LockedFor(keys));
    clock().MoveMinutes(locks.back());
    EXPECT_EQ(LockedFor(keys), 0);
    EXPECT_TRUE(Count(keys, 1));
  }
  EXPECT_EQ(locks, (std::vector<std::int64_t>{10, 20, 40, 80, 160, 240, 240}));
  clock().MoveDays(1);
  EXPECT_FALSE(Count(keys, 1)) << "a day later it begins anew";
}

/// A whole campus may come from one address: what a few mistype there is nobody else's affair.
TEST_P(LoginGuard, LocksNobodyBehindOneAddressForWhatOthersMistype) {
  for (int i = 0; i < 40; ++i) Count(KeysFromElsewhere(Concat("login", i), "10.9.9.9"), 2);
  EXPECT_EQ(LockedFor(KeysFromElsewhere("contact-a", "10.9.9.9")), 0);
  Count(KeysFromElsewhere("head-a", "10.9.9.9"), 3);
  EXPECT_EQ(LockedFor(KeysFromElsewhere("head-a", "10.9.9.9")), 10);
  EXPECT_EQ(LockedFor(KeysFromElsewhere("contact-a", "10.9.9.9")), 0);
}

TEST_P(LoginGuard, CapsAnAddressOverAllAccountsFarBeyondThat) {
  for (int i = 0; i < 60; ++i) {
    Count(KeysFromElsewhere(Concat("login", i), "10.9.9.9"), 2);
  }
  const LoginKeys fresh = KeysFromElsewhere("contact-a", "10.9.9.9");
  EXPECT_EQ(LockedFor(fresh), 10);
  EXPECT_EQ(LockedFor(KeysFromElsewhere("contact-a", "10.1.1.1")), 0);
  clock().MoveMinutes(10);
  EXPECT_EQ(LockedFor(fresh), 0);
}

/// Sixty addresses, one guess each: none of them has failed often enough to be locked.
TEST_P(LoginGuard, GivesOneAccountOneBudgetForAllUnknownPlaces) {
  const Visitor mine = At("10.1.1.1", DeviceOf("contact-a", At("10.1.1.1")));
  for (int i = 0; i < 59; ++i) Count(KeysFromElsewhere("contact-a", Concat("10.9.", i, ".1")), 1);
  EXPECT_EQ(Try("contact-a", true, At("10.8.1.1")), "in") << "whoever knows it gets in";
  Fail("contact-a", At("10.8.2.1"), 1);
  EXPECT_EQ(Try("contact-a", true, At("10.8.3.1")), "too_many") << "from wherever";
  EXPECT_EQ(Try("Contact-A", true, At("2001:db8::1")), "too_many");
  EXPECT_EQ(Try("contact-a", true, mine), "in") << "where it has been used before";
  EXPECT_EQ(Try("head-a", true, At("10.8.2.1")), "in") << "another account";
  clock().MoveMinutes(60);
  Fail("contact-a", At("10.8.4.1"), 1);
  EXPECT_EQ(Try("contact-a", true, At("10.8.5.1")), "too_many") << "one guess an hour";
  clock().MoveDays(1);
  EXPECT_EQ(Try("contact-a", true, At("10.8.5.1")), "in");
}

TEST_P(LoginGuard, SaysThatTheAccountIsLockedElsewhereAndWhatHelps) {
  for (int i = 0; i < 60; ++i) Count(KeysFromElsewhere("contact-a", Concat("10.9.", i, ".1")), 1);
  const auto refused =
      LogIn(school(), {"contact-a", Secret(std::string(TestSchool::kPassword))}, At("10.1.1.1"));
  ASSERT_FALSE(refused);
  const std::string told = refused.error().front().message;
  for (const char* said : {"有人在多处", "2026-03-02 10:00", "以前登录过的浏览器"}) {
    EXPECT_NE(told.find(said), std::string::npos) << said << told;
  }
}

TEST_P(LoginGuard, ANewPasswordFromAnAdministratorMakesTheBudgetWhole) {
  for (int i = 0; i < 60; ++i) Count(KeysFromElsewhere("contact-a", Concat("10.9.", i, ".1")), 1);
  const std::string password =
      test().Must(kResetUnitPassword, "office", {test().AccountOf("contact-a")}).password.value();
  EXPECT_TRUE(LogIn(school(), {"contact-a", Secret(password)}, At("10.1.1.1")));
}

TEST_P(LoginGuard, TellsThePersonAndTheAuditorThatSomebodyGuesses) {
  for (int i = 0; i < 59; ++i) Count(KeysFromElsewhere("contact-a", Concat("10.9.", i, ".1")), 1);
  Fail("contact-a", At("10.8.2.1"), 1);
  for (const std::string_view login : {"contact-a", "auditor"}) {
    const auto notices = test().Must(kListNotices, login, {}).notices;
    ASSERT_EQ(std::ranges::count(notices, "guessed", &NoticeRow::kind), 1) << login;
  }
  const auto others = test().Must(kListNotices, "head-a", {}).notices;
  EXPECT_EQ(std::ranges::count(others, "guessed", &NoticeRow::kind), 0);
  const auto events = test().Must(kListSecurityEvents, "auditor", {}).events;
  EXPECT_TRUE(std::ranges::any_of(events, [](const auto& event) {
    return event.kind == "locked" &&
           event.detail.text.find("\"what\":\"account\"") != std::string::npos;
  }));
  clock().MoveMinutes(60);
  Fail("contact-a", At("10.8.3.1"), 1);
  const auto again = test().Must(kListNotices, "contact-a", {}).notices;
  EXPECT_EQ(std::ranges::count(again, "guessed", &NoticeRow::kind), 1) << "once a day";
}

/// Whoever has a /48 has 65536 networks of one host in it.
TEST_P(LoginGuard, CountsTheNetworksAroundAnIpv6Address) {
  for (int i = 0; i < 6; ++i) {
    Count(KeysFromElsewhere("contact-a", Concat("2001:db8:1:10", i, "::1")), 1);
  }
  EXPECT_EQ(LockedFor(KeysFromElsewhere("contact-a", "2001:db8:1:1ff::1")), 10) << "the /56";
  EXPECT_EQ(LockedFor(KeysFromElsewhere("contact-a", "2001:db8:1:200::1")), 0) << "another /56";
  for (int i = 0; i < 6; ++i) {
    Count(KeysFromElsewhere("contact-a", Concat("2001:db8:1:", i + 3, "00::1")), 1);
  }
  EXPECT_EQ(LockedFor(KeysFromElsewhere("contact-a", "2001:db8:1:ff00::1")), 10) << "the /48";
  EXPECT_EQ(LockedFor(KeysFromElsewhere("contact-a", "2001:db8:2::1")), 0);
}

TEST_P(LoginGuard, TakesOneNetworkOfIpv6ForOneAddress) {
  for (int i = 1; i <= 3; ++i) Fail("contact-a", At(Concat("2001:db8:1:2::", i)), 1);
  EXPECT_EQ(Try("contact-a", true, At("2001:db8:1:2:9:9:9:9")), "too_many");
  EXPECT_EQ(Try("contact-a", true, At("2001:db8:1:3::1")), "in");
  for (int i = 0; i < 120; ++i) {
    Count(KeysFromElsewhere(Concat("login", i), Concat("2001:db8:7:7::", i)), 1);
  }
  EXPECT_EQ(LockedFor(KeysFromElsewhere("head-a", "2001:db8:7:7::ffff")), 10);
}

TEST_P(LoginGuard, SaysOnceThatSomethingIsLocked) {
  Fail("contact-a", At("10.9.9.9"), 3);
  for (int i = 0; i < 4; ++i) EXPECT_EQ(Try("contact-a", false, At("10.9.9.9")), "too_many");
  int locked = 0;
  int failed = 0;
  for (const auto& event : test().Must(kListSecurityEvents, "auditor", {}).events) {
    if (event.kind == "locked") ++locked;
    if (event.kind == "login_failed") ++failed;
  }
  EXPECT_EQ(locked, 1);
  EXPECT_EQ(failed, 3);
}

TEST_P(LoginGuard, CountsAttemptsSideBySideOneAfterTheOther) {
  std::array<std::string, 8> answers;
  {
    std::vector<std::jthread> threads;
    for (std::string& answer : answers) {
      threads.emplace_back([&] { answer = Try("contact-a", false, At("10.9.9.9")); });
    }
  }
  EXPECT_EQ(std::ranges::count(answers, "unauthenticated"), 3);
  EXPECT_EQ(std::ranges::count(answers, "too_many"), 5);
}

TEST_P(LoginGuard, SaysHowLongToWait) {
  Fail("contact-a", At("10.9.9.9"), 3);
  clock().MoveSeconds(90);
  const auto refused = LogIn(school(), {"contact-a", Secret("x")}, At("10.9.9.9"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().front().message,
            "这个账号在这里密码错误次数过多，请在 2026-03-02 09:10（还有 9 分钟）"
            " 后再试；别处、别的账号不受影响");
}

}  // namespace
}  // namespace shouze
