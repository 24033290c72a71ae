#include "service/new_password.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/accounts.h"
#include "service/sessions.h"
#include "store/password_rows.h"
#include "testing/test_school.h"

namespace shouze {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

class NewPassword : public SchoolTest {
 protected:
  SchoolOptions Options() override {
    SchoolOptions options = TestSchool::DefaultOptions();
    options.name = "云江工程职业技术学院（示例）";
    options.public_url = "https://wangan.yunjiang.edu.cn/shouze";
    options.passwords.history = 2;
    options.passwords.expire_days = expire_days_;
    return options;
  }

  /// What is said against it; empty: it is taken, and is the password from now on.
  std::string Change(std::string_view from, std::string_view to) {
    const auto changed = ChangePassword(school(), test().As("contact-a"),
                                        {Secret(std::string(from)), Secret(std::string(to))});
    if (changed) return "";
    EXPECT_EQ(changed.error().front().where, "/new_password");
    return changed.error().front().english;
  }
  Account Row() {
    // Asked for first: a read within a read would wait for its own connection.
    const std::string id = test().AccountOf("contact-a");
    return store().Read([&](const ReadTx& tx) { return *FindAccount(tx, id); });
  }
  std::size_t Kept() {
    const std::string id = Row().id;
    return store().Read([&](const ReadTx& tx) { return ReadPastPasswords(tx, id).size(); });
  }

  int expire_days_ = 0;
};
SHOUZE_ON_BOTH_DATABASES(NewPassword);

constexpr std::string_view kOld = TestSchool::kPassword;

TEST_P(NewPassword, KnowsThePersonTheUnitAndTheSchool) {
  test().ChangeAccount("contact-a", [](Account& account) {
    account.name = "李春眠";
    account.mail = "lichunmian@yunjiang.edu.cn";
  });
  const PasswordRulesAnswer rules = *ReadPasswordRules(school(), test().As("contact-a"));
  EXPECT_EQ(rules.characters_min, 12);
  for (const char* own : {"contact-a", "李春眠", "lichunmian"})
    EXPECT_THAT(rules.own, Contains(own));
  for (const char* around : {"云江工程", "信息工程学院", "信息工程", "yunjiang", "wangan"}) {
    EXPECT_THAT(rules.around, Contains(around));
  }
  for (const char* weak : {"contact-a-2026-X", "LiChunMian@2026", "yunjiang@20260101",
                           "信息工程学院20260101", "wangan-YunJiang-1"}) {
    EXPECT_THAT(Change(kOld, weak), HasSubstr("neither your name")) << weak;
  }
  EXPECT_THAT(Change(kOld, "Short-1"), HasSubstr("12 to 128 characters"));
  EXPECT_EQ(Change(kOld, "chun mian bu jue xiao"), "") << "no kinds are asked for";
}

TEST_P(NewPassword, IsNoneOfTheLastOnes) {
  const std::string_view passwords[] = {kOld, "qing-feng-ming-yue", "gao-shan-liu-shui",
                                        "chun-hua-qiu-shi"};
  EXPECT_THAT(Change(kOld, kOld), HasSubstr("the present one"));
  for (int i = 0; i < 3; ++i) {
    clock().MoveSeconds(1);
    EXPECT_EQ(Change(passwords[i], passwords[i + 1]), "");
  }
  EXPECT_THAT(Change(passwords[3], passwords[2]), HasSubstr("one of the last 2"));
  EXPECT_THAT(Change(passwords[3], passwords[1]), HasSubstr("one of the last 2"));
  EXPECT_EQ(Kept(), 2U);
  EXPECT_EQ(Change(passwords[3], passwords[0]), "") << "long ago";
}

TEST_P(NewPassword, OfOldGoesWithThePerson) {
  const std::string account = test().AddPerson("passing");
  ASSERT_TRUE(ChangePassword(school(), test().As("passing"),
                             {Secret(std::string(kOld)), Secret("gao-shan-liu-shui")}));
  const auto kept = [&] {
    return store().Read([&](const ReadTx& tx) { return ReadPastPasswords(tx, account).size(); });
  };
  EXPECT_EQ(kept(), 1U);
  test().ChangeAccount("passing", [](Account& row) { row.erased = true; });
  EXPECT_EQ(kept(), 0U);
}

/// Passwords that were taken before there were such rules open their accounts as before.
TEST_P(NewPassword, RulesAreForNewOnesOnly) {
  EXPECT_TRUE(LogIn(school(), {"contact-a", Secret(std::string(kOld))}, {"10.1.1.1", "", ""}));
}

class ExpiringPassword : public NewPassword {
 protected:
  ExpiringPassword() { expire_days_ = 90; }
};
SHOUZE_ON_BOTH_DATABASES(ExpiringPassword);

TEST_P(ExpiringPassword, HasToBeChangedBeforeAnythingElse) {
  test().ChangeAccount("contact-a", [&](Account& row) { row.password_changed_at = test().now(); });
  const LoginRequest request = {"contact-a", Secret(std::string(kOld))};
  EXPECT_FALSE(LogIn(school(), request, {"10.1.1.1", "", ""})->me.must_change_password);
  clock().MoveDays(90);
  const auto in = LogIn(school(), request, {"10.1.1.1", "", ""});
  EXPECT_TRUE(in->me.must_change_password);
  EXPECT_TRUE(in->me.password_expired);
  EXPECT_TRUE(FindCaller(school(), in->token, {"10.1.1.1", "", ""})->password_only);
  EXPECT_EQ(Change(kOld, "gao-shan-liu-shui"), "");
  const LoginRequest anew = {"contact-a", Secret("gao-shan-liu-shui")};
  EXPECT_FALSE(LogIn(school(), anew, {"10.1.1.1", "", ""})->me.must_change_password);
}

}  // namespace
}  // namespace shouze
