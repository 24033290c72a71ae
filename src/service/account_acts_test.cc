#include "service/account_acts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/first_password.h"
#include "service/notices.h"
#include "service/outbox.h"
#include "service/roles.h"
#include "service/security_events.h"
#include "service/sessions.h"
#include "testing/recorded_mailer.h"
#include "testing/test_school.h"

/// Powers over accounts are nobody's alone.
namespace shouze {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

const std::string kOwn = std::string(TestSchool::kPassword);
const std::string kNew = "qing-feng-ming-yue-2026";
const std::string kWhy = "忘记密码";

class AccountActs : public SchoolTest {
 protected:
  SchoolOptions Options() override {
    SchoolOptions options = TestSchool::DefaultOptions();
    options.mail = true;
    options.public_url = "https://shouze.school.example/";
    return options;
  }
  template <class Answer>
  static std::string CodeOf(const ResultOrErrors<Answer>& answer) {
    return answer ? "ok" : std::string(Name(answer.error().front().code));
  }
  std::string Id(std::string_view login) { return test().AccountOf(login); }
  bool CanLogIn(const std::string& login, const std::string& password) {
    return LogIn(school(), {login, password}, {"10.1.1.1", "", ""}).has_value();
  }
  std::string AskReset(std::string_view by, std::string_view whose) {
    const auto answer = test().Must(kResetPassword, by, {Id(whose), kWhy});
    EXPECT_FALSE(answer.password || answer.mailed);
    return answer.waits.value_or("");
  }
  std::string AskGrant(std::string_view whose, Role role) {
    const auto answer = test().Must(kGrantRole, "secadmin", {Id(whose), role, {}, {}, "任命"});
    EXPECT_EQ(answer.id, "");
    return answer.waits.value_or("");
  }
  std::string Approve(std::string_view by, const std::string& act) {
    return CodeOf(test().Run(kApproveAccountAct, by, {act, ""}));
  }
  /// The roles that an account holds, as the office could see.
  std::vector<Role> RolesOf(std::string_view login) {
    std::vector<Role> roles;
    for (const RoleFact& held : test().Must(kListRoles, "auditor", {}).roles) {
      const bool over = held.to && *held.to < DateAt(test().now(), school().options().offset);
      if (held.account == Id(login) && !over) roles.push_back(held.role);
    }
    return roles;
  }
  std::vector<std::string> Told(std::string_view login, std::string_view kind) {
    std::vector<std::string> texts;
    for (const NoticeRow& row : test().Must(kListNotices, login, {}).notices) {
      if (row.kind == kind) texts.push_back(row.text);
    }
    return texts;
  }
  /// What has been mailed since to this address.
  std::vector<std::string> MailedTo(std::string_view address) {
    while (SendDueMail(school(), mailer_) > 0) {
    }
    std::vector<std::string> bodies;
    for (const Mail& mail : mailer_.sent) {
      if (mail.to == address) bodies.push_back(mail.body);
    }
    return bodies;
  }
  /// The token of the last link that was mailed to somebody of the test school.
  std::string LinkOf(std::string_view login) {
    std::string token;
    for (const std::string& body : MailedTo(Concat(login, "@school.example"))) {
      const std::size_t at = body.find("https://shouze.school.example/first-password#");
      if (at == body.npos) continue;
      token = body.substr(body.find('#', at) + 1, 64);
    }
    return token;
  }

  RecordedMailer mailer_;
};
SHOUZE_ON_BOTH_DATABASES(AccountActs);

TEST_P(AccountActs, OneAdministratorAloneDoesNotGetIntoAnothersAccount) {
  const std::string act = AskReset("sysadmin", "secadmin");
  EXPECT_TRUE(CanLogIn("secadmin", kOwn)) << "nothing is done yet";
  EXPECT_EQ(Approve("sysadmin", act), "forbidden") << "whoever asks";
  test().Must(kGrantRole, "operator", {test().AddPerson("sysadmin2"), Role::kSystemAdmin, {}, {}});
  EXPECT_EQ(Approve("sysadmin2", act), "forbidden") << "of the same kind";
  EXPECT_EQ(Approve("secadmin", act), "forbidden") << "of the own account";
  EXPECT_EQ(Approve("office", act), "forbidden") << "no administrator";
  EXPECT_EQ(Approve("auditor", act), "ok");
  EXPECT_FALSE(CanLogIn("secadmin", kOwn));
  const std::string token = LinkOf("secadmin");
  ASSERT_THAT(token, SizeIs(64));
  EXPECT_EQ(LookAtFirstLink(school(), {token})->login, "secadmin");
  ASSERT_EQ(CodeOf(TakeFirstLink(school(), {token, kNew}, "10.1.1.1")), "ok");
  EXPECT_TRUE(CanLogIn("secadmin", kNew));
  EXPECT_EQ(CodeOf(TakeFirstLink(school(), {token, kNew + "!"}, "10.1.1.1")), "not_found");
}

TEST_P(AccountActs, EveryActOnAnAccountWithASchoolRoleWaits) {
  for (const std::string_view whose : {"inspector", "office", "auditor", "leader"}) {
    const Label id(Id(whose));
    EXPECT_EQ(CodeOf(test().Run(kDisableAccount, "sysadmin", {id})),
              whose == "auditor" ? "conflict" : "invalid_input")
        << whose << ": it does not say why, or it is the last of its kind";
    EXPECT_TRUE(test().Must(kResetPassword, "sysadmin", {id, kWhy}).waits) << whose;
    EXPECT_TRUE(test().Must(kChangeAccount, "sysadmin", {id, {}, {}, "x@evil.example", kWhy}).waits)
        << whose;
    if (whose != "auditor") {
      EXPECT_TRUE(test().Must(kDisableAccount, "sysadmin", {id, kWhy}).waits) << whose;
    }
    EXPECT_EQ(CodeOf(test().Run(kResetPassword, "sysadmin", {id, kWhy})), "conflict")
        << "the same waits already";
  }
  EXPECT_TRUE(CanLogIn("inspector", kOwn));
  const auto open = test().Must(kListAccountActs, "auditor", {ProposalState::kOpen}).acts;
  EXPECT_THAT(open, SizeIs(11));
  EXPECT_EQ(CodeOf(test().Run(kListAccountActs, "office", {})), "forbidden");
}

TEST_P(AccountActs, RolesThatDecideNeedTwoKinds) {
  const std::string puppet = test().AddPerson("puppet");
  for (const Role role : {Role::kOffice, Role::kLeadingGroup, Role::kSystemAdmin,
                          Role::kSecurityAdmin, Role::kAuditor}) {
    const std::string act = AskGrant("puppet", role);
    EXPECT_EQ(Approve("secadmin", act), "forbidden");
    EXPECT_THAT(RolesOf("puppet"), IsEmpty());
    EXPECT_EQ(CodeOf(test().Run(kRefuseAccountAct, "auditor", {act, ""})), "invalid_input");
    test().Must(kRefuseAccountAct, "auditor", {act, "不认识此人"});
    EXPECT_EQ(Approve("sysadmin", act), "conflict") << "decided already";
  }
  const std::string act = AskGrant("puppet", Role::kLeadingGroup);
  EXPECT_EQ(Approve("auditor", act), "ok");
  EXPECT_THAT(RolesOf("puppet"), ElementsAre(Role::kLeadingGroup));
  // Its end, and one more role, wait too: it holds one now.
  const auto held = test().Must(kListRoles, "auditor", {}).roles;
  const std::string id = std::ranges::find(held, puppet, [](const RoleFact& one) {
                           return std::string(one.account);
                         })->id;
  EXPECT_TRUE(test().Must(kEndRole, "secadmin", {id, "离任"}).waits);
  AskGrant("puppet", Role::kCentre);
}

TEST_P(AccountActs, WhoeverLetAnAccountInDoesNotApproveItsGrant) {
  test().Must(kCreateAccounts, "sysadmin", {{{"puppet", "某某", "", "mine@evil.example"}}});
  const std::string act = AskGrant("puppet", Role::kLeadingGroup);
  EXPECT_EQ(Approve("sysadmin", act), "forbidden");
  EXPECT_EQ(Approve("auditor", act), "ok");
}

TEST_P(AccountActs, AreJudgedAsThingsStandWhenTheyAreApproved) {
  const std::string act = AskGrant("nobody", Role::kAuditor);
  test().Must(kGrantRole, "operator", {Id("nobody"), Role::kCentre, {}, {}});
  EXPECT_EQ(Approve("sysadmin", act), "conflict") << "the two stay apart";

  const std::string reset = AskReset("sysadmin", "leader");
  test().Must(kGrantRole, "operator", {test().AddPerson("sysadmin2"), Role::kSystemAdmin, {}, {}});
  test().Must(kDisableAccount, "operator", {Id("sysadmin")});
  EXPECT_EQ(Approve("auditor", reset), "conflict") << "whoever asked is none any more";
}

TEST_P(AccountActs, AreWithdrawnByWhoeverAsked) {
  const std::string act = AskReset("sysadmin", "leader");
  EXPECT_EQ(CodeOf(test().Run(kWithdrawAccountAct, "auditor", {act, ""})), "forbidden");
  test().Must(kWithdrawAccountAct, "sysadmin", {act, ""});
  EXPECT_EQ(Approve("auditor", act), "conflict");
  AskReset("sysadmin", "leader");
}

TEST_P(AccountActs, ThePersonAndTheAuditorAreToldAtOnce) {
  const std::string act = AskReset("sysadmin", "leader");
  EXPECT_THAT(Told("leader", "account_act"), ElementsAre(HasSubstr("重置密码")));
  EXPECT_THAT(Told("auditor", "account_act"), ElementsAre(HasSubstr(kWhy)));
  EXPECT_THAT(Told("secadmin", "account_act"), SizeIs(1));
  EXPECT_THAT(MailedTo("leader@school.example"), Contains(HasSubstr(kWhy)));
  const std::size_t before = Told("auditor", "account_touched").size();
  Approve("auditor", act);
  EXPECT_THAT(Told("sysadmin", "account_act_decided"), ElementsAre(HasSubstr("批准")));
  EXPECT_THAT(Told("leader", "account_touched").front(), HasSubstr("重置密码"));
  EXPECT_THAT(Told("auditor", "account_touched"), SizeIs(before)) << "not of what it did itself";

  test().Must(kResetUnitPassword, "office", {Id("head-a")});
  EXPECT_THAT(Told("head-a", "account_touched"), ElementsAre(HasSubstr("办理")));
  EXPECT_THAT(Told("auditor", "account_touched").front(), HasSubstr("head-a"));
}

TEST_P(AccountActs, SayWhatTheyGiveAlsoOnceItIsGiven) {
  const auto row = [&] { return test().Must(kListAccountActs, "auditor", {}).acts.front().text; };
  const Label name("某leader");
  test().Must(kChangeAccount, "sysadmin", {Id("leader"), name, {}, "new@school.example", "换邮箱"});
  EXPECT_EQ(row(), "邮箱由“leader@school.example”改为“new@school.example”");
  Approve("auditor", test().Must(kListAccountActs, "auditor", {}).acts.front().id);
  EXPECT_EQ(row(), "邮箱登记为“new@school.example”");
  test().Must(kChangeAccount, "sysadmin", {Id("leader"), {}, {}, "", "离岗"});
  EXPECT_EQ(row(), "删去邮箱");
}

TEST_P(AccountActs, AChangedAddressIsToldToTheOldOne) {
  test().Must(kChangeUnitAccount, "office", {Id("head-a"), {}, {}, "other@school.example"});
  EXPECT_THAT(MailedTo("head-a@school.example"), ElementsAre(HasSubstr("更改邮箱")));
  test().Must(kDisableUnitAccount, "office", {Id("head-b")});
  EXPECT_THAT(MailedTo("head-b@school.example"), ElementsAre(HasSubstr("停用账号")));
}

TEST_P(AccountActs, ThoseOfAnErasedAccountForgetWhoItWas) {
  const std::string id = test().AddPerson("leaver");
  test().Must(kGrantRole, "operator", {id, Role::kInspector, {}, {}});
  test().Must(kChangeAccount, "sysadmin", {id, Label("张三丰"), {}, {}, "改名"});
  const std::string held = test().Must(kListRoles, "auditor", {}).roles.back().id;
  for (const RoleFact& one : test().Must(kListRoles, "auditor", {}).roles) {
    if (one.account == id) test().Must(kEndRole, "operator", {one.id});
  }
  test().Must(kEraseAccount, "operator", {id});
  const auto acts = test().Must(kListAccountActs, "auditor", {});
  EXPECT_THAT(WriteJson(acts, UtcOffset{0}), Not(HasSubstr("张三丰")));
  const auto told = test().Must(kListNotices, "auditor", {});
  EXPECT_THAT(WriteJson(told, UtcOffset{0}), Not(HasSubstr("leaver")));
}

TEST_P(AccountActs, NobodySeesThePasswordOfWhoeverHasMail) {
  const auto made = test().Must(kCreateUnitAccounts, "office",
                                {{{"t1", "甲", "", "t1@school.example"}, {"t2", "乙", "", ""}}});
  EXPECT_TRUE(made.accounts[0].mailed && !made.accounts[0].password);
  EXPECT_TRUE(!made.accounts[1].mailed && made.accounts[1].password);
  const auto reset = test().Must(kResetUnitPassword, "office", {Id("head-a")});
  EXPECT_TRUE(reset.mailed && !reset.password && reset.until);
  EXPECT_FALSE(CanLogIn("head-a", kOwn));
  EXPECT_EQ(CodeOf(TakeFirstLink(school(), {LinkOf("t1"), "t1t1t1t1t1t1"}, "10.1.1.1")),
            "invalid_input")
      << "the rules hold";
  EXPECT_EQ(CodeOf(TakeFirstLink(school(), {LinkOf("t1"), kNew}, "10.1.1.1")), "ok");
  EXPECT_TRUE(CanLogIn("t1", kNew));
}

TEST_P(AccountActs, ALinkOpensOnceForAWeekAndTheNewestAlone) {
  test().Must(kResetUnitPassword, "office", {Id("head-a")});
  const std::string first = LinkOf("head-a");
  test().Must(kResetUnitPassword, "office", {Id("head-a")});
  EXPECT_EQ(CodeOf(LookAtFirstLink(school(), {first})), "not_found") << "before the mail goes";
  const std::string second = LinkOf("head-a");
  EXPECT_NE(first, second);
  EXPECT_EQ(CodeOf(LookAtFirstLink(school(), {second})), "ok");
  EXPECT_EQ(CodeOf(LookAtFirstLink(school(), {first})), "not_found");
  clock().MoveDays(7);
  EXPECT_EQ(CodeOf(LookAtFirstLink(school(), {second})), "not_found");
  EXPECT_EQ(CodeOf(LookAtFirstLink(school(), {std::string(64, '0')})), "not_found");
  EXPECT_EQ(CodeOf(LookAtFirstLink(school(), {"' OR 1"})), "not_found");

  test().Must(kResetUnitPassword, "office", {Id("head-b")});
  const std::string link = LinkOf("head-b");
  test().Must(kChangeUnitAccount, "office", {Id("head-b"), {}, {}, "new@school.example"});
  EXPECT_EQ(CodeOf(LookAtFirstLink(school(), {link})), "not_found") << "it went elsewhere";
}

TEST_P(AccountActs, AFirstPasswordIsOverAfterAWeek) {
  const auto made = test().Must(kCreateUnitAccounts, "office", {{{"t2", "乙", "", ""}}});
  const std::string password = made.accounts.front().password.value();
  clock().MoveDays(6);
  EXPECT_TRUE(CanLogIn("t2", password));
  clock().MoveDays(1);
  const auto over = LogIn(school(), {"t2", password}, {"10.1.1.1", "", ""});
  ASSERT_FALSE(over);
  EXPECT_THAT(over.error().front().message, HasSubstr("初始密码"));
  const auto wrong = LogIn(school(), {"t2", "x" + password}, {"10.1.1.1", "", ""});
  EXPECT_THAT(wrong.error().front().message, Not(HasSubstr("初始密码"))) << "not for a guess";
}

TEST_P(AccountActs, AResetPasswordIsNotTakenAgain) {
  test().ChangeAccount("nobody", [](Account& account) { account.mail = ""; });
  const auto reset = test().Must(kResetPassword, "sysadmin", {Id("nobody")});
  const auto again = ChangePassword(school(), test().As("nobody"),
                                    {*reset.password, std::string(TestSchool::kPassword)});
  ASSERT_FALSE(again);
  EXPECT_THAT(again.error().front().message, HasSubstr("最近"));
}

}  // namespace
}  // namespace shouze
