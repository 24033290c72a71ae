#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/school.h"

/// 防猜密码: failed logins are counted so that guessing stops, and so that nobody is locked out for
/// what others type. From a browser in which an account has logged in before, only that browser's
/// own failures count. From elsewhere a failure counts
/// - against the account from that place: what locks first, and nobody else;
/// - against the account from everywhere: one budget for all unknown places together, however many
///   addresses somebody has;
/// - against the place, of all accounts: far beyond what one office mistypes behind one address.
/// A place is an address and the networks around it (system/address_block.h).
namespace shouze {

/// What one count is of, and so what its lock is of.
enum class LockOf : std::uint8_t {
  kHere,     ///< This account from this place, or from this known browser.
  kAccount,  ///< This account from all unknown places.
  kAddress,  ///< All accounts from this place.
};

/// One count that an attempt adds to. `most` failures lock.
struct LoginCount {
  LockOf of = LockOf::kHere;
  std::string key;
  int factor = 1;        ///< `most` is so many times SchoolOptions::login_failures.
  std::string block;     ///< Of kAddress: as it is told.
  bool doubles = false;  ///< Each further failure doubles the lock; else the window's end lifts it.
  bool is_budget = false;  ///< Counted over a day, and each lock an hour.
};

/// Under what one attempt is counted.
using LoginKeys = std::vector<LoginCount>;

/// `login` as typed: no difference is made between accounts that exist and others.
LoginKeys KeysFromElsewhere(std::string_view login, std::string_view address);
LoginKeys KeysOfKnownDevice(std::string_view login, std::string_view device_digest);
/// Wrong old passwords of somebody who is logged in.
LoginKeys KeysOfPasswordChange(std::string_view account);

/// Until when no attempt is looked at, and for whose failures.
struct Lock {
  Instant until;
  LockOf of = LockOf::kHere;
  std::string block;  ///< Of kAddress.
};

/// Absent: attempts are looked at. Of several the last to end.
std::optional<Lock> FindLock(const ReadTx& tx, const LoginKeys& keys, const SchoolOptions& options,
                             Instant now);
/// Counts one. What it locks by this, the widest first; empty: nothing.
std::vector<Lock> CountFailure(WriteTx& tx, const LoginKeys& keys, const SchoolOptions& options,
                               Instant now);
/// After a success: what the owner of the account mistyped here is forgotten, what was tried
/// elsewhere is not.
void ForgetFailures(WriteTx& tx, const LoginKeys& keys);
/// Somebody who may has given the account a new password: its budget is whole again.
void ForgetGuesses(WriteTx& tx, std::string_view login);

/// kTooMany, saying what is locked, until when (school time) and what helps.
Errors TooManyFailures(const Lock& lock, const SchoolOptions& options, Instant now);

/// After this time no failure matters any more. Units: milliseconds.
inline constexpr std::int64_t kFailuresKeptMs = 2 * kMsPerDay;

}  // namespace shouze
