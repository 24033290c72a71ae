#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/kept_facts.h"
#include "service/use_case.h"

/// 账号: who can log in. Names, phones and mail stand in an erasable table; the ledger knows ids
/// only. Each change is in the security log: who did what to whom.
///
/// Most acts have two rows: one of the system administrator for all accounts, and one of the office
/// (kChangeUnitAccounts), which is refused for accounts that hold a school role or are granted one.
/// Acts on accounts that hold a school role wait for another kind of administrator
/// (account_acts.h), and say why they are asked for.
namespace shouze {

/// An account and what it holds; no password.
struct AccountRow {
  std::string id;
  std::string login;
  std::string name;
  std::string phone;
  std::string mail;
  bool disabled = false;
  bool erased = false;
  bool must_change_password = false;
  Instant created_at;
  std::optional<Instant> last_login_at;
  std::optional<Instant> first_until;  ///< Of a first password or link that is not used yet.
  bool mailed = false;                 ///< It is a link.
  std::vector<RoleFact> roles;         ///< Held, or granted for later.
  std::vector<PostFact> posts;
};
SHOUZE_DESCRIBE(AccountRow, id, login, name, phone, mail, disabled, erased, must_change_password,
                created_at, last_login_at, first_until, mailed, roles, posts)

/// All accounts.
struct AccountsAnswer {
  std::vector<AccountRow> accounts;  ///< By login.
};
SHOUZE_DESCRIBE(AccountsAnswer, accounts)

extern const CallerReadCase<Nothing, AccountsAnswer> kListAccounts;

/// What a new account is given.
struct NewAccount {
  Label login;  ///< Letters, digits, `.`, `_`, `-`, `@`; 2 to 40; letter case does not matter.
  Label name;
  std::string phone;
  std::string mail;
};
SHOUZE_DESCRIBE(NewAccount, login, name, phone, mail)

/// For many units at once; all of them or none.
struct CreateAccountsRequest {
  std::vector<NewAccount> accounts;
};
SHOUZE_DESCRIBE(CreateAccountsRequest, accounts)

/// Whoever has a mail address is sent a link, and sets the password alone; else one is shown this
/// once, and has to be changed at the first login.
struct CreatedAccount {
  std::string id;
  std::string login;
  std::string name;
  std::optional<std::string> password;
  bool mailed = false;
  std::optional<Instant> until = {};  ///< Either is good until then.
};
SHOUZE_DESCRIBE(CreatedAccount, id, login, name, password, mailed, until)

/// All of them, in the order of the request.
struct CreateAccountsAnswer {
  std::vector<CreatedAccount> accounts;
};
SHOUZE_DESCRIBE(CreateAccountsAnswer, accounts)

/// A random password with its hash, made before the transaction; empty: a link is sent.
struct FirstPassword {
  std::string password;
  std::string hash;
};
using FirstPasswords = std::vector<FirstPassword>;

using CreateAccountsCase =
    PreparedCase<CreateAccountsRequest, FirstPasswords, CreateAccountsAnswer>;

/// Errors: kConflict at `/accounts/N/login` where it is taken.
extern const CreateAccountsCase kCreateAccounts;
extern const CreateAccountsCase kCreateUnitAccounts;

/// Members that are absent stay as they are.
struct ChangeAccountRequest {
  Label account;
  std::optional<Label> name;
  std::optional<std::string> phone;
  std::optional<std::string> mail;
  std::string reason = {};  ///< Needed where it waits for another administrator.
};
SHOUZE_DESCRIBE(ChangeAccountRequest, account, name, phone, mail, reason)

/// Whether it is done.
struct AccountActAnswer {
  std::optional<std::string> waits;  ///< The act that has to be approved; absent: it is done.
};
SHOUZE_DESCRIBE(AccountActAnswer, waits)

extern const WriteCase<ChangeAccountRequest, AccountActAnswer> kChangeAccount;
extern const WriteCase<ChangeAccountRequest, AccountActAnswer> kChangeUnitAccount;

/// Whose account.
struct AccountRequest {
  Label account;
  std::string reason = {};
};
SHOUZE_DESCRIBE(AccountRequest, account, reason)

/// Nobody disables, resets or erases the own account this way: kForbidden.
extern const WriteCase<AccountRequest, AccountActAnswer> kDisableAccount;
extern const WriteCase<AccountRequest, AccountActAnswer> kDisableUnitAccount;
extern const WriteCase<AccountRequest, AccountActAnswer> kEnableAccount;
extern const WriteCase<AccountRequest, AccountActAnswer> kEnableUnitAccount;

/// As of CreatedAccount: a link, or a password that is shown this once.
struct ResetPasswordAnswer {
  std::optional<std::string> waits;
  std::optional<std::string> password;
  bool mailed = false;
  std::optional<Instant> until;
};
SHOUZE_DESCRIBE(ResetPasswordAnswer, waits, password, mailed, until)

using ResetPasswordCase = PreparedCase<AccountRequest, FirstPasswords, ResetPasswordAnswer>;

/// Ends the account's sessions, too.
extern const ResetPasswordCase kResetPassword;
extern const ResetPasswordCase kResetUnitPassword;

/// 注销: login, name, phone and mail are gone for good, the id stays. Errors: kConflict while the
/// account holds a post or a role.
extern const WriteCase<AccountRequest, AccountActAnswer> kEraseAccount;
extern const WriteCase<AccountRequest, AccountActAnswer> kEraseUnitAccount;

/// Typed by whoever the account belongs to, at the machine: nobody else sees it.
struct SetPasswordRequest {
  Label account;
  Secret password;
};
SHOUZE_DESCRIBE(SetPasswordRequest, account, password)

/// For the command line alone. Errors: as of HashNewPassword at `/password`.
extern const PreparedCase<SetPasswordRequest, std::string, Nothing> kSetPassword;

}  // namespace shouze
