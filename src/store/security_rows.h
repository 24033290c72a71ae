#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/civil.h"
#include "store/store.h"

/// 安全日志: who logged in, was refused, looked at or changed what. Append-only and a chain: each
/// row's digest covers the row before, so that none can be changed, dropped or put in unseen.
namespace shouze {

/// What became of what somebody tried.
inline constexpr std::string_view kOutcomeOk = "ok";
inline constexpr std::string_view kOutcomeRefused = "refused";

/// One row. Texts are UTF-8.
struct SecurityEvent {
  std::int64_t id = 0;  ///< Given by the store.
  Instant at;
  std::string account;  ///< Empty where nobody is known.
  std::string kind;     ///< `login`, `login_failed`, `refused`, `read` …
  std::string address;
  std::string detail;               ///< JSON object without secrets; empty: `{}`.
  std::string outcome{kOutcomeOk};  ///< `ok`, `refused`.
  std::string subject = {};         ///< Of what: `sheet.read year=2026 unit=07`.
  std::string prev_digest = {};     ///< The row's before; given by the store, as this one's:
  std::string digest = {};          ///< DigestOf.
};

/// SHA-256 of the row's canonical JSON, its own digest left out.
std::string DigestOf(const SecurityEvent& event);

/// The log's end.
struct SecurityHead {
  std::int64_t id = 0;
  std::string digest;

  friend bool operator==(const SecurityHead&, const SecurityHead&) = default;
};
SecurityHead ReadSecurityHead(const ReadTx& tx);

/// Appends to the chain.
void AddSecurityEvent(WriteTx& tx, const SecurityEvent& event);
/// Puts a row back as it was; the head follows.
void RestoreSecurityEvent(WriteTx& tx, const SecurityEvent& event);

/// Which rows; what is left out holds for all.
struct SecurityEventFilter {
  std::optional<std::int64_t> before;  ///< Ids less than this.
  std::string account;
  std::string kind;
  std::string address;
  std::string outcome;
  std::string text;             ///< Anywhere in subject, detail, address; without regard to case.
  std::optional<Instant> from;  ///< Inclusive.
  std::optional<Instant> to;    ///< Exclusive.
  int limit = 100;
};
/// Newest first.
std::vector<SecurityEvent> ReadSecurityEvents(const ReadTx& tx, const SecurityEventFilter& filter);
std::vector<SecurityEvent> ReadSecurityEvents(const ReadTx& tx, std::optional<std::int64_t> before,
                                              int limit);
/// All of them, oldest first, few at a time in memory.
void ForEachSecurityEvent(const ReadTx& tx, const std::function<void(SecurityEvent&&)>& use);
/// The digest of row `id`; absent: there is no such row.
std::optional<std::string> FindSecurityDigest(const ReadTx& tx, std::int64_t id);
/// The oldest row that is still here; 0: none.
std::int64_t FirstSecurityEvent(const ReadTx& tx);
/// Drops the rows up to `id`, which an archive file holds.
void DropSecurityEventsTo(WriteTx& tx, std::int64_t id);
/// The last row that is older; absent: none is.
std::optional<std::int64_t> LastSecurityEventBefore(const ReadTx& tx, Instant at);

/// Internal to the room: chains the rows of a log that was none, within a migration.
void ChainSecurityEvents(const ReadTx& tx);

}  // namespace shouze
