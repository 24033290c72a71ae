#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/sheet.h"
#include "service/deadline_way.h"
#include "service/use_case.h"

/// Why an obligation is due when it is.
namespace shouze {

struct DeadlineRequest {
  int year = 0;
  Label unit;
  Label obligation;  ///< Its key.
};
SHOUZE_DESCRIBE(DeadlineRequest, year, unit, obligation)

struct DeadlineAnswer {
  std::string obligation;
  std::string duty;
  std::string record;            ///< Its id; empty for a yearly one.
  std::string record_title;      ///< 漏洞 v1（教务系统）
  std::optional<Instant> start;  ///< The trigger; absent for a yearly one.
  std::string start_text;
  std::string rule_text;  ///< 自通报送达本单位的时刻起 3 个工作日内（…）
  std::vector<DeadlineWayStep> steps;  ///< None for hours.
  std::string note;                    ///< What the steps do not say.
  std::optional<Instant> original_due;
  std::string original_due_text;
  std::optional<Instant> extended_at;  ///< When the extension was granted; absent: none.
  std::string extension_reason;
  std::optional<Instant> due;  ///< As it counts.
  std::string due_text;
  std::optional<int> missing_year;  ///< The calendar that is missing to tell it.
};
SHOUZE_DESCRIBE(DeadlineAnswer, obligation, duty, record, record_title, start, start_text,
                rule_text, steps, note, original_due, original_due_text, extended_at,
                extension_reason, due, due_text, missing_year)

/// Errors: kNotFound at `/obligation`.
extern const ReadCase<DeadlineRequest, DeadlineAnswer> kExplainObligation;

/// The form of deadline that an obligation has: of a table, the one for its record.
const DueForm& DueFormOf(const Sheet& sheet, const Obligation& obligation);

/// The obligation of this key; null where the sheet has none.
const Obligation* FindObligation(const Sheet& sheet, std::string_view key);

}  // namespace shouze
