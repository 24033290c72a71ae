#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include "base/result.h"
#include "store/security_rows.h"

/// 安全日志的验证: that no row of it was changed, dropped, put in or moved.
namespace shouze {

/// Kinds of events that say what became of older ones.
inline constexpr std::string_view kLogArchived = "log_archived";
inline constexpr std::string_view kNoEventDigest =
    "0000000000000000000000000000000000000000000000000000000000000000";

/// Fed with the rows in order, it follows the chain.
class SecurityProof {
 public:
  /// `before`: the digest that the first row must follow; absent: it may follow rows that were
  /// moved into archive files, which an event in the log must tell of.
  explicit SecurityProof(std::optional<std::string> before = std::nullopt)
      : before_(std::move(before)) {}

  void Add(const SecurityEvent& event);
  /// After the last: rows before the first, and where the log ends.
  void End(const std::optional<SecurityHead>& stored);
  /// A digest that was kept elsewhere: the newest rows may have been cut off.
  void CheckKnownHead(const std::string& digest);
  bool Has(const std::string& digest) const { return digests_.contains(digest); }

  std::int64_t events() const { return events_; }
  const SecurityHead& head() const { return head_; }
  /// The digest before the first row.
  const std::string& begins_after() const { return begins_after_; }
  const Errors& findings() const { return findings_; }

 private:
  void Find(std::int64_t id, std::string message, std::string english);

  const std::optional<std::string> before_;
  std::int64_t events_ = 0;
  SecurityHead head_;
  std::string begins_after_{kNoEventDigest};
  std::string archived_;  ///< What the newest kLogArchived event says.
  std::set<std::string, std::less<>> digests_;
  Errors findings_;
};

}  // namespace shouze
