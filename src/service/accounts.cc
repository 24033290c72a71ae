#include "service/accounts.h"

#include <map>
#include <set>
#include <utility>

#include "base/text.h"
#include "service/account_acts.h"
#include "service/account_changes.h"
#include "service/account_forms.h"
#include "service/first_password.h"
#include "service/outbox.h"
#include "service/school.h"
#include "service/security_events.h"
#include "store/account_rows.h"

namespace shouze {
namespace {

using enum AccountActKind;

/// Each costs some hundredths of a second.
constexpr std::size_t kAccountsAtOnceMax = 300;

/// Held today or granted for later.
template <class Fact>
std::map<std::string, std::vector<Fact>> HeldByAccount(const View& view) {
  std::map<std::string, std::vector<Fact>> held;
  for (const auto& [id, kept] : view.state().All<Fact>()) {
    const bool over = kept.fact.to && *kept.fact.to < view.today();
    if (!over) held[kept.fact.account].push_back(kept.fact);
  }
  return held;
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
    row.first_until = account.first_until;
    row.mailed = account.first_until && account.password_hash.empty();
    row.roles = std::move(roles[account.id]);
    row.posts = std::move(posts[account.id]);
    answer.accounts.push_back(std::move(row));
  }
  return answer;
}

ResultOrErrors<FirstPasswords> PrepareCreate(const School& school,
                                             const CreateAccountsRequest& request) {
  if (request.accounts.empty() || request.accounts.size() > kAccountsAtOnceMax) {
    return Fail(ErrorCode::kInvalidInput, Concat("一次新建 1 至 ", kAccountsAtOnceMax, " 个账号"),
                Concat("1 to ", kAccountsAtOnceMax, " accounts at once"), "/accounts");
  }
  Errors errors;
  std::vector<std::string> addresses;
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
    addresses.push_back(wanted.mail);
  }
  if (!errors.empty()) return errors;
  return MakeFirstPasswords(school, addresses);
}

ResultOrErrors<CreateAccountsAnswer> RunCreate(Act& act, const CreateAccountsRequest& request,
                                               FirstPasswords& passwords) {
  Errors errors;
  CreateAccountsAnswer answer;
  for (std::size_t i = 0; i < request.accounts.size(); ++i) {
    const NewAccount wanted = AsKept(request.accounts[i]);
    auto made = AddNewAccount(act, wanted, passwords[i]);
    if (made) {
      answer.accounts.push_back(std::move(*made));
      continue;
    }
    errors.push_back({ErrorCode::kConflict, Concat("/accounts/", i, "/login"),
                      Concat("登录名“", wanted.login, "”已经用过，请换一个"),
                      Concat("the login \"", wanted.login, "\" is taken")});
  }
  if (!errors.empty()) return errors;
  return answer;
}

template <Reach reach>
ResultOrErrors<AccountActAnswer> RunChange(Act& act, const ChangeAccountRequest& request) {
  const NewAccount typed = AsKept(
      {"", request.name.value_or(Label()), request.phone.value_or(""), request.mail.value_or("")});
  AccountChange change{kPerson, request.account};
  if (request.name) change.detail.name = typed.name;
  if (request.phone) change.detail.phone = typed.phone;
  if (request.mail) change.detail.mail = typed.mail;
  auto outcome = DoOrPutUp(act, change, reach, request.reason);
  if (!outcome) return outcome.error();
  return AccountActAnswer{std::move(outcome->waits)};
}

template <AccountActKind kind, Reach reach>
ResultOrErrors<AccountActAnswer> RunOn(Act& act, const AccountRequest& request) {
  auto outcome = DoOrPutUp(act, {kind, request.account}, reach, request.reason);
  if (!outcome) return outcome.error();
  return AccountActAnswer{std::move(outcome->waits)};
}

ResultOrErrors<FirstPasswords> PrepareReset(const School& school, const AccountRequest& request) {
  const auto account =
      school.store().Read([&](const ReadTx& tx) { return FindAccount(tx, request.account); });
  return MakeFirstPasswords(school, {account ? account->mail : ""});
}

template <Reach reach>
ResultOrErrors<ResetPasswordAnswer> RunReset(Act& act, const AccountRequest& request,
                                             FirstPasswords& passwords) {
  const auto account = FindAccount(act.tx(), request.account);
  const bool linked = account && CanMailLink(act.school().options(), account->mail);
  if (account && linked != passwords.front().hash.empty()) {
    return Fail(ErrorCode::kConflict, "此人的邮箱刚刚有变，请重试",
                "the person's mail address has just been changed; try again");
  }
  const AccountChange change{kPassword, request.account, {}, passwords.front()};
  auto outcome = DoOrPutUp(act, change, reach, request.reason);
  if (!outcome) return outcome.error();
  ResetPasswordAnswer answer;
  answer.waits = std::move(outcome->waits);
  if (answer.waits) return answer;
  answer.mailed = outcome->changed.mailed;
  answer.until = outcome->changed.until;
  if (!answer.mailed) answer.password = passwords.front().password;
  return answer;
}

ResultOrErrors<std::string> PrepareSet(const School& school, const SetPasswordRequest& request) {
  const auto account =
      school.store().Read([&](const ReadTx& tx) { return FindAccount(tx, request.account); });
  if (!account) {
    return Fail(ErrorCode::kNotFound, "没有这个账号", "there is no such account", "/account");
  }
  return HashNewPassword(school, *account, request.password, "/password");
}

ResultOrErrors<Nothing> RunSet(Act& act, const SetPasswordRequest& request, std::string& hash) {
  if (act.caller().account != act.school().Operator().account) {
    return Fail(ErrorCode::kForbidden, "只能在服务器上用命令设置", "at the machine alone");
  }
  const AccountChange change{kPassword, request.account, {}, {"", hash}};
  const auto account = FindToChange(act, change, Reach::kAll);
  if (!account) return account.error();
  if (const auto done = CarryOut(act, change, *account); !done) return done.error();
  // Typed by the person: it need not be changed. Who saw it typed is not known.
  auto today = FindAccount(act.tx(), request.account);
  TakeNewPassword(act.tx(), act.school().options(), *today, hash, act.now());
  UpdateAccount(act.tx(), *today);
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

const WriteCase<ChangeAccountRequest, AccountActAnswer> kChangeAccount = {
    "account.change", "更改账号", kChangeAccounts, "", RunChange<Reach::kAll>};
const WriteCase<ChangeAccountRequest, AccountActAnswer> kChangeUnitAccount = {
    "account.change_unit", "更改单位人员账号", kChangeUnitAccounts, "", RunChange<Reach::kUnits>};

const WriteCase<AccountRequest, AccountActAnswer> kDisableAccount = {
    "account.disable", "停用账号", kChangeAccounts, "", RunOn<kDisabling, Reach::kAll>};
const WriteCase<AccountRequest, AccountActAnswer> kDisableUnitAccount = {
    "account.disable_unit", "停用单位人员账号", kChangeUnitAccounts, "",
    RunOn<kDisabling, Reach::kUnits>};
const WriteCase<AccountRequest, AccountActAnswer> kEnableAccount = {
    "account.enable", "启用账号", kChangeAccounts, "", RunOn<kEnabling, Reach::kAll>};
const WriteCase<AccountRequest, AccountActAnswer> kEnableUnitAccount = {
    "account.enable_unit", "启用单位人员账号", kChangeUnitAccounts, "",
    RunOn<kEnabling, Reach::kUnits>};

const ResetPasswordCase kResetPassword = {
    "account.reset_password", "重置密码", kChangeAccounts, "", PrepareReset, RunReset<Reach::kAll>};
const ResetPasswordCase kResetUnitPassword = {
    "account.reset_unit_password", "重置单位人员密码", kChangeUnitAccounts, "", PrepareReset,
    RunReset<Reach::kUnits>};

const WriteCase<AccountRequest, AccountActAnswer> kEraseAccount = {
    "account.erase", "注销账号", kChangeAccounts, "", RunOn<kErasure, Reach::kAll>};
const WriteCase<AccountRequest, AccountActAnswer> kEraseUnitAccount = {
    "account.erase_unit", "注销单位人员账号", kChangeUnitAccounts, "",
    RunOn<kErasure, Reach::kUnits>};

const PreparedCase<SetPasswordRequest, std::string, Nothing> kSetPassword = {
    "account.set_password", "在服务器上设置密码", kOperate, "", PrepareSet, RunSet};

}  // namespace shouze
