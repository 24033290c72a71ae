#include "service/accounts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "service/first_accounts.h"
#include "service/roles.h"
#include "service/security_events.h"
#include "service/sessions.h"
#include "service/units.h"
#include "testing/test_school.h"

namespace shouze {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class Accounts : public SchoolTest {
 protected:
  template <class Answer>
  static std::string CodeOf(const ResultOrErrors<Answer>& answer) {
    return answer ? "ok" : std::string(Name(answer.error().front().code));
  }
  bool CanLogIn(const std::string& login, const std::string& password) {
    return LogIn(school(), {login, password}, {"10.1.1.1", "", ""}).has_value();
  }
  AccountRow RowOf(std::string_view login) {
    for (AccountRow& row : test().Must(kListAccounts, "auditor", {}).accounts) {
      if (row.login == login) return std::move(row);
    }
    throw std::runtime_error(Concat("nobody is listed as ", login));
  }
  std::vector<std::string> EventsAbout(const std::string& account) {
    std::vector<std::string> kinds;
    for (const auto& event : test().Must(kListSecurityEvents, "auditor", {}).events) {
      if (event.detail.text.find(account) != std::string::npos) {
        kinds.push_back(Concat(event.login, " ", event.kind));
      }
    }
    return kinds;
  }
};
SHOUZE_ON_BOTH_DATABASES(Accounts);

TEST_P(Accounts, AreListedWithWhatTheyHoldAndWithoutHashes) {
  EXPECT_THAT(RowOf("office").roles, SizeIs(1));
  EXPECT_THAT(RowOf("contact-a").posts, SizeIs(1));
  EXPECT_EQ(RowOf("contact-a").posts.front().unit, "A1");
  EXPECT_THAT(RowOf("nobody").roles, IsEmpty());
  const auto all = test().Must(kListAccounts, "sysadmin", {});
  EXPECT_THAT(WriteJson(all, UtcOffset{480}), Not(HasSubstr("argon2")));
  EXPECT_EQ(CodeOf(test().Run(kListAccounts, "contact-a", {})), "forbidden");
}

TEST_P(Accounts, AreCreatedInOneRequestWithPasswordsThatMustBeChanged) {
  const std::int64_t entries = test().entries();
  const auto created =
      test().Must(kCreateUnitAccounts, "office",
                  {{{"T0001", "张三", "0519-1", "z3@school.example"}, {"T0002", "李四", "", ""}}});
  ASSERT_THAT(created.accounts, SizeIs(2));
  EXPECT_NE(created.accounts[0].password, created.accounts[1].password);
  EXPECT_EQ(test().entries(), entries) << "nothing of it is in the ledger";
  EXPECT_TRUE(RowOf("t0001").must_change_password);
  EXPECT_TRUE(CanLogIn("T0001", created.accounts[0].password.value()));
  EXPECT_FALSE(CanLogIn("T0002", created.accounts[0].password.value()));
  EXPECT_THAT(EventsAbout(created.accounts[0].id), ::testing::Contains("office account_created"));
}

TEST_P(Accounts, AreOneAndTheSameHoweverWideOrUnseenTheirLettersAre) {
  const auto made = test().Must(kCreateAccounts, "sysadmin",
                                {{{"ＺｈａｎｇＭｉｎｇ", "张　明", "\u202d８６３３　００００\u202c",
                                   "zm＠school.example\u200b"}}});
  const AccountRow row = RowOf("zhangming");
  EXPECT_EQ(row.name, "张明");
  EXPECT_EQ(row.phone, "8633 0000");
  EXPECT_EQ(row.mail, "zm@school.example");
  EXPECT_TRUE(CanLogIn("ｚｈａｎｇｍｉｎｇ\u200b", made.accounts.front().password.value()));
  EXPECT_EQ(
      CodeOf(test().Run(kCreateAccounts, "sysadmin", {{{"zhang\u2060ming", "张明", "", ""}}})),
      "conflict");
  test().Must(kChangeAccount, "sysadmin", {row.id, Label("买买提•吐尔逊"), "８１０７", {}});
  EXPECT_EQ(RowOf("zhangming").name, "买买提·吐尔逊");
  EXPECT_EQ(RowOf("zhangming").phone, "8107");
}

TEST_P(Accounts, KeepRareCharactersAndTellThoseThatNoFontHas) {
  test().Must(kCreateAccounts, "sysadmin", {{{"rare", "𠮷㛃", "", ""}}});
  EXPECT_EQ(RowOf("rare").name, "𠮷㛃");
  const auto refused = test().Run(kCreateAccounts, "sysadmin", {{{"private", "张\uE81E", "", ""}}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().front().where, "/accounts/0/name");
  EXPECT_THAT(refused.error().front().message, HasSubstr("U+E81E"));
}

TEST_P(Accounts, AreCreatedAllOrNone) {
  const auto taken =
      test().Run(kCreateAccounts, "sysadmin", {{{"T1", "甲", "", ""}, {"OFFICE", "乙", "", ""}}});
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().front().where, "/accounts/1/login");
  const auto wrong = test().Run(kCreateAccounts, "sysadmin",
                                {{{"T1", "甲", "abc", "no mail"}, {"张三", "乙", "", ""}}});
  ASSERT_FALSE(wrong);
  EXPECT_THAT(wrong.error(), SizeIs(3));
  EXPECT_EQ(CodeOf(test().Run(kCreateAccounts, "sysadmin",
                              {{{"T1", "甲", "", ""}, {"t1", "乙", "", ""}}})),
            "conflict");
  EXPECT_THROW(RowOf("t1"), std::runtime_error);
}

TEST_P(Accounts, AreKeptByThoseWhoMay) {
  const CreateAccountsRequest request{{{"T1", "甲", "", ""}}};
  for (const std::string_view login :
       {"secadmin", "auditor", "office", "contact-a", "centre", "nobody"}) {
    EXPECT_EQ(CodeOf(test().Run(kCreateAccounts, login, request)), "forbidden") << login;
  }
  for (const std::string_view login : {"sysadmin", "secadmin", "auditor", "contact-a"}) {
    EXPECT_EQ(CodeOf(test().Run(kCreateUnitAccounts, login, request)), "forbidden") << login;
  }
  EXPECT_EQ(CodeOf(test().Run(kCreateAccounts, "operator", request)), "ok");
}

TEST_P(Accounts, OfSchoolRolesAreNotTheOfficesToChange) {
  const std::string inspector = test().AccountOf("inspector");
  const std::string later = test().AddPerson("later");
  test().Must(kGrantRole, "secadmin", {later, Role::kCentre, *MakeDate(2026, 9, 1), {}});
  for (const std::string& account : {inspector, later, test().AccountOf("office2")}) {
    EXPECT_EQ(CodeOf(test().Run(kChangeUnitAccount, "office", {account, "某人", {}, {}})),
              "forbidden");
    EXPECT_EQ(CodeOf(test().Run(kDisableUnitAccount, "office", {account})), "forbidden");
    EXPECT_EQ(CodeOf(test().Run(kEnableUnitAccount, "office", {account})), "forbidden");
    EXPECT_EQ(CodeOf(test().Run(kResetUnitPassword, "office", {account})), "forbidden");
    EXPECT_EQ(CodeOf(test().Run(kEraseUnitAccount, "office", {account})), "forbidden");
  }
  EXPECT_EQ(CodeOf(test().Run(kResetPassword, "sysadmin", {test().AccountOf("nobody")})), "ok");
  EXPECT_EQ(CodeOf(test().Run(kResetUnitPassword, "office", {test().AccountOf("contact-a")})),
            "ok");
}

TEST_P(Accounts, AreNotDisabledOrResetByTheirOwner) {
  const std::string own = test().AccountOf("sysadmin");
  EXPECT_EQ(CodeOf(test().Run(kDisableAccount, "sysadmin", {own})), "forbidden");
  EXPECT_EQ(CodeOf(test().Run(kResetPassword, "sysadmin", {own})), "forbidden");
  EXPECT_EQ(CodeOf(test().Run(kEraseAccount, "sysadmin", {own})), "forbidden");
}

TEST_P(Accounts, OfTheLastOfAKindAreNotDisabledAndKeepTheRole) {
  for (const auto& [login, role] : {std::pair("sysadmin", Role::kSystemAdmin),
                                    {"secadmin", Role::kSecurityAdmin},
                                    {"auditor", Role::kAuditor}}) {
    const std::string last = test().AccountOf(login);
    const Label held(RowOf(login).roles.front().id);
    const auto refused = test().Run(kDisableAccount, "operator", {last});
    ASSERT_FALSE(refused) << login;
    EXPECT_EQ(refused.error().front().where, "/account");
    EXPECT_THAT(refused.error().front().message, HasSubstr(ChineseName(role)));
    EXPECT_EQ(CodeOf(test().Run(kEraseAccount, "operator", {last})), "conflict");
    EXPECT_EQ(CodeOf(test().Run(kEndRole, "operator", {held})), "conflict");
    EXPECT_FALSE(RowOf(login).disabled);
    EXPECT_THAT(RowOf(login).roles, SizeIs(1));

    const std::string other = test().AddPerson(Concat("second-", login));
    test().Must(kGrantRole, "operator", {other, role, {}, {}});
    EXPECT_EQ(CodeOf(test().Run(kDisableAccount, "operator", {last})), "ok");
    EXPECT_EQ(CodeOf(test().Run(kDisableAccount, "operator", {other})), "conflict")
        << "the first cannot log in";
    test().Must(kEnableAccount, "operator", {last});
    EXPECT_EQ(CodeOf(test().Run(kDisableAccount, "operator", {other})), "ok");
    test().Must(kEnableAccount, "operator", {other});
  }
}

TEST_P(Accounts, OfTheLastOfAKindAreMissedFromTheDayTheOthersEnd) {
  const Label held(RowOf("auditor").roles.front().id);
  const CivilDate today = *MakeDate(2026, 3, 2);
  const std::string first = test().AddPerson("first");
  const std::string next = test().AddPerson("next");
  test().Must(kGrantRole, "operator", {first, Role::kAuditor, today, today + 30});
  const auto refused = test().Run(kEndRole, "operator", {held});
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().front().message, HasSubstr(Format(today + 31)));
  test().Must(kGrantRole, "operator", {next, Role::kAuditor, today + 31, {}});
  EXPECT_EQ(CodeOf(test().Run(kEndRole, "operator", {held})), "ok");
  EXPECT_EQ(CodeOf(test().Run(kDisableAccount, "sysadmin", {next})), "conflict");
}

TEST_P(Accounts, GetARandomPasswordOnResetAndLoseTheirSessions) {
  const auto in = LogIn(school(), {"contact-a", Secret(std::string(TestSchool::kPassword))},
                        {"10.1.1.1", "", ""});
  ASSERT_TRUE(in && FindCaller(school(), in->token, {}));
  const std::string id = test().AccountOf("contact-a");
  const auto reset = test().Must(kResetUnitPassword, "office", {id});
  EXPECT_FALSE(FindCaller(school(), in->token, {}));
  EXPECT_FALSE(CanLogIn("contact-a", std::string(TestSchool::kPassword)));
  EXPECT_TRUE(CanLogIn("contact-a", reset.password.value()));
  EXPECT_TRUE(RowOf("contact-a").must_change_password);
  EXPECT_THAT(EventsAbout(id), ::testing::ElementsAre("office password_reset"));
}

TEST_P(Accounts, ChangeTheirMembersOneByOne) {
  const std::string id = test().AccountOf("contact-a");
  test().Must(kChangeUnitAccount, "office", {id, {}, "0519-2", {}});
  EXPECT_EQ(RowOf("contact-a").phone, "0519-2");
  EXPECT_EQ(RowOf("contact-a").mail, "contact-a@school.example");
  test().Must(kChangeAccount, "sysadmin", {id, "王五", {}, ""});
  EXPECT_EQ(RowOf("contact-a").name, "王五");
  EXPECT_EQ(RowOf("contact-a").mail, "");
  EXPECT_EQ(CodeOf(test().Run(kChangeAccount, "sysadmin", {id, {}, {}, "a@b\nBcc: c@d"})),
            "invalid_input");
  EXPECT_EQ(CodeOf(test().Run(kChangeAccount, "sysadmin", {"none", {}, {}, {}})), "not_found");
}

TEST_P(Accounts, AreEnabledAgain) {
  const std::string id = test().AccountOf("contact-a");
  test().Must(kDisableAccount, "sysadmin", {id});
  EXPECT_FALSE(CanLogIn("contact-a", std::string(TestSchool::kPassword)));
  test().Must(kEnableAccount, "sysadmin", {id});
  EXPECT_TRUE(CanLogIn("contact-a", std::string(TestSchool::kPassword)));
}

TEST_P(Accounts, AreErasedButForTheirId) {
  const std::string id = test().AccountOf("contact-a");
  EXPECT_EQ(CodeOf(test().Run(kEraseAccount, "sysadmin", {id})), "conflict") << "in a post";
  const std::string post = RowOf("contact-a").posts.front().id;
  test().Must(kEndPost, "office", {post, *MakeDate(2026, 3, 1)});
  test().Must(kEraseAccount, "sysadmin", {id});
  const AccountRow row = RowOf(Concat("erased-", id.substr(0, 16)));
  EXPECT_EQ(row.id, id);
  EXPECT_TRUE(row.erased && row.disabled);
  EXPECT_EQ(Concat(row.name, row.phone, row.mail), "");
  EXPECT_FALSE(CanLogIn("contact-a", std::string(TestSchool::kPassword)));
  EXPECT_EQ(CodeOf(test().Run(kEnableAccount, "sysadmin", {id})), "conflict");
  EXPECT_EQ(CodeOf(test().Run(kResetPassword, "sysadmin", {id})), "conflict");
}

TEST_P(Accounts, OfTheThreeAdministratorsStayApart) {
  for (const auto& [login, role] : {std::pair("sysadmin", Role::kAuditor),
                                    {"auditor", Role::kSystemAdmin},
                                    {"sysadmin", Role::kSecurityAdmin},
                                    {"office", Role::kSystemAdmin},
                                    {"contact-a", Role::kAuditor},
                                    {"auditor", Role::kOffice}}) {
    EXPECT_EQ(CodeOf(test().Run(kGrantRole, "secadmin", {test().AccountOf(login), role, {}, {}})),
              "conflict")
        << login;
  }
  const GrantRoleRequest grant{test().AccountOf("nobody"), Role::kInspector, {}, {}};
  EXPECT_EQ(CodeOf(test().Run(kGrantRole, "sysadmin", grant)), "forbidden");
  EXPECT_EQ(CodeOf(test().Run(kGrantRole, "auditor", grant)), "forbidden");
  EXPECT_EQ(CodeOf(test().Run(kListSecurityEvents, "sysadmin", {})), "forbidden");
  EXPECT_EQ(CodeOf(test().Run(kListSecurityEvents, "secadmin", {})), "forbidden");
  EXPECT_EQ(CodeOf(test().Run(kListSecurityEvents, "auditor", {})), "ok");
}

TEST_P(Accounts, SecurityEventsAreReadInPages) {
  for (int i = 0; i < 5; ++i) {
    test()->Note({0, test().now(), test().AccountOf("auditor"), "refused", "::1", "{}", "refused",
                  Concat("role.grant ", i)});
  }
  const auto first = test().Must(kListSecurityEvents, "auditor", {{}, 2}).events;
  ASSERT_THAT(first, SizeIs(2));
  EXPECT_EQ(first[0].kind, "refused");
  EXPECT_EQ(first[0].login, "auditor");
  const auto next = test().Must(kListSecurityEvents, "auditor", {first[1].id, 2}).events;
  ASSERT_THAT(next, SizeIs(2));
  EXPECT_EQ(next[0].id, first[1].id - 1);
}

class FirstAccountsOfASchool : public StoreTest {};
SHOUZE_ON_BOTH_DATABASES(FirstAccountsOfASchool);

TEST_P(FirstAccountsOfASchool, AreTheAdministratorsAndTheOffice) {
  MemoryVault vault;
  MovedClock clock(SchoolTime("2026-03-02T09:00"));
  CountedRandom random;
  const auto school = School::Open({store(), vault, clock, random}, TestSchool::DefaultOptions());
  ASSERT_TRUE(school);
  const auto first = CreateFirstAccounts(**school);
  ASSERT_TRUE(first) << Describe(first.error());
  ASSERT_THAT(first->accounts, SizeIs(4));
  EXPECT_EQ((*school)->head().seq, 4) << "role.grant each";
  std::set<std::string> passwords;
  for (const FirstAccount& one : first->accounts) {
    passwords.insert(one.password);
    const auto in = LogIn(**school, {one.login, one.password}, {"10.1.1.1", "", ""});
    ASSERT_TRUE(in) << one.login;
    EXPECT_TRUE(in->me.must_change_password);
    ASSERT_THAT(in->me.held, SizeIs(2));
    EXPECT_EQ(in->me.held[1].role, one.role);
  }
  EXPECT_THAT(passwords, SizeIs(4));
  const auto again = CreateFirstAccounts(**school);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().front().code, ErrorCode::kConflict);
}

}  // namespace
}  // namespace shouze
