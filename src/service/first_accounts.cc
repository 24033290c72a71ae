#include "service/first_accounts.h"

#include <iterator>

#include "service/account_forms.h"
#include "service/first_password.h"
#include "store/account_rows.h"

namespace shouze {
namespace {

struct FirstRow {
  std::string_view login;
  std::string_view name;
  Role role;
};
constexpr FirstRow kFirst[] = {
    {"sysadmin", "系统管理员", Role::kSystemAdmin},
    {"secadmin", "安全管理员", Role::kSecurityAdmin},
    {"auditor", "审计管理员", Role::kAuditor},
    {"office", "网安办", Role::kOffice},
};

ResultOrErrors<FirstPasswords> Prepare(const School& school, const Nothing&) {
  return MakeFirstPasswords(school, std::vector<std::string>(std::size(kFirst)));
}

ResultOrErrors<FirstAccounts> RunCreate(Act& act, const Nothing&, FirstPasswords& passwords) {
  if (!ReadAccounts(act.tx()).empty()) {
    return Fail(ErrorCode::kConflict, "学校已经有账号了，初始账号只能建立一次",
                "there are accounts already");
  }
  FirstAccounts answer;
  for (std::size_t i = 0; i < std::size(kFirst); ++i) {
    const FirstRow& row = kFirst[i];
    NewAccount wanted;
    wanted.login = std::string(row.login);
    wanted.name = std::string(row.name);
    const auto account = AddNewAccount(act, wanted, passwords[i]).value();
    RoleFact role;
    role.id = act.NewId("o");
    role.role = row.role;
    role.account = account.id;
    role.from = act.today();
    if (const auto done = act.Append("role.grant", role); !done) return done.error();
    answer.accounts.push_back({account.login, row.role, passwords[i].password});
  }
  return answer;
}

constexpr PreparedCase<Nothing, FirstPasswords, FirstAccounts> kCreateFirst = {
    "account.create_first", "建立初始账号", Action::kOperate, "role.grant", Prepare, RunCreate};

}  // namespace

ResultOrErrors<FirstAccounts> CreateFirstAccounts(School& school) {
  return school.Run(kCreateFirst, school.Operator(), Nothing{});
}

}  // namespace shouze
