#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/kept_facts.h"
#include "service/use_case.h"

/// 考核年度: policies and calendars are kept, a cycle pins them, and goes through its stages.
namespace shouze {

struct AddPolicyRequest {
  Document text;  ///< YAML (docs/reference/policy-format.md).
};
SHOUZE_DESCRIBE(AddPolicyRequest, text)

struct AddPolicyAnswer {
  std::string id;
  std::string name;
  std::string version;
};
SHOUZE_DESCRIBE(AddPolicyAnswer, id, name, version)

/// The same text twice is one policy.
extern const WriteCase<AddPolicyRequest, AddPolicyAnswer> kAddPolicy;

struct AddCalendarRequest {
  Document text;  ///< YAML, or JSON as holiday-cn publishes it.
};
SHOUZE_DESCRIBE(AddCalendarRequest, text)

/// A due instant that a calendar has moved.
struct MovedDue {
  int year = 0;
  std::string unit;
  std::string obligation;
  std::optional<Instant> before;
  std::optional<Instant> after;
};
SHOUZE_DESCRIBE(MovedDue, year, unit, obligation, before, after)

struct AddCalendarAnswer {
  std::string id;
  int year = 0;
  std::vector<int> cycles;  ///< Pinned anew.
  std::vector<MovedDue> moved;
};
SHOUZE_DESCRIBE(AddCalendarAnswer, id, year, cycles, moved)

/// A year that is new, or amended. Cycles whose result is not frozen take it up at once.
extern const WriteCase<AddCalendarRequest, AddCalendarAnswer> kAddCalendar;

struct PrepareCycleRequest {
  int year = 0;
  Label policy;  ///< Its id (digest).
  std::map<std::string, CivilDate> dates;
};
SHOUZE_DESCRIBE(PrepareCycleRequest, year, policy, dates)

struct ChangeCycleRequest {
  int year = 0;
  std::map<std::string, CivilDate> dates;  ///< In place of those before.
  Label reason;
};
SHOUZE_DESCRIBE(ChangeCycleRequest, year, dates, reason)

struct CycleAnswer {
  int year = 0;
  Stage stage = Stage::kPreparing;
};
SHOUZE_DESCRIBE(CycleAnswer, year, stage)

/// Pins the policy and all calendars there are.
extern const WriteCase<PrepareCycleRequest, CycleAnswer> kPrepareCycle;
extern const WriteCase<ChangeCycleRequest, CycleAnswer> kChangeCycle;

/// What stands in the way of a stage.
struct Blocker {
  /// `too_early`, `submitted`, `disputed`, `due_unknown`, `proposal`; of the final result also
  /// `unconfirmed`, `objection`, `returned`.
  std::string kind;
  std::string unit;
  std::string about;
  std::string message;
};
SHOUZE_DESCRIBE(Blocker, kind, unit, about, message)

struct CycleRequest {
  int year = 0;
};
SHOUZE_DESCRIBE(CycleRequest, year)

struct NamedDateRow {
  std::string id;
  std::string name;
  CivilDate date;
  std::string note;
};
SHOUZE_DESCRIBE(NamedDateRow, id, name, date, note)

struct CycleRow {
  int year = 0;
  Stage stage = Stage::kPreparing;
  std::string policy;
  std::string policy_name;
  std::string policy_title;
  std::vector<int> calendar_years;
  std::vector<NamedDateRow> dates;
  std::vector<FrozenFact> frozen;  ///< In order of time.
  std::optional<Instant> confirm_until;
  std::optional<Resolution> resolution;
  std::optional<Publication> publication;
};
SHOUZE_DESCRIBE(CycleRow, year, stage, policy, policy_name, policy_title, calendar_years, dates,
                frozen, confirm_until, resolution, publication)

struct CyclesAnswer {
  std::vector<CycleRow> cycles;
};
SHOUZE_DESCRIBE(CyclesAnswer, cycles)

extern const ReadCase<Nothing, CyclesAnswer> kListCycles;

struct FrozenSheetRequest {
  int year = 0;
  Label unit;
  std::int64_t entry = 0;  ///< That froze it.
};
SHOUZE_DESCRIBE(FrozenSheetRequest, year, unit, entry)

/// As it was written then.
extern const ReadCase<FrozenSheetRequest, JsonText> kReadFrozenSheet;

}  // namespace shouze
