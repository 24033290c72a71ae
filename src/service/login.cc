#include <algorithm>
#include <optional>
#include <utility>

#include "base/digest.h"
#include "base/text.h"
#include "service/account_forms.h"
#include "service/first_password.h"
#include "service/guessing_notices.h"
#include "service/login_guard.h"
#include "service/me.h"
#include "service/security_events.h"
#include "service/sessions.h"
#include "store/account_rows.h"
#include "system/password.h"

namespace shouze {
namespace {

constexpr std::size_t kTokenBytes = 32;
constexpr std::size_t kAgentBytesMax = 200;
constexpr std::size_t kLoginCharactersLogged = 3;
/// Who logs in more often at once ends the oldest.
constexpr std::size_t kSessionsMax = 20;

/// One attempt, as the tables stood before the password was looked at.
struct Attempt {
  std::optional<Account> account;
  bool known_device = false;
  LoginKeys keys;
  std::optional<Lock> lock;
};

Attempt ReadAttempt(const ReadTx& tx, const School& school, const LoginRequest& request,
                    const Visitor& visitor, Instant now) {
  Attempt attempt;
  attempt.account = FindAccountByLogin(tx, request.login);
  const std::string device = Sha256Hex(visitor.device_token);
  attempt.known_device = attempt.account && !visitor.device_token.empty() &&
                         IsKnownDevice(tx, device, attempt.account->id);
  attempt.keys = attempt.known_device ? KeysOfKnownDevice(request.login, device)
                                      : KeysFromElsewhere(request.login, visitor.address);
  attempt.lock = FindLock(tx, attempt.keys, school.options(), now);
  return attempt;
}

/// People type their password where the login belongs: little of it is kept.
std::string Shortened(std::string_view login) {
  std::size_t end = 0;
  for (std::size_t characters = 0; end < login.size(); ++end) {
    const bool begins = (static_cast<unsigned char>(login[end]) & 0xC0U) != 0x80U;
    if (begins && ++characters > kLoginCharactersLogged) break;
  }
  return end == login.size() ? std::string(login) : Concat(login.substr(0, end), "…");
}

/// Plain ASCII of what a browser calls itself.
std::string PlainAgent(std::string_view agent) {
  std::string plain(agent.substr(0, kAgentBytesMax));
  std::ranges::replace_if(
      plain, [](char c) { return c < 0x20 || c > 0x7E; }, '?');
  return plain;
}

Errors WrongLogin() {
  return Fail(ErrorCode::kUnauthenticated, "登录名或密码不对，或账号已停用",
              "wrong login or password, or the account is disabled");
}

/// Told to whoever has it alone.
Errors FirstPasswordOver() {
  return Fail(ErrorCode::kUnauthenticated,
              Concat("这个初始密码已过 ", kFirstPasswordDays,
                     " 天，不能再用；请向给您开通账号的人（网安办或系统管理员）要新的"),
              Concat("this first password was good for ", kFirstPasswordDays,
                     " days; ask whoever gave it to you for a new one"));
}

bool LetsIn(const Account& account) { return !account.disabled && !account.erased; }

Caller CallerOf(const Attempt& attempt, const Visitor& visitor) {
  Caller caller;
  if (attempt.account) caller.account = attempt.account->id;
  caller.address = visitor.address;
  return caller;
}

std::string NameOf(LockOf of) {
  switch (of) {
    case LockOf::kHere:
      return "here";
    case LockOf::kAccount:
      return "account";
    case LockOf::kAddress:
      break;
  }
  return "address";
}

void CountWrong(WriteTx& tx, const School& school, const LoginRequest& request,
                const Visitor& visitor, const Attempt& attempt, Instant now) {
  const Caller caller = CallerOf(attempt, visitor);
  const std::string device = attempt.known_device ? "known" : "unknown";
  AddSecurityEvent(tx, EventBy(caller, now, "login_failed",
                               {{"login", Shortened(request.login)}, {"device", device}}));
  for (const Lock& lock : CountFailure(tx, attempt.keys, school.options(), now)) {
    AddSecurityEvent(tx, EventBy(caller, now, "locked",
                                 {{"login", Shortened(request.login)},
                                  {"device", device},
                                  {"what", NameOf(lock.of)},
                                  {"until", FormatRfc3339(lock.until, school.options().offset)}}));
    if (lock.of == LockOf::kAccount && attempt.account && LetsIn(*attempt.account)) {
      TellOfGuesses(tx, school, *attempt.account, lock, now);
    }
  }
}

/// The oldest sessions beyond the most; their digests.
std::vector<std::string> EndOldest(WriteTx& tx, const std::string& account) {
  const auto sessions = ReadSessions(tx, account);
  std::vector<std::string> ended;
  for (std::size_t i = 0; i + kSessionsMax <= sessions.size(); ++i) {
    ended.push_back(sessions[i].token_digest);
    EndSession(tx, ended.back());
  }
  return ended;
}

/// Whether an account's password was the one that was looked at.
bool IsUnchanged(const std::optional<Account>& now, const Account& before) {
  return now && LetsIn(*now) && now->password_hash == before.password_hash;
}

}  // namespace

ResultOrErrors<LoggedIn> LogIn(School& school, const LoginRequest& typed, const Visitor& visitor) {
  // One login, one count of failures, however wide its letters are.
  LoginRequest request = typed;
  request.login = KeptLogin(typed.login);
  const Instant now = school.parts().clock.Now();
  const Attempt attempt = school.store().Read(
      [&](const ReadTx& tx) { return ReadAttempt(tx, school, request, visitor, now); });
  if (attempt.lock) return TooManyFailures(*attempt.lock, school.options(), now);
  // The slow part comes before the transaction, and is the same whoever asks.
  const auto right =
      IsPassword(request.password, attempt.account ? attempt.account->password_hash : "");
  if (!right) return Errors{right.error()};
  const bool lets_in = *right && attempt.account && LetsIn(*attempt.account);
  std::optional<std::string> rehashed;
  if (lets_in && NeedsRehash(attempt.account->password_hash)) {
    if (auto hash = HashPassword(request.password)) rehashed = std::move(*hash);
  }
  LoggedIn logged_in;
  logged_in.token = school.parts().random.Hex(kTokenBytes);
  logged_in.device_token =
      attempt.known_device ? visitor.device_token : school.parts().random.Hex(kTokenBytes);
  std::optional<Account> account;
  std::optional<Lock> lock;
  bool over = false;
  std::vector<std::string> ended;
  const auto written = school.store().Write([&](WriteTx& tx) -> Result<void> {
    // Attempts side by side are counted one after the other: beyond the limit not even the right
    // password is told from a wrong one.
    lock = FindLock(tx, attempt.keys, school.options(), now);
    if (lock) return {};
    if (attempt.account) account = FindAccount(tx, attempt.account->id);
    if (!lets_in || !IsUnchanged(account, *attempt.account)) {
      account.reset();
      CountWrong(tx, school, request, visitor, attempt, now);
      return {};
    }
    over = account->first_until && now >= *account->first_until;
    if (over) {
      AddSecurityEvent(tx, EventBy(CallerOf(attempt, visitor), now, "first_password_over"));
      return {};
    }
    account->last_login_at = now;
    if (rehashed) account->password_hash = *rehashed;
    UpdateAccount(tx, *account);
    ForgetFailures(tx, attempt.keys);
    PutKnownDevice(tx, {Sha256Hex(logged_in.device_token), account->id, now});
    ended = EndOldest(tx, account->id);
    AddSession(tx, {Sha256Hex(logged_in.token), account->id, now, now, visitor.address,
                    PlainAgent(visitor.agent)});
    AddSecurityEvent(tx, EventBy(CallerOf(attempt, visitor), now, "login",
                                 {{"device", attempt.known_device ? "known" : "new"}}));
    return {};
  });
  static_cast<void>(written);
  for (const std::string& digest : ended) school.sessions().Drop(digest);
  if (lock) return TooManyFailures(*lock, school.options(), now);
  if (!account) return WrongLogin();
  if (over) return FirstPasswordOver();
  logged_in.me =
      MeOf(school, *account, school.HeldBy(account->id), SessionIdOf(Sha256Hex(logged_in.token)));
  return logged_in;
}

}  // namespace shouze
