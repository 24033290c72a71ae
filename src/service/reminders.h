#pragma once

#include <optional>
#include <vector>

#include "service/obligation_rows.h"
#include "service/use_case.h"

/// 催办: the tasks of the whole school for which somebody should be spoken to.
namespace shouze {

/// Why a task asks for a word.
enum class RemindedFor : std::uint8_t {
  kMissed,    ///< Its deadline has passed, nothing was handed in.
  kReturned,  ///< Handed in and given back.
  kSoon,      ///< Not handed in, and due within the days asked for.
};
SHOUZE_DESCRIBE_ENUM(RemindedFor, kMissed, kReturned, kSoon)

struct RemindersRequest {
  int year = 0;
  std::optional<int> days;  ///< Absent: 7; 0–366.
};
SHOUZE_DESCRIBE(RemindersRequest, year, days)

struct ReminderRow {
  RemindedFor why = RemindedFor::kMissed;
  ObligationRow obligation;
};
SHOUZE_DESCRIBE(ReminderRow, why, obligation)

struct RemindersAnswer {
  std::vector<ReminderRow> reminders;  ///< By unit, then in the sheet's order.
};
SHOUZE_DESCRIBE(RemindersAnswer, reminders)

/// Of units that have not ended. Errors: kInvalidInput at `/days`.
extern const ReadCase<RemindersRequest, RemindersAnswer> kListReminders;

}  // namespace shouze
