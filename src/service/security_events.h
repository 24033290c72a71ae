#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "service/use_case.h"
#include "store/account_rows.h"

/// 安全日志: who logged in, was refused, changed an account. Never a secret in it.
namespace shouze {

/// An event of this kind by the caller, with what there is to say of it.
SecurityEvent EventBy(const Caller& caller, Instant at, std::string_view kind,
                      std::initializer_list<std::pair<std::string_view, std::string>> detail = {});

/// One page of the log; what is left out holds for all.
struct SecurityEventsRequest {
  std::optional<std::int64_t> before;  ///< Ids less than this.
  std::optional<int> limit;            ///< Absent: 100; at most 1000.
  std::optional<Label> who = {};       ///< A login of today, or an account's id.
  std::optional<Label> kind = {};
  std::optional<Label> address = {};
  std::optional<Label> outcome = {};  ///< `ok`, `refused`.
  std::optional<Label> text = {};     ///< In subject, detail or address, whatever its case.
  std::optional<Instant> from = {};   ///< Inclusive.
  std::optional<Instant> to = {};     ///< Exclusive.
};
SHOUZE_DESCRIBE(SecurityEventsRequest, before, limit, who, kind, address, outcome, text, from, to)

/// One event.
struct SecurityEventRow {
  std::int64_t id = 0;
  Instant at;
  std::string account;
  std::string login;  ///< Of the account today; empty where nobody is known.
  std::string kind;
  std::string address;
  JsonText detail;
  std::string outcome;  ///< `ok`, `refused`.
  std::string subject;  ///< `sheet.read year=2026 unit=07`.
  std::string digest;   ///< The chain's.
};
SHOUZE_DESCRIBE(SecurityEventRow, id, at, account, login, kind, address, detail, outcome, subject,
                digest)

/// The page.
struct SecurityEventsAnswer {
  std::vector<SecurityEventRow> events;  ///< Newest first.
};
SHOUZE_DESCRIBE(SecurityEventsAnswer, events)

extern const CallerReadCase<SecurityEventsRequest, SecurityEventsAnswer> kListSecurityEvents;

}  // namespace shouze
