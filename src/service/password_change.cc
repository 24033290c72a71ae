#include <optional>

#include "base/digest.h"
#include "service/login_guard.h"
#include "service/new_password.h"
#include "service/security_events.h"
#include "service/sessions.h"
#include "store/account_rows.h"
#include "system/password.h"

namespace shouze {
namespace {

Errors WrongOldPassword() {
  return Fail(ErrorCode::kInvalidInput, "原密码不对", "the old password is wrong", "/old_password");
}

/// Counts a wrong old password.
void CountWrongOld(School& school, const Caller& caller, const LoginKeys& keys, Instant now) {
  const auto counted = school.store().Write([&](WriteTx& tx) -> Result<void> {
    AddSecurityEvent(tx, EventBy(caller, now, "password_change_failed"));
    if (!CountFailure(tx, keys, school.options(), now).empty()) {
      AddSecurityEvent(tx, EventBy(caller, now, "locked"));
    }
    return {};
  });
  static_cast<void>(counted);
}

void KeepPassword(WriteTx& tx, const School& school, Account account, const std::string& hash,
                  const Caller& caller, const std::string& device, Instant now) {
  TakeNewPassword(tx, school.options(), account, hash, now);
  UpdateAccount(tx, account);
  EndSessions(tx, account.id, caller.session);
  const bool known = IsKnownDevice(tx, device, account.id);
  DropKnownDevices(tx, account.id);
  if (known) PutKnownDevice(tx, {device, account.id, now});
  AddSecurityEvent(tx, EventBy(caller, now, "password_changed"));
}

bool IsUnchanged(const std::optional<Account>& now, const Account& before) {
  return now && !now->disabled && !now->erased && now->password_hash == before.password_hash;
}

Errors NobodyIsIn() { return Fail(ErrorCode::kUnauthenticated, "请先登录", "nobody is logged in"); }

}  // namespace

ResultOrErrors<Nothing> ChangePassword(School& school, const Caller& caller,
                                       const ChangePasswordRequest& request,
                                       std::string_view device_token) {
  const Instant now = school.parts().clock.Now();
  const LoginKeys keys = KeysOfPasswordChange(caller.account);
  std::optional<Account> account;
  std::optional<Lock> lock;
  school.store().Read([&](const ReadTx& tx) {
    account = FindAccount(tx, caller.account);
    lock = FindLock(tx, keys, school.options(), now);
    return true;
  });
  if (!account) return NobodyIsIn();
  if (lock) return TooManyFailures(*lock, school.options(), now);
  const auto right = IsPassword(request.old_password, account->password_hash);
  if (!right) return Errors{right.error()};
  if (!*right) {
    CountWrongOld(school, caller, keys, now);
    return WrongOldPassword();
  }
  const auto hash = HashNewPassword(school, *account, request.new_password, "/new_password");
  if (!hash) return hash.error();
  const auto changed = school.store().Write([&](WriteTx& tx) -> ResultOrErrors<void> {
    lock = FindLock(tx, keys, school.options(), now);
    if (lock) return TooManyFailures(*lock, school.options(), now);
    const auto today = FindAccount(tx, caller.account);
    if (!IsUnchanged(today, *account)) return WrongOldPassword();
    ForgetFailures(tx, keys);
    KeepPassword(tx, school, *today, *hash, caller, Sha256Hex(device_token), now);
    return {};
  });
  if (!changed) return changed.error();
  school.sessions().DropAccount(caller.account);
  return Nothing{};
}

ResultOrErrors<PasswordRulesAnswer> ReadPasswordRules(School& school, const Caller& caller) {
  const auto account =
      school.store().Read([&](const ReadTx& tx) { return FindAccount(tx, caller.account); });
  if (!account) return NobodyIsIn();
  return PasswordRulesOf(school, *account);
}

}  // namespace shouze
