#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/kept_facts.h"
#include "service/cycles.h"
#include "service/use_case.h"

/// 阶段: the steps of a year, the office's and the leading group's. Source: Article 10; kernel
/// lifecycle.h.
namespace shouze {

/// A step of the office's.
struct AdvanceRequest {
  int year = 0;
  Stage to = Stage::kOpen;
  std::string reason;  ///< Needed to go back.
  /// Into 单位确认: the last day (24:00) for the units' word. Absent: as many workdays from today
  /// as the policy says.
  std::optional<CivilDate> confirm_on = {};
  /// Into 公布: what is shown. Absent: totals and ranking, to whoever is logged in.
  std::optional<Publication> publication = {};
};
SHOUZE_DESCRIBE(AdvanceRequest, year, to, reason, confirm_on, publication)

/// Into the next stage, or back to an earlier one. Entering 初评 and 年度结果 freezes every sheet.
/// Errors: kConflict naming what blocks it, or that there is no such step; kInvalidInput at
/// `/reason`, `/confirm_on`, `/publication`.
extern const WriteCase<AdvanceRequest, CycleAnswer> kAdvance;

/// A step of the leading group's: 审定, or back to where the facts may change.
struct DecideResultRequest {
  int year = 0;
  Stage to = Stage::kApproved;
  Label number;        ///< Of the resolution.
  CivilDate date;      ///< Not in the future.
  std::string remark;  ///< Needed to go back.
};
SHOUZE_DESCRIBE(DecideResultRequest, year, to, number, date, remark)

extern const WriteCase<DecideResultRequest, CycleAnswer> kDecideResult;

/// Another last day for the units' word, while it is awaited.
struct ChangeConfirmRequest {
  int year = 0;
  CivilDate confirm_on;
  Label reason;
};
SHOUZE_DESCRIBE(ChangeConfirmRequest, year, confirm_on, reason)

extern const WriteCase<ChangeConfirmRequest, CycleAnswer> kChangeConfirm;

/// A step that may be taken from where the cycle stands.
struct StepRow {
  Stage to = Stage::kOpen;
  std::string name;  ///< 单位确认
  Action by = Action::kChangeCycle;
  bool back = false;
  bool freezes = false;
};
SHOUZE_DESCRIBE(StepRow, to, name, by, back, freezes)

/// The next stage, whoever's step it is, and what stands in its way.
struct BlockersAnswer {
  Stage next = Stage::kOpen;
  std::vector<Blocker> blockers;
  std::vector<StepRow> steps;  ///< All there are from here.
  /// Into 单位确认: the last day that the policy would set; absent where the calendar does not say.
  std::optional<CivilDate> confirm_on;
};
SHOUZE_DESCRIBE(BlockersAnswer, next, blockers, steps, confirm_on)

extern const ReadCase<CycleRequest, BlockersAnswer> kListBlockers;

}  // namespace shouze
