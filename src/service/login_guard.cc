#include "service/login_guard.h"

#include <algorithm>

#include "base/digest.h"
#include "base/text.h"
#include "store/account_rows.h"
#include "system/address_block.h"

namespace shouze {
namespace {

constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::int64_t kLockMsMax = 4 * kMsPerHour;
/// After a lock further failures double it as long as they come within this time.
constexpr std::int64_t kLockedBeforeMs = kMsPerDay;
constexpr int kDoublingsMax = 20;
constexpr int kAddressFactor = 10;
constexpr int kLoginFactor = 20;
/// Between tries from one address at an account that is being guessed.
constexpr std::int64_t kGuessedPaceMs = kMinuteMs;

std::int64_t WindowMs(const SchoolOptions& options) {
  return options.login_lock_minutes * kMinuteMs;
}

/// Logins may be anything that somebody types, passwords included: only their digest is kept.
std::string DigestOfLogin(std::string_view login) {
  std::string lower(login);
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return Sha256Hex(lower);
}

/// A count that stops at `most` within `window_ms` of its first failure.
struct Cap {
  std::string_view key;
  int most;
  std::int64_t window_ms;
};

Cap AddressCap(const LoginKeys& keys, const SchoolOptions& options) {
  return {keys.address, kAddressFactor * options.login_failures, WindowMs(options)};
}
Cap LoginCap(const LoginKeys& keys, const SchoolOptions& options) {
  return {keys.login, kLoginFactor * options.login_failures, kMsPerDay};
}

std::optional<LoginFailures> FailuresWithin(const ReadTx& tx, const Cap& cap, Instant now) {
  if (cap.key.empty()) return std::nullopt;
  auto failures = FindLoginFailures(tx, cap.key);
  if (!failures || failures->first_at > now) return std::nullopt;
  if (now.ms - failures->first_at.ms >= cap.window_ms) return std::nullopt;
  return failures;
}

/// The failures, where they have come to the cap.
std::optional<LoginFailures> Capped(const ReadTx& tx, const Cap& cap, Instant now) {
  auto failures = FailuresWithin(tx, cap, now);
  if (failures && failures->count < cap.most) failures.reset();
  return failures;
}

/// True where the count reaches the cap now.
bool CountUnder(WriteTx& tx, const Cap& cap, Instant now) {
  if (cap.key.empty()) return false;
  auto failures =
      FailuresWithin(tx, cap, now).value_or(LoginFailures{std::string(cap.key), 0, now, now});
  ++failures.count;
  failures.last_at = now;
  PutLoginFailures(tx, failures);
  return failures.count == cap.most;
}

/// How long this many failures in a row lock.
std::int64_t LockMs(int count, const SchoolOptions& options) {
  if (count < options.login_failures) return 0;
  const int doublings = std::min(count - options.login_failures, kDoublingsMax);
  return std::min(WindowMs(options) << doublings, std::max(kLockMsMax, WindowMs(options)));
}

/// The failures in a row that still matter.
std::optional<LoginFailures> FailuresInARow(const ReadTx& tx, std::string_view key,
                                            const SchoolOptions& options, Instant now) {
  auto failures = FindLoginFailures(tx, key);
  if (!failures || failures->last_at > now) return std::nullopt;
  const bool locked_before = failures->count >= options.login_failures;
  const std::int64_t kept_ms = locked_before
                                   ? std::max(kLockedBeforeMs, LockMs(failures->count, options))
                                   : WindowMs(options);
  if (now.ms - failures->last_at.ms >= kept_ms) return std::nullopt;
  return failures;
}

}  // namespace

LoginKeys KeysFromElsewhere(std::string_view login, std::string_view address) {
  const std::string digest = DigestOfLogin(login);
  const std::string block = AddressBlock(address);
  return {Concat("login@address:", digest, "@", block), Concat("address:", block),
          Concat("login:", digest)};
}

LoginKeys KeysOfKnownDevice(std::string_view login, std::string_view device_digest) {
  return {Concat("login@device:", DigestOfLogin(login), "@", device_digest), "", ""};
}

LoginKeys KeysOfPasswordChange(std::string_view account) {
  return {Concat("password:", account), "", ""};
}

std::optional<Lock> FindLock(const ReadTx& tx, const LoginKeys& keys, const SchoolOptions& options,
                             Instant now) {
  std::optional<Lock> lock;
  const auto later = [&](const Lock& one) {
    if (one.until > now && (!lock || one.until > lock->until)) lock = one;
  };
  if (const auto failures = FailuresInARow(tx, keys.own, options, now)) {
    const bool guessed = Capped(tx, LoginCap(keys, options), now).has_value();
    const std::int64_t own_ms =
        std::max(LockMs(failures->count, options), guessed ? kGuessedPaceMs : 0);
    later({{failures->last_at.ms + own_ms}, false});
  }
  const Cap address = AddressCap(keys, options);
  if (const auto failures = Capped(tx, address, now)) {
    later({{failures->first_at.ms + address.window_ms}, true});
  }
  return lock;
}

std::optional<Lock> CountFailure(WriteTx& tx, const LoginKeys& keys, const SchoolOptions& options,
                                 Instant now) {
  auto failures =
      FailuresInARow(tx, keys.own, options, now).value_or(LoginFailures{keys.own, 0, now, now});
  ++failures.count;
  failures.last_at = now;
  PutLoginFailures(tx, failures);
  const bool locked = failures.count >= options.login_failures;
  const bool address_capped = CountUnder(tx, AddressCap(keys, options), now);
  const bool login_capped = CountUnder(tx, LoginCap(keys, options), now);
  if (!locked && !address_capped && !login_capped) return std::nullopt;
  return FindLock(tx, keys, options, now).value_or(Lock{now, address_capped});
}

void ForgetFailures(WriteTx& tx, const LoginKeys& keys) { DropLoginFailures(tx, keys.own); }

Errors TooManyFailures(const Lock& lock, std::string_view address, Instant now) {
  const std::int64_t minutes = (lock.until.ms - now.ms + kMinuteMs - 1) / kMinuteMs;
  const std::string wait = std::to_string((lock.until.ms - now.ms + 999) / 1000);
  if (!lock.of_address) {
    return Fail(ErrorCode::kTooMany,
                Concat("这个账号在这里密码错误次数过多，请在 ", minutes, " 分钟后再试"),
                Concat("too many wrong passwords for this account from here, try again in ",
                       minutes, " minutes"),
                wait);
  }
  return Fail(ErrorCode::kTooMany,
              Concat("从您所在的网络地址（", address,
                     "）输错密码的次数过多，各账号合计；您的账号并没有被锁定。请在 ", minutes,
                     " 分钟后再试，或换一个网络；若许多人都这样，请系统管理员核对设置 "
                     "http.trusted_proxies"),
              Concat("too many wrong passwords, of all accounts together, from your address (",
                     address, "); your account is not locked. Try again in ", minutes,
                     " minutes or from another network; where many see this, the administrator "
                     "checks http.trusted_proxies"),
              wait);
}

}  // namespace shouze
