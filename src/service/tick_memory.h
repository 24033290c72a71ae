#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "base/civil.h"

namespace shouze {

/// What Tick (tick.h) remembers between its runs, so that it does little where nothing has changed.
/// Losing it costs work, never a notice given twice.
struct TickMemory {
  /// A unit's deadlines, as they were last looked at.
  struct OfUnit {
    std::int64_t last_entry = 0;
    CivilDate day;                   ///< Who holds a post may differ on the next.
    std::optional<Instant> look_at;  ///< The first instant with something new to tell.
    std::set<std::string> told;      ///< Account and `once` of what still matters.
  };
  std::mutex deadlines_mutex;                               ///< Guards `deadlines`.
  std::map<std::pair<int, std::string>, OfUnit> deadlines;  ///< By cycle and unit.

  std::mutex mail_mutex;        ///< Held while mail is sent; guards `sent`.
  std::set<std::int64_t> sent;  ///< Mails that are out, but whose row could not be removed.

  std::mutex cleaning_mutex;  ///< Guards what follows.
  std::optional<Instant> cleaned_at;
  bool was_in_doubt = false;  ///< The clock, the last time.
};

}  // namespace shouze
