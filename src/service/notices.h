#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "service/use_case.h"

/// 站内通知: what an account has been told.
namespace shouze {

/// Which of them.
struct NoticesRequest {
  bool unread_only = false;
  std::optional<int> limit;  ///< Absent: 50; at most 500.
};
SHOUZE_DESCRIBE(NoticesRequest, unread_only, limit)

/// One of them.
struct NoticeRow {
  std::int64_t id = 0;
  Instant at;
  std::string kind;
  std::string unit;
  std::string about;
  std::string text;
  bool urgent = false;
  std::optional<Instant> read_at;
};
SHOUZE_DESCRIBE(NoticeRow, id, at, kind, unit, about, text, urgent, read_at)

/// How many are not read yet, and those asked for.
struct NoticesAnswer {
  int unread = 0;
  std::vector<NoticeRow> notices;  ///< Newest first.
};
SHOUZE_DESCRIBE(NoticesAnswer, unread, notices)

/// The caller's own.
extern const CallerReadCase<NoticesRequest, NoticesAnswer> kListNotices;

/// What the caller has seen.
struct ReadNoticesRequest {
  std::int64_t up_to = 0;  ///< This one and all before it.
};
SHOUZE_DESCRIBE(ReadNoticesRequest, up_to)

extern const WriteCase<ReadNoticesRequest, Nothing> kMarkNoticesRead;

}  // namespace shouze
