#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <memory>

#include "base/text.h"
#include "cli/command.h"
#include "cli/context.h"
#include "cli/load.h"
#include "cli/open_school.h"
#include "service/accounts.h"
#include "service/cycles.h"
#include "service/first_accounts.h"
#include "service/roles.h"
#include "system/typed_secret.h"

/// Commands about people: init, user.
namespace shouze {
namespace {

constexpr int kLoginWidth = 26;
constexpr int kNameWidth = 34;

/// The built-in policies and calendars, kept in the ledger of a new school.
ResultOrErrors<void> KeepBuiltIn(const CliContext& context, School& school) {
  for (const BuiltIn& file : context.built_in) {
    if (file.path.starts_with("policies/")) {
      const auto kept =
          school.Run(kAddPolicy, school.Operator(), AddPolicyRequest{std::string(file.bytes)});
      if (!kept) return kept.error();
    } else if (file.path.starts_with("calendars/")) {
      const auto kept =
          school.Run(kAddCalendar, school.Operator(), AddCalendarRequest{std::string(file.bytes)});
      if (!kept) return kept.error();
    }
  }
  return {};
}

void Init(CliContext& context, const SchoolArguments& arguments) {
  const auto opened = OpenSchool(arguments, SchoolUse::kCreate);
  if (!opened) return Report(context, opened.error());
  School& school = *(*opened)->school;
  const auto first = CreateFirstAccounts(school);
  if (!first) return Report(context, first.error());
  if (const auto kept = KeepBuiltIn(context, school); !kept) return Report(context, kept.error());
  context.out
      << "学校已建立。下列密码只显示这一次，7 日内有效，首次登录须修改 / a new school; these "
         "passwords are shown once, good for 7 days, and must be changed at the first login:\n";
  for (const FirstAccount& account : first->accounts) {
    context.out << "  " << PadRight(account.login, kLoginWidth)
                << PadRight(ChineseName(account.role), kNameWidth) << account.password << "\n";
  }
  context.out << "下一步 / next: shouze serve"
              << (arguments.folder ? Concat(" --data ", *arguments.folder) : "") << "\n";
}

std::string IdOf(School& school, const std::string& login, CliContext& context) {
  const auto accounts = school.Run(kListAccounts, school.Operator(), Nothing());
  if (!accounts) {
    Report(context, accounts.error());
    return {};
  }
  const auto found = std::ranges::find(accounts->accounts, login, &AccountRow::login);
  if (found != accounts->accounts.end()) return found->id;
  Report(context, Fail(ErrorCode::kNotFound, Concat("没有账号“", login, "”"),
                       Concat("there is no account \"", login, "\"")));
  return {};
}

void ListUsers(CliContext& context, const SchoolArguments& arguments) {
  const auto opened = OpenSchool(arguments, SchoolUse::kRead);
  if (!opened) return Report(context, opened.error());
  School& school = *(*opened)->school;
  const auto accounts = school.Run(kListAccounts, school.Operator(), Nothing());
  if (!accounts) return Report(context, accounts.error());
  for (const AccountRow& row : accounts->accounts) {
    context.out << PadRight(row.login, kLoginWidth) << PadRight(ForTerminal(row.name), kNameWidth);
    if (row.disabled) context.out << "停用 ";
    for (const RoleFact& role : row.roles) context.out << ChineseName(role.role) << " ";
    for (const PostFact& post : row.posts) context.out << post.unit << "/" << post.post << " ";
    context.out << "\n";
  }
}

void ResetUser(CliContext& context, const SchoolArguments& arguments, const std::string& login) {
  const auto opened = OpenSchool(arguments, SchoolUse::kWrite);
  if (!opened) return Report(context, opened.error());
  School& school = *(*opened)->school;
  const std::string id = IdOf(school, login, context);
  if (id.empty()) return;
  const auto reset = school.Run(kResetPassword, school.Operator(), AccountRequest{id});
  if (!reset) return Report(context, reset.error());
  if (reset->mailed) {
    context.out << "一次性链接将发往 " << login
                << " 登记的邮箱，由本人设置密码，7 日内有效（服务运行时发出） / a link goes to the "
                   "person's mail address while the server runs\n";
    return;
  }
  context.out << login
              << " 的新密码（只显示这一次，7 日内有效，登录后须修改） / new password, shown once: "
              << reset->password.value() << "\n";
}

/// Typed twice at a terminal. Absent: nothing, or not the same.
std::optional<std::string> TypedPassword() {
  const auto first = ReadTypedSecret("新密码（不显示） / new password (not shown): ");
  if (!first || !IsTypedAtTerminal()) return first;
  const auto second = ReadTypedSecret("再输入一次 / once more: ");
  return first == second ? first : std::nullopt;
}

void SetUserPassword(CliContext& context, const SchoolArguments& arguments,
                     const std::string& login) {
  const auto opened = OpenSchool(arguments, SchoolUse::kWrite);
  if (!opened) return Report(context, opened.error());
  School& school = *(*opened)->school;
  const std::string id = IdOf(school, login, context);
  if (id.empty()) return;
  const auto password = TypedPassword();
  if (!password) {
    return Report(context,
                  Fail(ErrorCode::kInvalidInput, "没有输入密码，或两次输入的不同，没有更改",
                       "no password, or two that differ; nothing is changed"));
  }
  const auto set = school.Run(kSetPassword, school.Operator(), SetPasswordRequest{id, *password});
  if (!set) return Report(context, set.error());
  context.out << login << " 的密码已设置 / password set\n";
}

void AddUser(CliContext& context, const SchoolArguments& arguments, const NewAccount& account,
             const std::optional<std::string>& role_name) {
  const auto opened = OpenSchool(arguments, SchoolUse::kWrite);
  if (!opened) return Report(context, opened.error());
  School& school = *(*opened)->school;
  Role role = Role::kEveryone;
  if (role_name) {
    std::vector<std::string> known;
    bool found = false;
    for (const auto& [spelling, one] : described::SpellingsOf<Role>()) {
      known.push_back(spelling);
      if (spelling != *role_name) continue;
      role = one;
      found = true;
    }
    if (!found) {
      return Report(context,
                    Fail(ErrorCode::kInvalidInput,
                         Concat("没有角色“", *role_name, "”；可用的有 ", Join(known, "、")),
                         Concat("no such role; known are ", Join(known, ", ")), "--role"));
    }
  }
  const auto created =
      school.Run(kCreateAccounts, school.Operator(), CreateAccountsRequest{{account}});
  if (!created) return Report(context, created.error());
  const CreatedAccount& made = created->accounts.front();
  if (role_name) {
    const auto granted =
        school.Run(kGrantRole, school.Operator(), GrantRoleRequest{made.id, role, {}, {}});
    if (!granted) return Report(context, granted.error());
  }
  if (made.mailed) {
    context.out << "一次性链接将发往 " << made.login
                << " 的邮箱，由本人设置密码，7 日内有效（服务运行时发出） / a link goes to the "
                   "person's mail address while the server runs\n";
    return;
  }
  context.out << made.login
              << " 的密码（只显示这一次，7 日内有效，登录后须修改） / password, shown once: "
              << made.password.value() << "\n";
}

void DisableUser(CliContext& context, const SchoolArguments& arguments, const std::string& login,
                 bool disable) {
  const auto opened = OpenSchool(arguments, SchoolUse::kWrite);
  if (!opened) return Report(context, opened.error());
  School& school = *(*opened)->school;
  const std::string id = IdOf(school, login, context);
  if (id.empty()) return;
  const auto done =
      school.Run(disable ? kDisableAccount : kEnableAccount, school.Operator(), AccountRequest{id});
  if (!done) return Report(context, done.error());
  context.out << login << (disable ? " 已停用 / disabled\n" : " 已启用 / enabled\n");
}

void AddListUsers(CLI::App& users, CliContext& context) {
  auto arguments = std::make_shared<SchoolArguments>();
  CLI::App* command = users.add_subcommand("list", "列出账号 / list all accounts");
  AddSchoolOptions(*command, *arguments);
  command->callback([&context, arguments] { ListUsers(context, *arguments); });
}

void AddAddUser(CLI::App& users, CliContext& context) {
  auto arguments = std::make_shared<SchoolArguments>();
  auto account = std::make_shared<NewAccount>();
  auto role = std::make_shared<std::optional<std::string>>();
  CLI::App* command = users.add_subcommand("add", "新建账号 / create an account");
  AddSchoolOptions(*command, *arguments);
  command->add_option("LOGIN", static_cast<std::string&>(account->login), "登录名 / login")
      ->required();
  command->add_option("NAME", static_cast<std::string&>(account->name), "姓名 / name")->required();
  command->add_option("--mail", account->mail, "邮箱 / mail address");
  command->add_option("--phone", account->phone, "电话 / telephone");
  command->add_option("--role", *role, "学校角色，见 shouze access / a school role");
  command->callback(
      [&context, arguments, account, role] { AddUser(context, *arguments, *account, *role); });
}

using OnLogin = void (*)(CliContext&, const SchoolArguments&, const std::string&);

void AddOnLogin(CLI::App& users, CliContext& context, const char* name, const char* words,
                OnLogin act) {
  auto arguments = std::make_shared<SchoolArguments>();
  auto login = std::make_shared<std::string>();
  CLI::App* command = users.add_subcommand(name, words);
  AddSchoolOptions(*command, *arguments);
  command->add_option("LOGIN", *login, "登录名 / login")->required();
  command->callback([&context, arguments, login, act] { act(context, *arguments, *login); });
}

}  // namespace

void AddInitCommand(CLI::App& app, CliContext& context) {
  auto arguments = std::make_shared<SchoolArguments>();
  CLI::App* command = app.add_subcommand(
      "init", "新建学校：三员与网安办的账号 / a new school with its first accounts");
  AddSchoolOptions(*command, *arguments);
  command->callback([&context, arguments] { Init(context, *arguments); });
}

void AddUserCommand(CLI::App& app, CliContext& context) {
  CLI::App* command = app.add_subcommand("user", "账号 / accounts");
  command->require_subcommand(1);
  AddListUsers(*command, context);
  AddAddUser(*command, context);
  AddOnLogin(*command, context, "reset", "重置密码 / give a new password", ResetUser);
  AddOnLogin(*command, context, "password",
             "由本人在服务器上设置密码 / let its person set the password here", SetUserPassword);
  AddOnLogin(*command, context, "disable", "停用账号 / disable an account",
             [](CliContext& c, const SchoolArguments& a, const std::string& login) {
               DisableUser(c, a, login, true);
             });
  AddOnLogin(*command, context, "enable", "启用账号 / enable an account",
             [](CliContext& c, const SchoolArguments& a, const std::string& login) {
               DisableUser(c, a, login, false);
             });
}

}  // namespace shouze
