#include "service/session_cache.h"

#include <utility>

namespace shouze {
namespace {

/// More are not kept: the oldest readings go first.
constexpr std::size_t kSessionsMax = 10'000;

bool IsGood(const ResolvedSession& session, Instant now) {
  const std::int64_t age = now.ms - session.read_at.ms;
  return age >= 0 && age < SessionCache::kGoodForMs;
}

}  // namespace

std::int64_t SessionCache::generation() const {
  const std::lock_guard lock(mutex_);
  return generation_;
}

void SessionCache::Put(std::string_view token_digest, const ResolvedSession& session,
                       std::int64_t generation) {
  const std::lock_guard lock(mutex_);
  if (generation != generation_) return;
  if (sessions_.size() >= kSessionsMax) {
    std::erase_if(sessions_, [&](const auto& one) { return !IsGood(one.second, session.read_at); });
    if (sessions_.size() >= kSessionsMax) sessions_.clear();
  }
  sessions_.insert_or_assign(std::string(token_digest), session);
}

std::optional<ResolvedSession> SessionCache::Find(std::string_view token_digest,
                                                  Instant now) const {
  const std::lock_guard lock(mutex_);
  const auto found = sessions_.find(token_digest);
  if (found == sessions_.end() || !IsGood(found->second, now)) return std::nullopt;
  return found->second;
}

bool SessionCache::ClaimTouch(std::string_view token_digest, Instant now,
                              std::int64_t interval_ms) {
  const std::lock_guard lock(mutex_);
  const auto found = sessions_.find(token_digest);
  if (found == sessions_.end()) return true;
  if (now.ms - found->second.seen_at.ms < interval_ms) return false;
  found->second.seen_at = now;
  return true;
}

void SessionCache::Drop(std::string_view token_digest) {
  {
    const std::lock_guard lock(mutex_);
    ++generation_;
    const auto found = sessions_.find(token_digest);
    if (found != sessions_.end()) sessions_.erase(found);
  }
  Tell(token_digest, {});
}

void SessionCache::DropAccount(std::string_view account) {
  {
    const std::lock_guard lock(mutex_);
    ++generation_;
    std::erase_if(sessions_, [&](const auto& one) { return one.second.account == account; });
  }
  Tell({}, account);
}

void SessionCache::Watch(Watcher watcher) {
  const std::lock_guard lock(watch_mutex_);
  watcher_ = std::move(watcher);
}

void SessionCache::Tell(std::string_view token_digest, std::string_view account) {
  const std::lock_guard lock(watch_mutex_);
  if (watcher_) watcher_(token_digest, account);
}

}  // namespace shouze
