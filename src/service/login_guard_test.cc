#include "service/login_guard.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <thread>

#include "base/text.h"
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
        locked = CountFailure(tx, keys, school().options(), clock().Now()).has_value();
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
  for (int i = 0; i < 30; ++i) Count(KeysFromElsewhere(Concat("x", i), "10.8.8.8"), 1);
  const std::string told = why("head-a", At("10.8.8.8"));
  for (const char* said : {"10.8.8.8", "您的账号并没有被锁定", "http.trusted_proxies"}) {
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

TEST_P(LoginGuard, CapsAnAddressOverAllAccounts) {
  for (int i = 0; i < 15; ++i) {
    Count(KeysFromElsewhere(Concat("login", i), "10.9.9.9"), 2);
  }
  const LoginKeys fresh = KeysFromElsewhere("contact-a", "10.9.9.9");
  EXPECT_EQ(LockedFor(fresh), 10);
  EXPECT_EQ(LockedFor(KeysFromElsewhere("contact-a", "10.1.1.1")), 0);
  clock().MoveMinutes(10);
  EXPECT_EQ(LockedFor(fresh), 0);
}

TEST_P(LoginGuard, SlowsGuessingFromEverywhereDownAndLocksNobodyOut) {
  for (int i = 0; i < 60; ++i) Count(KeysFromElsewhere("contact-a", Concat("10.9.0.", i)), 1);
  // Neither of the two has ever logged in: they are on no device that is known.
  EXPECT_EQ(Try("contact-a", true, At("10.1.1.1")), "in") << "whoever knows it gets in";
  Fail("contact-a", At("10.2.2.2"), 1);
  EXPECT_EQ(Try("contact-a", true, At("10.2.2.2")), "too_many") << "one try a minute";
  EXPECT_EQ(Try("Contact-A", true, At("10.9.0.59")), "too_many");
  EXPECT_EQ(Try("head-a", true, At("10.2.2.2")), "in") << "another account";
  clock().MoveMinutes(1);
  Fail("contact-a", At("10.2.2.2"), 1);
  EXPECT_EQ(Try("contact-a", true, At("10.2.2.2")), "too_many");
  clock().MoveDays(1);
  Fail("contact-a", At("10.2.2.2"), 2);
}

TEST_P(LoginGuard, TakesOneNetworkOfIpv6ForOneAddress) {
  for (int i = 1; i <= 3; ++i) Fail("contact-a", At(Concat("2001:db8:1:2::", i)), 1);
  EXPECT_EQ(Try("contact-a", true, At("2001:db8:1:2:9:9:9:9")), "too_many");
  EXPECT_EQ(Try("contact-a", true, At("2001:db8:1:3::1")), "in");
  for (int i = 0; i < 30; ++i) {
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
  EXPECT_EQ(refused.error().front().message, "这个账号在这里密码错误次数过多，请在 9 分钟后再试");
}

}  // namespace
}  // namespace shouze
