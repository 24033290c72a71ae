#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/civil.h"
#include "service/use_case.h"

namespace shouze {

/// A session as it was last resolved: what the tables said, and what was held then.
struct ResolvedSession {
  std::string account;
  bool password_only = false;  ///< The first password has to be changed before anything else.
  Instant created_at;
  Instant seen_at;  ///< As it is written.
  Instant read_at;  ///< When the tables were read.

  std::vector<HeldRole> held;
  std::int64_t held_after = 0;  ///< The last entry that `held` follows from,
  CivilDate held_on;            ///< and the day it is true of.
};

/// Sessions in memory, by the digest of their token. An entry is good for a few seconds, since
/// another process may end the session; what ends in this process drops it at once. Threads may use
/// it at once; nothing in it waits.
class SessionCache {
 public:
  /// How long the tables are not read again. Units: milliseconds.
  static constexpr std::int64_t kGoodForMs = 5'000;

  /// To be asked before the tables are read: what is put under a number from before a drop is not
  /// kept.
  std::int64_t generation() const;
  void Put(std::string_view token_digest, const ResolvedSession& session, std::int64_t generation);
  /// Absent where there is none, or it is too old at `now`.
  std::optional<ResolvedSession> Find(std::string_view token_digest, Instant now) const;
  /// True for the first of several who would write that the session was seen at `now`: the others
  /// find it written.
  bool ClaimTouch(std::string_view token_digest, Instant now, std::int64_t interval_ms);

  void Drop(std::string_view token_digest);
  void DropAccount(std::string_view account);

  /// Told of each drop, on the thread that drops: a session's digest, or else an account.
  using Watcher = std::function<void(std::string_view token_digest, std::string_view account)>;
  /// One watcher; null: none. Set while nobody drops.
  void Watch(Watcher watcher);

 private:
  void Tell(std::string_view token_digest, std::string_view account);

  mutable std::mutex mutex_;
  std::map<std::string, ResolvedSession, std::less<>> sessions_;
  std::int64_t generation_ = 0;

  std::mutex watch_mutex_;
  Watcher watcher_;
};

}  // namespace shouze
