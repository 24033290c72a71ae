#include "service/sessions.h"

#include <algorithm>
#include <utility>

#include "base/digest.h"
#include "base/text.h"
#include "service/me.h"
#include "service/new_password.h"
#include "service/security_events.h"
#include "store/account_rows.h"

namespace shouze {
namespace {

constexpr std::int64_t kMinuteMs = 60'000;
/// Enough to tell one's own sessions apart.
constexpr std::size_t kSessionIdDigits = 16;

std::string IdOf(const Session& session) { return SessionIdOf(session.token_digest); }

std::int64_t IdleMs(const SchoolOptions& options) {
  return options.session_idle_minutes * kMinuteMs;
}

/// How far the written instant may lie behind: never so far that somebody at work is put out.
std::int64_t TouchMs(const SchoolOptions& options) {
  return std::min(kMinuteMs, IdleMs(options) / 2);
}

Instant EndOf(Instant created_at, Instant seen_at, const SchoolOptions& options) {
  return {
      std::min(created_at.ms + options.session_hours * kMsPerHour, seen_at.ms + IdleMs(options))};
}

bool IsOver(const ResolvedSession& session, const SchoolOptions& options, Instant now) {
  return now >= EndOf(session.created_at, session.seen_at, options);
}

/// When a person last did something there, by what the request says and the tables know.
Instant ActedAt(const ResolvedSession& session, const Visitor& visitor, Instant now) {
  if (!visitor.idle_ms) return session.seen_at;
  return std::max(session.seen_at, Instant{now.ms - std::max<std::int64_t>(0, *visitor.idle_ms)});
}

/// What the tables say of the session; absent where it may not be used (any more).
std::optional<ResolvedSession> ReadSession(const ReadTx& tx, const std::string& token_digest,
                                           const SchoolOptions& options, Instant now) {
  const auto session = FindSession(tx, token_digest);
  if (!session) return std::nullopt;
  const auto account = FindAccount(tx, session->account);
  if (!account || account->disabled || account->erased) return std::nullopt;
  ResolvedSession resolved;
  resolved.account = account->id;
  resolved.password_only = MustChangePassword(*account, options, now);
  resolved.created_at = session->created_at;
  resolved.seen_at = session->seen_at;
  resolved.read_at = now;
  return resolved;
}

/// The session with what is held now: from memory where that is still true.
std::optional<ResolvedSession> Resolve(School& school, const std::string& token_digest,
                                       Instant now) {
  const std::int64_t generation = school.sessions().generation();
  auto resolved = school.sessions().Find(token_digest, now);
  const bool from_memory = resolved.has_value();
  if (!from_memory) {
    resolved = school.store().Read(
        [&](const ReadTx& tx) { return ReadSession(tx, token_digest, school.options(), now); });
    if (!resolved) return std::nullopt;
  }
  if (IsOver(*resolved, school.options(), now)) return std::nullopt;
  // The entry first: what is held may follow from a later one, never from an earlier.
  const std::int64_t last_entry = school.head().seq;
  const CivilDate today = DateAt(now, school.options().offset);
  if (!from_memory || resolved->held_after != last_entry || resolved->held_on != today) {
    resolved->held = school.HeldBy(resolved->account);
    resolved->held_after = last_entry;
    resolved->held_on = today;
    school.sessions().Put(token_digest, *resolved, generation);
  }
  return resolved;
}

KnownCaller CallerOf(ResolvedSession session, std::string token_digest, const Visitor& visitor,
                     const SchoolOptions& options) {
  KnownCaller known;
  known.ends_at = EndOf(session.created_at, session.seen_at, options);
  known.caller.account = std::move(session.account);
  known.caller.held = std::move(session.held);
  known.caller.address = visitor.address;
  known.caller.session = std::move(token_digest);
  known.password_only = session.password_only;
  return known;
}

ResultOrErrors<SessionsAnswer> RunListOwn(const CallerView& view, const Nothing&) {
  const auto sessions = view.school().store().Read(
      [&](const ReadTx& tx) { return ReadSessions(tx, view.caller().account); });
  SessionsAnswer answer;
  for (const Session& session : sessions) {
    answer.sessions.push_back({IdOf(session), session.created_at, session.seen_at, session.address,
                               session.agent, session.token_digest == view.caller().session});
  }
  std::ranges::reverse(answer.sessions);
  return answer;
}

ResultOrErrors<Nothing> RunEndOwn(Act& act, const EndSessionRequest& request) {
  for (const Session& session : ReadSessions(act.tx(), act.caller().account)) {
    if (IdOf(session) != request.id) continue;
    EndSession(act.tx(), session.token_digest);
    AddSecurityEvent(act.tx(), EventBy(act.caller(), act.now(), "session_ended"));
    act.AfterCommit(
        [&cache = act.school().sessions(), digest = session.token_digest] { cache.Drop(digest); });
    return Nothing{};
  }
  return Fail(ErrorCode::kNotFound, "这个登录已经结束", "this session has ended already", "/id");
}

}  // namespace

std::optional<KnownCaller> FindCaller(School& school, std::string_view token,
                                      const Visitor& visitor) {
  if (!IsSha256Hex(token)) return std::nullopt;
  std::string digest = Sha256Hex(token);
  const Instant now = school.parts().clock.Now();
  auto resolved = Resolve(school, digest, now);
  if (!resolved) return std::nullopt;
  const std::int64_t touch_ms = TouchMs(school.options());
  const Instant acted_at = ActedAt(*resolved, visitor, now);
  if (acted_at.ms - resolved->seen_at.ms >= touch_ms) {
    resolved->seen_at = acted_at;
    if (school.sessions().ClaimTouch(digest, acted_at, touch_ms)) {
      const auto touched = school.store().Write([&](WriteTx& tx) -> Result<void> {
        TouchSession(tx, digest, acted_at);
        return {};
      });
      static_cast<void>(touched);
    }
  }
  return CallerOf(std::move(*resolved), std::move(digest), visitor, school.options());
}

std::optional<KnownCaller> FindCallerInMemory(const School& school, std::string_view token,
                                              const Visitor& visitor) {
  if (!IsSha256Hex(token)) return std::nullopt;
  std::string digest = Sha256Hex(token);
  const Instant now = school.parts().clock.Now();
  auto resolved = school.sessions().Find(digest, now);
  if (!resolved || IsOver(*resolved, school.options(), now) ||
      ActedAt(*resolved, visitor, now).ms - resolved->seen_at.ms >= TouchMs(school.options()) ||
      resolved->held_on != DateAt(now, school.options().offset) ||
      school.LastEntryOf("") != resolved->held_after) {
    return std::nullopt;
  }
  return CallerOf(std::move(*resolved), std::move(digest), visitor, school.options());
}

SessionOver WhyOver(const School& school, std::string_view token) {
  SessionOver over = {"unauthenticated", "没有登录，或登录已失效；请重新登录",
                      "not logged in, or the session has ended; log in again"};
  if (!IsSha256Hex(token)) return over;
  const SchoolOptions& options = school.options();
  const Instant now = school.parts().clock.Now();
  const auto session = school.store().Read(
      [&](const ReadTx& tx) { return ReadSession(tx, Sha256Hex(token), options, now); });
  if (!session || !IsOver(*session, options, now)) return over;
  if (now.ms - session->seen_at.ms >= IdleMs(options)) {
    return {"session_idle",
            Concat("已有 ", options.session_idle_minutes,
                   " 分钟没有人操作，为安全起见已自动退出；请重新登录"),
            Concat("nobody has done anything for ", options.session_idle_minutes,
                   " minutes, so the session has ended; log in again")};
  }
  return {"session_over", Concat("本次登录已满 ", options.session_hours, " 小时，请重新登录"),
          Concat("a login lasts ", options.session_hours, " hours at the most; log in again")};
}

bool SameHeld(const std::vector<HeldRole>& one, const std::vector<HeldRole>& other) {
  return std::ranges::equal(one, other, [](const HeldRole& left, const HeldRole& right) {
    return left.role == right.role && left.unit == right.unit;
  });
}

bool GoesOn(School& school, const Caller& caller) {
  const auto resolved = Resolve(school, caller.session, school.parts().clock.Now());
  return resolved && SameHeld(resolved->held, caller.held);
}

void LogOut(School& school, const Caller& caller) {
  const auto ended = school.store().Write([&](WriteTx& tx) -> Result<void> {
    EndSession(tx, caller.session);
    AddSecurityEvent(tx, EventBy(caller, school.parts().clock.Now(), "logout"));
    return {};
  });
  static_cast<void>(ended);
  school.sessions().Drop(caller.session);
}

std::string SessionIdOf(std::string_view token_digest) {
  return std::string(token_digest.substr(0, kSessionIdDigits));
}

MeAnswer MeOf(const School& school, const Account& account, std::span<const HeldRole> held,
              std::string session) {
  const SchoolOptions& options = school.options();
  const Instant now = school.parts().clock.Now();
  MeAnswer me;
  me.session = std::move(session);
  me.account = account.id;
  me.login = account.login;
  me.name = account.name;
  me.must_change_password = MustChangePassword(account, options, now);
  me.password_expired = !account.must_change_password && IsPasswordExpired(account, options, now);
  for (const HeldRole& one : held) me.held.push_back({one.role, one.unit});
  for (const auto& [spelling, action] : described::SpellingsOf<Action>()) {
    if (MayDo(held, action, {})) me.school_actions.push_back(action);
  }
  me.school = options.name;
  me.office = options.office;
  return me;
}

ResultOrErrors<MeAnswer> ReadMe(School& school, const Caller& caller) {
  const auto account =
      school.store().Read([&](const ReadTx& tx) { return FindAccount(tx, caller.account); });
  if (!account) {
    return Fail(ErrorCode::kUnauthenticated, "请先登录", "nobody is logged in");
  }
  return MeOf(school, *account, caller.held, SessionIdOf(caller.session));
}

const CallerReadCase<Nothing, SessionsAnswer> kListOwnSessions = {
    "session.list_own", "查看本人的登录", Action::kUseOwnAccount, RunListOwn};
const WriteCase<EndSessionRequest, Nothing> kEndOwnSession = {
    "session.end_own", "结束本人的登录", Action::kUseOwnAccount, "", RunEndOwn};

}  // namespace shouze
