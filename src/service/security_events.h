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

/// One page of the log.
struct SecurityEventsRequest {
  std::optional<std::int64_t> before;  ///< Ids less than this.
  std::optional<int> limit;            ///< Absent: 100; at most 1000.
};
SHOUZE_DESCRIBE(SecurityEventsRequest, before, limit)

/// One event.
struct SecurityEventRow {
  std::int64_t id = 0;
  Instant at;
  std::string account;
  std::string login;  ///< Of the account today; empty where nobody is known.
  std::string kind;
  std::string address;
  JsonText detail;
};
SHOUZE_DESCRIBE(SecurityEventRow, id, at, account, login, kind, address, detail)

/// The page.
struct SecurityEventsAnswer {
  std::vector<SecurityEventRow> events;  ///< Newest first.
};
SHOUZE_DESCRIBE(SecurityEventsAnswer, events)

extern const ReadCase<SecurityEventsRequest, SecurityEventsAnswer> kListSecurityEvents;

}  // namespace shouze
