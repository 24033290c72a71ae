#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/kept_facts.h"
#include "service/lost_work.h"
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
  Document text;            ///< YAML, or JSON as holiday-cn publishes it.
  bool check_only = false;  ///< Nothing is written: what would move is listed.
  /// The code of the list that the asker has seen; needed where anything moves.
  std::string moves = {};
  std::string reason = {};  ///< Needed where what was judged already moves.
};
SHOUZE_DESCRIBE(AddCalendarRequest, text, check_only, moves, reason)

struct AddCalendarAnswer {
  std::string id;
  int year = 0;
  std::vector<int> cycles;  ///< Pinned anew.
  std::vector<MovedDue> moved;
  std::vector<LostWork> lost;  ///< Work that it takes away.
  std::string code;            ///< Of both lists; empty where they are.
  bool needs_reason =
      false;  ///< A due instant that had passed moves, or the days of a frozen result.
  bool written = false;
};
SHOUZE_DESCRIBE(AddCalendarAnswer, id, year, cycles, moved, lost, code, needs_reason, written)

/// A year that is new, or amended. Cycles whose result is not frozen take it up at once, and each
/// unit is told what moves. Errors: kConflict at `/moves` where anything moves and `moves` is not
/// the code of what does; kInvalidInput at `/reason`.
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
  std::string moves = {};  ///< The code of what it moves, as the asker has seen it.
};
SHOUZE_DESCRIBE(ChangeCycleRequest, year, dates, reason, moves)

struct CycleAnswer {
  int year = 0;
  Stage stage = Stage::kPreparing;
};
SHOUZE_DESCRIBE(CycleAnswer, year, stage)

/// kPrepareCycle pins the policy and all calendars there are. Errors of kChangeCycle: kConflict at
/// `/moves/CODE`, one for each due instant that moves and each work lost, unless `moves` says CODE.
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
  std::vector<FrozenFact> frozen;            ///< In order of time.
  std::vector<std::optional<Points>> means;  ///< Of the totals of each of `frozen`, as MeanOf.
  std::optional<Instant> confirm_until;
  std::optional<Resolution> resolution;
  std::optional<Publication> publication;
};
SHOUZE_DESCRIBE(CycleRow, year, stage, policy, policy_name, policy_title, calendar_years, dates,
                frozen, means, confirm_until, resolution, publication)

struct CyclesAnswer {
  std::vector<CycleRow> cycles;
};
SHOUZE_DESCRIBE(CyclesAnswer, cycles)

extern const CallerReadCase<Nothing, CyclesAnswer> kListCycles;

struct FrozenSheetRequest {
  int year = 0;
  Label unit;
  std::int64_t entry = 0;  ///< That froze it.
};
SHOUZE_DESCRIBE(FrozenSheetRequest, year, unit, entry)

/// As it was written then.
extern const CallerReadCase<FrozenSheetRequest, JsonText> kReadFrozenSheet;

}  // namespace shouze
