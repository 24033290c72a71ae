#include "service/login_guard.h"

#include <algorithm>
#include <utility>

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
/// Of the networks around an address, narrowest first.
constexpr int kHereFactors[] = {1, 2, 4};
/// Far beyond what a school's people mistype behind one address in a quarter of an hour.
constexpr int kAddressFactors[] = {40, 80, 160};
/// A day's guesses at one account from everywhere. Source: NIST SP 800-63B 5.2.2, at most 100.
constexpr int kBudgetFactor = 20;
constexpr std::int64_t kBudgetLockMs = kMsPerHour;

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

std::string BudgetKey(std::string_view login) { return Concat("login:", DigestOfLogin(login)); }

int MostOf(const LoginCount& count, const SchoolOptions& options) {
  return count.factor * options.login_failures;
}

/// How long this many failures in a row lock.
std::int64_t DoubledMs(int failures, const SchoolOptions& options) {
  if (failures < options.login_failures) return 0;
  const int doublings = std::min(failures - options.login_failures, kDoublingsMax);
  return std::min(WindowMs(options) << doublings, std::max(kLockMsMax, WindowMs(options)));
}

/// How long failures are counted together; from the first one, or where they double from the last.
std::int64_t KeptMs(const LoginCount& count, int failures, const SchoolOptions& options) {
  if (count.is_budget) return kMsPerDay;
  if (!count.doubles || failures < options.login_failures) return WindowMs(options);
  return std::max(kLockedBeforeMs, DoubledMs(failures, options));
}

/// The failures that still matter.
std::optional<LoginFailures> FailuresOf(const ReadTx& tx, const LoginCount& count,
                                        const SchoolOptions& options, Instant now) {
  auto failures = FindLoginFailures(tx, count.key);
  if (!failures) return std::nullopt;
  const Instant from = count.doubles ? failures->last_at : failures->first_at;
  if (from > now || now.ms - from.ms >= KeptMs(count, failures->count, options)) {
    return std::nullopt;
  }
  return failures;
}

/// What so many failures lock; absent: nothing (any more).
std::optional<Lock> LockOfCount(const LoginCount& count, const LoginFailures& failures,
                                const SchoolOptions& options, Instant now) {
  if (failures.count < MostOf(count, options)) return std::nullopt;
  Instant until = {failures.first_at.ms + WindowMs(options)};
  if (count.is_budget) until = {failures.last_at.ms + kBudgetLockMs};
  if (count.doubles) until = {failures.last_at.ms + DoubledMs(failures.count, options)};
  if (until <= now) return std::nullopt;
  return Lock{until, count.of, count.block};
}

LoginCount InARow(std::string key) {
  LoginCount count;
  count.key = std::move(key);
  count.doubles = true;
  return count;
}

}  // namespace

LoginKeys KeysFromElsewhere(std::string_view login, std::string_view address) {
  const std::string digest = DigestOfLogin(login);
  const std::vector<std::string> blocks = AddressBlocks(address);
  LoginKeys keys;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    LoginCount of_address;
    of_address.of = LockOf::kAddress;
    of_address.key = Concat("address:", blocks[i]);
    of_address.factor = kAddressFactors[i];
    of_address.block = blocks[i];
    keys.push_back(std::move(of_address));
    LoginCount here = InARow(Concat("login@address:", digest, "@", blocks[i]));
    here.factor = kHereFactors[i];
    here.doubles = i == 0;
    keys.push_back(std::move(here));
  }
  LoginCount budget;
  budget.of = LockOf::kAccount;
  budget.key = BudgetKey(login);
  budget.factor = kBudgetFactor;
  budget.is_budget = true;
  keys.push_back(std::move(budget));
  return keys;
}

LoginKeys KeysOfKnownDevice(std::string_view login, std::string_view device_digest) {
  return {InARow(Concat("login@device:", DigestOfLogin(login), "@", device_digest))};
}

LoginKeys KeysOfPasswordChange(std::string_view account) {
  return {InARow(Concat("password:", account))};
}

std::optional<Lock> FindLock(const ReadTx& tx, const LoginKeys& keys, const SchoolOptions& options,
                             Instant now) {
  std::optional<Lock> latest;
  for (const LoginCount& count : keys) {
    const auto failures = FailuresOf(tx, count, options, now);
    if (!failures) continue;
    auto lock = LockOfCount(count, *failures, options, now);
    if (lock && (!latest || lock->until > latest->until)) latest = std::move(lock);
  }
  return latest;
}

std::vector<Lock> CountFailure(WriteTx& tx, const LoginKeys& keys, const SchoolOptions& options,
                               Instant now) {
  std::vector<Lock> locks;
  for (const LoginCount& count : keys) {
    auto failures =
        FailuresOf(tx, count, options, now).value_or(LoginFailures{count.key, 0, now, now});
    ++failures.count;
    failures.last_at = now;
    PutLoginFailures(tx, failures);
    if (auto lock = LockOfCount(count, failures, options, now)) locks.push_back(std::move(*lock));
  }
  std::ranges::stable_sort(locks, std::greater(), &Lock::of);
  return locks;
}

void ForgetFailures(WriteTx& tx, const LoginKeys& keys) {
  for (const LoginCount& count : keys) {
    if (count.of == LockOf::kHere) DropLoginFailures(tx, count.key);
  }
}

void ForgetGuesses(WriteTx& tx, std::string_view login) { DropLoginFailures(tx, BudgetKey(login)); }

Errors TooManyFailures(const Lock& lock, const SchoolOptions& options, Instant now) {
  const std::int64_t minutes = (lock.until.ms - now.ms + kMinuteMs - 1) / kMinuteMs;
  const std::string wait = std::to_string((lock.until.ms - now.ms + 999) / 1000);
  const std::string at =
      Concat(FormatForPeople(lock.until, options.offset), "（还有 ", minutes, " 分钟）");
  const std::string in_english = Concat("try again in ", minutes, " minutes");
  switch (lock.of) {
    case LockOf::kHere:
      break;
    case LockOf::kAccount:
      return Fail(
          ErrorCode::kTooMany,
          Concat(
              "有人在多处反复试这个账号的密码，为保护账号，没有用它登录过的设备暂时不能登录，至 ",
              at, "；请用以前登录过的浏览器登录，或请管理员重新发放密码"),
          Concat("somebody is guessing this account's password from many places: browsers "
                 "in which it has not been used are locked out; use one in which it has, "
                 "ask an administrator for a new password, or ",
                 in_english),
          wait);
    case LockOf::kAddress:
      return Fail(
          ErrorCode::kTooMany,
          Concat("从您所在的网络地址（", lock.block,
                 "）输错密码的次数过多，各账号合计；您的账号并没有被锁定。请在 ", at,
                 " 后再试，或换一个网络，或用以前登录过的浏览器；若许多人都这样，请系统管理员"
                 "核对设置 http.trusted_proxies"),
          Concat("too many wrong passwords, of all accounts together, from your network (",
                 lock.block, "); your account is not locked: ", in_english,
                 ", from another network, or from a browser in which you have logged in "
                 "before; where many see this, the administrator checks "
                 "http.trusted_proxies"),
          wait);
  }
  return Fail(
      ErrorCode::kTooMany,
      Concat("这个账号在这里密码错误次数过多，请在 ", at, " 后再试；别处、别的账号不受影响"),
      Concat("too many wrong passwords for this account from here; ", in_english,
             "; other accounts and places are not affected"),
      wait);
}

}  // namespace shouze
