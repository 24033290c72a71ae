#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "service/school.h"

/// 防猜密码: failed logins are counted so that guessing stops, and so that nobody can lock somebody
/// else out. From a browser in which an account has logged in before, only that browser's own
/// failures count; from elsewhere those of the account and address, and beside them all of the
/// address. An account that is being guessed from many addresses is not locked but slowed down:
/// each of them may try once a minute, so that its owner, wherever they are, still gets in.
/// Addresses are counted by block (system/address_block.h).
namespace shouze {

/// Under what one attempt is counted.
struct LoginKeys {
  std::string own;
  std::string address;  ///< Of all accounts; empty from a known device.
  std::string login;    ///< From all unknown devices; empty from a known one.
};

/// `login` as typed: no difference is made between accounts that exist and others.
LoginKeys KeysFromElsewhere(std::string_view login, std::string_view address);
LoginKeys KeysOfKnownDevice(std::string_view login, std::string_view device_digest);
/// Wrong old passwords of somebody who is logged in.
LoginKeys KeysOfPasswordChange(std::string_view account);

/// Until when no attempt is looked at, and for whose failures.
struct Lock {
  Instant until;
  bool of_address = false;  ///< For those of its address with any account, not for this account's.
};

/// Absent: attempts are looked at.
std::optional<Lock> FindLock(const ReadTx& tx, const LoginKeys& keys, const SchoolOptions& options,
                             Instant now);
/// Counts one. What it locks; absent: nothing.
std::optional<Lock> CountFailure(WriteTx& tx, const LoginKeys& keys, const SchoolOptions& options,
                                 Instant now);
/// After a success: what the owner of the account mistyped is forgotten, what was tried elsewhere
/// is not.
void ForgetFailures(WriteTx& tx, const LoginKeys& keys);

/// kTooMany, saying how long to wait and whether it is the account or the address. `address` is
/// whose; empty: none is known.
Errors TooManyFailures(const Lock& lock, std::string_view address, Instant now);

/// After this time no failure matters any more. Units: milliseconds.
inline constexpr std::int64_t kFailuresKeptMs = 2 * kMsPerDay;

}  // namespace shouze
