#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/civil.h"
#include "store/security_rows.h"
#include "store/store.h"

/// Accounts, sessions and what guards them: not in the ledger, erasable.
namespace shouze {

/// 账号. The ledger knows its `id` only.
struct Account {
  std::string id;     ///< 32 hex digits, random.
  std::string login;  ///< Unique without regard to ASCII case; kept in lower case.
  std::string name;
  std::string phone;
  std::string mail;
  std::string password_hash;  ///< argon2id in its own text form; empty: cannot log in by password.
  bool must_change_password = false;
  bool disabled = false;
  bool erased = false;  ///< Names, phone and mail are gone; the id stays.
  Instant created_at;
  std::optional<Instant> password_changed_at;
  std::optional<Instant> last_login_at;
  /// The password is one that somebody else gave, or still to be set by a link, and is good until
  /// then; absent: it is the person's own.
  std::optional<Instant> first_until = {};
  /// 由谁开通登录: in whose hand the way to log in was last: whoever made the account, gave it a
  /// first password or changed its mail address; empty: nobody but the person.
  std::string let_in_by = {};
  std::optional<Instant> let_in_at =
      {};  ///< When; then, when the person first set a password after it.
};

/// The account of that id; of that login, in any case.
std::optional<Account> FindAccount(const ReadTx& tx, std::string_view id);
std::optional<Account> FindAccountByLogin(const ReadTx& tx, std::string_view login);
std::vector<Account> ReadAccounts(const ReadTx& tx);  ///< By login.
/// False where the login is taken.
bool AddAccount(WriteTx& tx, const Account& account);
void UpdateAccount(WriteTx& tx, const Account& account);

/// 会话. The cookie holds a random token; here is its digest.
struct Session {
  std::string token_digest;
  std::string account;
  Instant created_at;
  Instant seen_at;
  std::string address;
  std::string agent;  ///< The browser as it names itself, shortened.
};
void AddSession(WriteTx& tx, const Session& session);
std::optional<Session> FindSession(const ReadTx& tx, std::string_view token_digest);
std::vector<Session> ReadSessions(const ReadTx& tx, std::string_view account);
void TouchSession(WriteTx& tx, std::string_view token_digest, Instant seen_at);
void EndSession(WriteTx& tx, std::string_view token_digest);
/// All of an account's but `keep` (empty: all).
void EndSessions(WriteTx& tx, std::string_view account, std::string_view keep);
void EndSessionsBefore(WriteTx& tx, Instant created_before, Instant seen_before);

/// A browser from which an account has logged in before: its failures are counted apart, so that
/// nobody else's attempts lock it out.
struct KnownDevice {
  std::string token_digest;
  std::string account;
  Instant seen_at;
};
void PutKnownDevice(WriteTx& tx, const KnownDevice& device);
bool IsKnownDevice(const ReadTx& tx, std::string_view token_digest, std::string_view account);
void DropKnownDevices(WriteTx& tx, std::string_view account);
void DropKnownDevicesBefore(WriteTx& tx, Instant seen_before);

/// Failed logins by what they are counted under (account and device, account and address …).
struct LoginFailures {
  std::string key;
  int count = 0;
  Instant first_at;
  Instant last_at;
};
std::optional<LoginFailures> FindLoginFailures(const ReadTx& tx, std::string_view key);
void PutLoginFailures(WriteTx& tx, const LoginFailures& failures);
void DropLoginFailures(WriteTx& tx, std::string_view key);
void DropLoginFailuresBefore(WriteTx& tx, Instant last_before);

}  // namespace shouze
