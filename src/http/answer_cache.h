#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/civil.h"
#include "http/message.h"
#include "kernel/access.h"

/// Answers kept for as long as nothing that they depend on has changed.
namespace shouze {

/// That a caller may do something has been looked up. Nothing kept is shown without one.
class Permission {
 public:
  /// Absent: they may not.
  static std::optional<Permission> Of(std::span<const HeldRole> held, Action action,
                                      std::string_view unit);

 private:
  Permission() = default;
};

/// A body ready to be sent to many. Threads may use it at once.
class Rendering {
 public:
  explicit Rendering(std::string body);

  const std::shared_ptr<const std::string>& body() const { return body_; }
  /// Strong: a digest of the body, without quotes.
  const std::string& etag() const { return etag_; }
  /// The compressed body, made once; null where that saves nothing. For workers.
  std::shared_ptr<const std::string> Gzip() const;
  /// The same without making it; absent: not made yet.
  std::optional<std::shared_ptr<const std::string>> GzipIfMade() const;

 private:
  std::shared_ptr<const std::string> body_;
  std::string etag_;
  mutable std::once_flag once_;
  mutable std::atomic<bool> made_ = false;
  mutable std::shared_ptr<const std::string> gzip_;
};

/// 200 or, where the client has it already, 304; compressed where the client takes that.
/// `at_once`: absent where the compressed body would have to be made first.
std::optional<Response> Respond(const Request& request, const Rendering& rendering,
                                std::string_view type, bool at_once);

/// Whether `If-None-Match` names it. Source: RFC 9110 13.1.2.
bool Matches(std::string_view if_none_match, std::string_view etag);

/// Whether the client takes gzip. Source: RFC 9110 12.5.3.
bool AcceptsGzip(std::string_view accept_encoding);

/// gzip of `bytes`.
std::string Gzipped(std::string_view bytes);

/// Bounded; what was not asked for longest goes first. Threads may use it at once.
class AnswerCache {
 public:
  explicit AnswerCache(std::size_t bytes_max) : bytes_max_(bytes_max) {}

  /// Null where nothing is kept, or what is kept was made before `last_entry`, or `now` has come to
  /// where it no longer holds.
  std::shared_ptr<const Rendering> Find(const Permission& permission, std::string_view key,
                                        std::int64_t last_entry, Instant now);
  /// `last_entry`: as it was before the answer was made.
  void Keep(std::string_view key, std::int64_t last_entry, std::optional<Instant> holds_until,
            std::shared_ptr<const Rendering> rendering);

  std::size_t bytes() const;

 private:
  struct Row {
    std::string key;
    std::int64_t last_entry = 0;
    std::optional<Instant> holds_until;
    std::shared_ptr<const Rendering> rendering;
    std::size_t bytes = 0;
  };
  void Drop(std::list<Row>::iterator row);

  const std::size_t bytes_max_;
  mutable std::mutex mutex_;
  std::list<Row> rows_;  ///< Asked for last first.
  std::unordered_map<std::string_view, std::list<Row>::iterator> by_key_;
  std::size_t bytes_ = 0;
};

}  // namespace shouze
