#include "store/account_rows.h"

#include <algorithm>

#include "store/account_act_rows.h"
#include "store/account_columns.h"
#include "store/first_link_rows.h"
#include "store/matter_rows.h"
#include "store/password_rows.h"
#include "store/query.h"

namespace shouze {
namespace {

constexpr char kSelectAccount[] =
    "SELECT id, login, name, phone, mail, password_hash, must_change_password, disabled, erased,"
    " created_at, password_changed_at, last_login_at, first_until, let_in_by, let_in_at FROM account";
constexpr auto kReadAccounts = Sql(kSelectAccount);
constexpr auto kFindAccount = Sql(kSelectAccount, " WHERE id = :id");
constexpr auto kFindAccountByLogin = Sql(kSelectAccount, " WHERE login = :login");
constexpr std::string_view kAddAccount =
    "INSERT INTO account (id, login, name, phone, mail, password_hash, must_change_password,"
    " disabled, erased, created_at, password_changed_at, last_login_at, first_until, let_in_by,"
    " let_in_at)"
    " VALUES (:id, :login, :name, :phone, :mail, :password_hash, :must_change_password,"
    " :disabled, :erased, :created_at, :password_changed_at, :last_login_at, :first_until,"
    " :let_in_by, :let_in_at)"
    " ON CONFLICT (login) DO NOTHING";
constexpr std::string_view kUpdateAccount =
    "UPDATE account SET login = :login, name = :name, phone = :phone, mail = :mail,"
    " password_hash = :password_hash, must_change_password = :must_change_password,"
    " disabled = :disabled, erased = :erased, created_at = :created_at,"
    " password_changed_at = :password_changed_at, last_login_at = :last_login_at,"
    " first_until = :first_until, let_in_by = :let_in_by, let_in_at = :let_in_at WHERE id = :id";

/// Logins are told apart without regard to ASCII case.
std::string Lower(std::string_view login) {
  std::string lower(login);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

}  // namespace

std::optional<Account> FindAccount(const ReadTx& tx, std::string_view id) {
  return Query(tx, kFindAccount).With("id", id).One<Account>();
}

std::optional<Account> FindAccountByLogin(const ReadTx& tx, std::string_view login) {
  return Query(tx, kFindAccountByLogin).With("login", Lower(login)).One<Account>();
}

std::vector<Account> ReadAccounts(const ReadTx& tx) {
  auto accounts = Query(tx, kReadAccounts).All<Account>();
  std::ranges::sort(accounts, {}, &Account::login);
  return accounts;
}

bool AddAccount(WriteTx& tx, const Account& account) {
  Account lower = account;
  lower.login = Lower(account.login);
  return Query(tx, kAddAccount).WithRow(lower).Run() == 1;
}

void UpdateAccount(WriteTx& tx, const Account& account) {
  Account lower = account;
  lower.login = Lower(account.login);
  Query(tx, kUpdateAccount).WithRow(lower).Run();
  if (!account.erased) return;
  DropPastPasswords(tx, account.id);
  DropFirstLink(tx, account.id);
  ForgetDetails(tx, account.id);
  DropNoticesAbout(tx, account.id);
}

}  // namespace shouze
