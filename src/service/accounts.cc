#include "service/accounts.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/text.h"
#include "service/account_forms.h"
#include "service/last_of_kind.h"
#include "service/login_guard.h"
#include "service/school.h"
#include "service/security_events.h"
#include "store/account_rows.h"

namespace shouze {
namespace {

/// Each costs some hundredths of a second.
constexpr std::size_t kAccountsAtOnceMax = 300;
/// Of an id; enough that no two erased accounts share a login.
constexpr std::size_t kErasedLoginDigits = 16;

template <class Fact>
bool IsOver(const Fact& fact, CivilDate today) {
  return fact.to && *fact.to < today;
}

/// Held today or granted for later.
template <class Fact>
std::map<std::string, std::vector<Fact>> HeldByAccount(const View& view) {
  std::map<std::string, std::vector<Fact>> held;
  for (const auto& [id, kept] : view.state().All<Fact>()) {
    if (!IsOver(kept.fact, view.today())) held[kept.fact.account].push_back(kept.fact);
  }
  return held;
}

template <class Fact>
bool HoldsAny(const View& view, std::string_view account) {
  return std::ranges::any_of(view.state().All<Fact>(), [&](const auto& row) {
    return row.second.fact.account == account && !IsOver(row.second.fact, view.today());
  });
}

ResultOrErrors<AccountsAnswer> RunList(const CallerView& view, const Nothing&) {
  auto roles = HeldByAccount<RoleFact>(view);
  auto posts = HeldByAccount<PostFact>(view);
  AccountsAnswer answer;
  const auto accounts =
      view.school().store().Read([](const ReadTx& tx) { return ReadAccounts(tx); });
  for (const Account& account : accounts) {
    AccountRow row;
    row.id = account.id;
    row.login = account.login;
    row.name = account.name;
    row.phone = account.phone;
    row.mail = account.mail;
    row.disabled = account.disabled;
    row.erased = account.erased;
    row.must_change_password = account.must_change_password;
    row.created_at = account.created_at;
    row.last_login_at = account.last_login_at;
    row.roles = std::move(roles[account.id]);
    row.posts = std::move(posts[account.id]);
    answer.accounts.push_back(std::move(row));
  }
  return answer;
}

void LogChange(Act& act, std::string_view kind, const std::string& account) {
  AddSecurityEvent(act.tx(), EventBy(act.caller(), act.now(), kind, {{"account", account}}));
}

/// Whose accounts a row is for.
enum class Reach { kAll, kUnits };

/// The account to be changed. Errors: none such; erased; a school role's, for the office.
ResultOrErrors<Account> FindToChange(Act& act, const std::string& id, Reach reach) {
  auto account = FindAccount(act.tx(), id);
  if (!account) {
    return Fail(ErrorCode::kNotFound, "没有这个账号", "there is no such account", "/account");
  }
  if (account->erased) {
    return Fail(ErrorCode::kConflict, "这个账号已注销，不能再更改",
                "this account is erased for good", "/account");
  }
  if (reach == Reach::kUnits && HoldsAny<RoleFact>(act, id)) {
    return Fail(ErrorCode::kForbidden, "此账号担任学校角色，须由系统管理员维护",
                "this account holds a school role; ask the system administrator", "/account");
  }
  return std::move(*account);
}

/// The same for what nobody does to the own account.
ResultOrErrors<Account> FindOther(Act& act, const std::string& id, Reach reach) {
  if (id == act.caller().account) {
    return Fail(ErrorCode::kForbidden, "不能对本人的账号这样做，请由另一位管理员办理",
                "not to your own account; ask another administrator", "/account");
  }
  return FindToChange(act, id, reach);
}

/// Whoever is logged in there is so no more.
void EndAll(Act& act, const std::string& account) {
  EndSessions(act.tx(), account, {});
  act.AfterCommit([&cache = act.school().sessions(), account] { cache.DropAccount(account); });
}

ResultOrErrors<FirstPasswords> PrepareCreate(const School& school,
                                             const CreateAccountsRequest& request) {
  if (request.accounts.empty() || request.accounts.size() > kAccountsAtOnceMax) {
    return Fail(ErrorCode::kInvalidInput, Concat("一次新建 1 至 ", kAccountsAtOnceMax, " 个账号"),
                Concat("1 to ", kAccountsAtOnceMax, " accounts at once"), "/accounts");
  }
  Errors errors;
  std::set<std::string> logins;
  const auto note = [&](std::optional<Error> fault) {
    if (fault) errors.push_back(std::move(*fault));
  };
  for (std::size_t i = 0; i < request.accounts.size(); ++i) {
    const NewAccount wanted = AsKept(request.accounts[i]);
    const std::string where = Concat("/accounts/", i);
    note(FaultOfLogin(wanted.login, Concat(where, "/login")));
    note(FaultOfName(wanted.name, Concat(where, "/name")));
    note(FaultOfPhone(wanted.phone, Concat(where, "/phone")));
    note(FaultOfMail(wanted.mail, Concat(where, "/mail")));
  }
  if (!errors.empty()) return errors;
  return MakeFirstPasswords(school, request.accounts.size());
}

ResultOrErrors<CreateAccountsAnswer> RunCreate(Act& act, const CreateAccountsRequest& request,
                                               FirstPasswords& passwords) {
  Errors errors;
  CreateAccountsAnswer answer;
  for (std::size_t i = 0; i < request.accounts.size(); ++i) {
    const NewAccount wanted = AsKept(request.accounts[i]);
    const Account account = MakeAccount(act.school(), wanted, passwords[i], act.now());
    if (!AddAccount(act.tx(), account)) {
      errors.push_back({ErrorCode::kConflict, Concat("/accounts/", i, "/login"),
                        Concat("登录名“", wanted.login, "”已经用过，请换一个"),
                        Concat("the login \"", wanted.login, "\" is taken")});
      continue;
    }
    LogChange(act, "account_created", account.id);
    answer.accounts.push_back({account.id, account.login, account.name, passwords[i].password});
  }
  if (!errors.empty()) return errors;
  return answer;
}

template <Reach reach>
ResultOrErrors<Nothing> RunChange(Act& act, const ChangeAccountRequest& request) {
  const NewAccount typed = AsKept(
      {"", request.name.value_or(Label()), request.phone.value_or(""), request.mail.value_or("")});
  auto account = FindToChange(act, request.account, reach);
  if (!account) return account.error();
  Errors errors;
  if (request.name) {
    if (auto fault = FaultOfName(typed.name, "/name")) errors.push_back(std::move(*fault));
  }
  if (request.phone) {
    if (auto fault = FaultOfPhone(typed.phone, "/phone")) errors.push_back(std::move(*fault));
    account->phone = typed.phone;
  }
  if (request.mail) {
    if (auto fault = FaultOfMail(typed.mail, "/mail")) errors.push_back(std::move(*fault));
    account->mail = typed.mail;
  }
  if (!errors.empty()) return errors;
  if (request.name) account->name = typed.name;
  UpdateAccount(act.tx(), *account);
  LogChange(act, "account_changed", account->id);
  return Nothing{};
}

template <Reach reach>
ResultOrErrors<Nothing> RunDisable(Act& act, const AccountRequest& request) {
  auto account = FindOther(act, request.account, reach);
  if (!account) return account.error();
  if (auto last = FaultOfLastOfKind(act, account->id, {}, "/account")) return Errors{*last};
  account->disabled = true;
  UpdateAccount(act.tx(), *account);
  EndAll(act, account->id);
  LogChange(act, "account_disabled", account->id);
  return Nothing{};
}

template <Reach reach>
ResultOrErrors<Nothing> RunEnable(Act& act, const AccountRequest& request) {
  auto account = FindOther(act, request.account, reach);
  if (!account) return account.error();
  account->disabled = false;
  UpdateAccount(act.tx(), *account);
  LogChange(act, "account_enabled", account->id);
  return Nothing{};
}

ResultOrErrors<FirstPasswords> PrepareReset(const School& school, const AccountRequest&) {
  return MakeFirstPasswords(school, 1);
}

template <Reach reach>
ResultOrErrors<ResetPasswordAnswer> RunReset(Act& act, const AccountRequest& request,
                                             FirstPasswords& passwords) {
  auto account = FindOther(act, request.account, reach);
  if (!account) return account.error();
  account->password_hash = passwords.front().hash;
  account->must_change_password = true;
  UpdateAccount(act.tx(), *account);
  DropKnownDevices(act.tx(), account->id);
  ForgetGuesses(act.tx(), account->login);
  EndAll(act, account->id);
  LogChange(act, "password_reset", account->id);
  return ResetPasswordAnswer{passwords.front().password};
}

template <Reach reach>
ResultOrErrors<Nothing> RunErase(Act& act, const AccountRequest& request) {
  auto account = FindOther(act, request.account, reach);
  if (!account) return account.error();
  if (HoldsAny<RoleFact>(act, account->id) || HoldsAny<PostFact>(act, account->id)) {
    return Fail(ErrorCode::kConflict, "此账号仍有任职或角色，请先办理离任或收回角色",
                "this account still holds a post or a role", "/account");
  }
  Account erased;
  erased.id = account->id;
  erased.login = Concat("erased-", account->id.substr(0, kErasedLoginDigits));
  erased.disabled = true;
  erased.erased = true;
  erased.created_at = account->created_at;
  UpdateAccount(act.tx(), erased);
  DropKnownDevices(act.tx(), erased.id);
  EndAll(act, erased.id);
  LogChange(act, "account_erased", erased.id);
  return Nothing{};
}

}  // namespace

using enum Action;

const CallerReadCase<Nothing, AccountsAnswer> kListAccounts = {"account.list", "查看账号",
                                                               kReadAccounts, RunList};

const CreateAccountsCase kCreateAccounts = {"account.create", "新建账号", kChangeAccounts, "",
                                            PrepareCreate,    RunCreate};
const CreateAccountsCase kCreateUnitAccounts = {
    "account.create_unit", "新建单位人员账号", kChangeUnitAccounts, "", PrepareCreate, RunCreate};

const WriteCase<ChangeAccountRequest, Nothing> kChangeAccount = {
    "account.change", "更改账号", kChangeAccounts, "", RunChange<Reach::kAll>};
const WriteCase<ChangeAccountRequest, Nothing> kChangeUnitAccount = {
    "account.change_unit", "更改单位人员账号", kChangeUnitAccounts, "", RunChange<Reach::kUnits>};

const WriteCase<AccountRequest, Nothing> kDisableAccount = {
    "account.disable", "停用账号", kChangeAccounts, "", RunDisable<Reach::kAll>};
const WriteCase<AccountRequest, Nothing> kDisableUnitAccount = {
    "account.disable_unit", "停用单位人员账号", kChangeUnitAccounts, "", RunDisable<Reach::kUnits>};
const WriteCase<AccountRequest, Nothing> kEnableAccount = {
    "account.enable", "启用账号", kChangeAccounts, "", RunEnable<Reach::kAll>};
const WriteCase<AccountRequest, Nothing> kEnableUnitAccount = {
    "account.enable_unit", "启用单位人员账号", kChangeUnitAccounts, "", RunEnable<Reach::kUnits>};

const ResetPasswordCase kResetPassword = {
    "account.reset_password", "重置密码", kChangeAccounts, "", PrepareReset, RunReset<Reach::kAll>};
const ResetPasswordCase kResetUnitPassword = {
    "account.reset_unit_password", "重置单位人员密码", kChangeUnitAccounts, "", PrepareReset,
    RunReset<Reach::kUnits>};

const WriteCase<AccountRequest, Nothing> kEraseAccount = {
    "account.erase", "注销账号", kChangeAccounts, "", RunErase<Reach::kAll>};
const WriteCase<AccountRequest, Nothing> kEraseUnitAccount = {
    "account.erase_unit", "注销单位人员账号", kChangeUnitAccounts, "", RunErase<Reach::kUnits>};

}  // namespace shouze
