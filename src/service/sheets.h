#pragma once

#include <optional>
#include <string>
#include <vector>

#include "service/obligation_rows.h"
#include "service/totals.h"
#include "service/use_case.h"

/// 得分表、工作台、总览: what follows from the facts.
namespace shouze {

/// Which facts a sheet of the past is computed from.
enum class Knowledge : std::uint8_t {
  kThen,   ///< What the ledger said at that instant.
  kToday,  ///< What it says now, of that instant.
};
SHOUZE_DESCRIBE_ENUM(Knowledge, kThen, kToday)

struct SheetRequest {
  int year = 0;
  Label unit;
  std::optional<Instant> as_of;          ///< Absent: now.
  std::optional<Knowledge> knowledge;    ///< Absent: then.
  std::optional<std::int64_t> known_to;  ///< An entry's number, in place of `then`.
  std::optional<Label> if_accepted;      ///< 假如通过: an obligation met by now.
};
SHOUZE_DESCRIBE(SheetRequest, year, unit, as_of, knowledge, known_to, if_accepted)

/// docs/reference/result-format.md, one unit. Once the year's result is made: what was frozen, to
/// the letter, unless an instant, an entry or a supposition is asked for. Errors: kInvalidInput at
/// `/known_to` where the ledger has no such entry.
extern const ReadCase<SheetRequest, JsonText> kReadSheet;

/// The workbench and the obligations of one unit.
struct WorkbenchRequest {
  int year = 0;
  Label unit;
};
SHOUZE_DESCRIBE(WorkbenchRequest, year, unit)

struct LossRow {
  std::string indicator;
  std::string indicator_name;
  Points points;
  std::string text;  ///< 扣分依据, a sentence.
};
SHOUZE_DESCRIBE(LossRow, indicator, indicator_name, points, text)

struct WorkbenchAnswer {
  int year = 0;
  std::string stage;
  std::string unit;
  std::string unit_name;
  bool ended = false;
  bool vetoed = false;
  Points total;
  Points computed_total;
  Points score_max;
  Points at_risk;
  std::vector<ObligationRow> next;     ///< To do, by due; unknown due last.
  std::vector<ObligationRow> waiting;  ///< Handed in, not reviewed.
  std::vector<LossRow> losses;
  std::vector<std::string> vetoes;
};
SHOUZE_DESCRIBE(WorkbenchAnswer, year, stage, unit, unit_name, ended, vetoed, total, computed_total,
                score_max, at_risk, next, waiting, losses, vetoes)

extern const ReadCase<WorkbenchRequest, WorkbenchAnswer> kReadWorkbench;

struct ObligationsAnswer {
  std::vector<ObligationRow> obligations;  ///< In the sheet's order.
};
SHOUZE_DESCRIBE(ObligationsAnswer, obligations)

extern const ReadCase<WorkbenchRequest, ObligationsAnswer> kListObligations;

struct OverviewRequest {
  int year = 0;
};
SHOUZE_DESCRIBE(OverviewRequest, year)

struct OverviewCell {
  std::string indicator;
  Points score;
  Points lost;
  Points at_risk;
  int missed = 0;   ///< Missed or late.
  int open = 0;     ///< To do now, returned ones included.
  int waiting = 0;  ///< For a review, in time or not.
};
SHOUZE_DESCRIBE(OverviewCell, indicator, score, lost, at_risk, missed, open, waiting)

struct OverviewRow {
  std::string unit;
  std::string unit_name;
  std::string kind;
  bool ended = false;
  bool vetoed = false;
  Points total;
  Points computed_total;
  Points at_risk;
  std::vector<OverviewCell> cells;
};
SHOUZE_DESCRIBE(OverviewRow, unit, unit_name, kind, ended, vetoed, total, computed_total, at_risk,
                cells)

struct IndicatorRow {
  std::string id;
  std::string name;
  std::string aspect;
  Points points;
};
SHOUZE_DESCRIBE(IndicatorRow, id, name, aspect, points)

/// A clock that runs by the hour, and whether the unit has opened it.
struct ClockRow {
  ObligationRow obligation;
  std::optional<Instant> opened_at;
  std::string opened_by;
};
SHOUZE_DESCRIBE(ClockRow, obligation, opened_at, opened_by)

/// A unit that the cycle leaves out, since its policy does not know the unit's kind.
struct LeftOutUnitRow {
  std::string unit;
  std::string unit_name;
  std::string message;
};
SHOUZE_DESCRIBE(LeftOutUnitRow, unit, unit_name, message)

/// The whole school in a few numbers, of units that have not ended.
struct OverviewFigures {
  int units_behind = 0;   ///< With something missed that is not done yet.
  int missed = 0;         ///< So many are.
  int late = 0;           ///< Done, after their deadline.
  int units_waiting = 0;  ///< With something handed in that waits for a review.
  int waiting = 0;        ///< So much does.
};
SHOUZE_DESCRIBE(OverviewFigures, units_behind, missed, late, units_waiting, waiting)

struct OverviewAnswer {
  std::string stage;
  OverviewFigures figures;
  Totals totals;
  Points score_max;
  std::vector<IndicatorRow> indicators;
  std::vector<OverviewRow> units;
  std::vector<ClockRow> clocks;
  std::vector<LeftOutUnitRow> left_out;
};
SHOUZE_DESCRIBE(OverviewAnswer, stage, figures, totals, score_max, indicators, units, clocks,
                left_out)

extern const CallerReadCase<OverviewRequest, OverviewAnswer> kReadOverview;

/// 已知悉: a person of the unit has opened an obligation.
struct OpenObligationRequest {
  int year = 0;
  Label unit;
  Label obligation;
};
SHOUZE_DESCRIBE(OpenObligationRequest, year, unit, obligation)

extern const WriteCase<OpenObligationRequest, Nothing> kOpenObligation;

}  // namespace shouze
