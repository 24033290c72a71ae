#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "exchange/described.h"
#include "service/school.h"

/// Logging in and out, and who is behind a request.
namespace shouze {

/// Where a request comes from.
struct Visitor {
  std::string address;       ///< The client's IP address.
  std::string agent;         ///< What the browser calls itself.
  std::string device_token;  ///< Of the cookie that an earlier login left; empty: none.
  /// How long ago a person did something there, in milliseconds; absent: the request comes from
  /// nobody's doing, and keeps no session alive.
  std::optional<std::int64_t> idle_ms = {};
};

/// Who wants in.
struct LoginRequest {
  Label login;
  Secret password;
};
SHOUZE_DESCRIBE(LoginRequest, login, password)

/// One role held, for pages.
struct HeldAnswer {
  Role role = Role::kEveryone;
  std::string unit;
};
SHOUZE_DESCRIBE(HeldAnswer, role, unit)

/// Who is logged in, and what they may do.
struct MeAnswer {
  std::string account;
  std::string login;
  std::string name;
  std::string session;  ///< Not its token: it opens nothing.
  bool must_change_password = false;
  bool password_expired = false;  ///< Why it must, where nobody else made it.
  std::vector<HeldAnswer> held;
  std::vector<Action> school_actions;  ///< Allowed to the school as a whole.
  std::string school;                  ///< Its name, as the settings say; may be empty.
  std::string office;                  ///< Who signs for it, after its name.
};
SHOUZE_DESCRIBE(MeAnswer, account, login, name, session, must_change_password, password_expired,
                held, school_actions, school, office)

/// A login that succeeded. The tokens go into cookies and nowhere else.
struct LoggedIn {
  std::string token;
  std::string device_token;
  MeAnswer me;
};

/// Errors: kUnauthenticated (the same words whether the login or the password was wrong, and after
/// the same work), kTooMany with how long to wait (login_guard.h), kBusy. Slow: hashes.
ResultOrErrors<LoggedIn> LogIn(School& school, const LoginRequest& request, const Visitor& visitor);

/// Who is behind a session's token.
struct KnownCaller {
  Caller caller;               ///< With what is held today.
  bool password_only = false;  ///< The account must change its password before anything else.
  Instant ends_at;             ///< When the session ends unless a person does something.
};

/// Absent: no such session, or it has ended (idle, too old, logged out, its account disabled).
/// What a person has done (Visitor::idle_ms) moves the idle limit on, and nothing else does; that
/// is written at most once a minute. A session that was looked up within the last five seconds
/// costs no SQL.
std::optional<KnownCaller> FindCaller(School& school, std::string_view token,
                                      const Visitor& visitor);
/// The same without waiting for anything: absent also where it is not in memory, or has to be
/// written; then FindCaller tells.
std::optional<KnownCaller> FindCallerInMemory(const School& school, std::string_view token,
                                              const Visitor& visitor);

/// Why a token opens nothing, in words: idle for too long, too old, or not known (any more).
struct SessionOver {
  std::string code;  ///< `session_idle`, `session_over`, `unauthenticated`
  std::string message;
  std::string english;
};
SessionOver WhyOver(const School& school, std::string_view token);

/// Whether what began as this caller may go on as it: the session has not ended, nor has what was
/// held changed. Costs SQL where the session was not looked up within five seconds; keeps nothing
/// alive.
bool GoesOn(School& school, const Caller& caller);
bool SameHeld(const std::vector<HeldRole>& one, const std::vector<HeldRole>& other);

/// Ends the caller's session.
void LogOut(School& school, const Caller& caller);

/// The old one proves who asks.
struct ChangePasswordRequest {
  Secret old_password;
  Secret new_password;
};
SHOUZE_DESCRIBE(ChangePasswordRequest, old_password, new_password)

/// Ends all other sessions of the account and forgets its known devices but the present one, which
/// `device_token` names (empty: none). Errors: kInvalidInput at `/old_password` or `/new_password`;
/// kTooMany after too many wrong ones.
ResultOrErrors<Nothing> ChangePassword(School& school, const Caller& caller,
                                       const ChangePasswordRequest& request,
                                       std::string_view device_token = {});

/// What the caller's next password must be.
ResultOrErrors<struct PasswordRulesAnswer> ReadPasswordRules(School& school, const Caller& caller);

/// When the caller's session ends unless a person does something.
struct StayAnswer {
  Instant ends_at;
};
SHOUZE_DESCRIBE(StayAnswer, ends_at)

/// What a session is called where it is shown: not its token.
std::string SessionIdOf(std::string_view token_digest);

/// Who the caller is. Errors: kUnauthenticated where there is no such account.
ResultOrErrors<MeAnswer> ReadMe(School& school, const Caller& caller);

/// One of the caller's own sessions.
struct SessionRow {
  std::string id;  ///< Not its token: it opens nothing.
  Instant created_at;
  Instant seen_at;
  std::string address;
  std::string agent;
  bool present = false;  ///< The one that asks.
};
SHOUZE_DESCRIBE(SessionRow, id, created_at, seen_at, address, agent, present)

/// The caller's own sessions.
struct SessionsAnswer {
  std::vector<SessionRow> sessions;  ///< Newest first.
};
SHOUZE_DESCRIBE(SessionsAnswer, sessions)

/// Which of the own sessions ends.
struct EndSessionRequest {
  Label id;
};
SHOUZE_DESCRIBE(EndSessionRequest, id)

extern const CallerReadCase<Nothing, SessionsAnswer> kListOwnSessions;
extern const WriteCase<EndSessionRequest, Nothing> kEndOwnSession;

}  // namespace shouze
