#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/civil.h"
#include "base/points.h"
#include "kernel/deadline.h"
#include "kernel/facts.h"
#include "kernel/policy.h"

namespace shouze {

/// Where an obligation stands. DESIGN 3.2.
enum class State : std::uint8_t {
  kWaived,
  kMet,
  kSubmitted,
  kLate,
  kUpcoming,
  kOpen,
  kReturned,
  kMissed,
};

/// The state's spelling in JSON, and in Chinese.
std::string_view Name(State state);
std::string_view ChineseName(State state);

/// 任务: one dated instance of a duty for one unit, as of an instant.
struct Obligation {
  Id<Duty> duty;
  const UnitRecord* trigger = nullptr;  ///< Into Facts; null for a yearly duty.
  Instant start;                        ///< B: from when it can be handed in.
  Deadline due;                         ///< D, extensions included.
  State state = State::kOpen;
  bool extended = false;
  bool disputed = false;  ///< Its record is under dispute: it costs nothing yet.
  bool record_waived = false;
  bool can_be_lost = false;                ///< Costs nothing yet and still may, in this cycle.
  const Submission* submission = nullptr;  ///< The one that decided the state, if any.
};

/// 扣分: points off a line and what caused it: a record, or one or more obligations.
struct Deduction {
  std::uint32_t rule = 0;  ///< Into Indicator::rules.
  Points points;           ///< What the rule says.
  Points applied;          ///< What was still there to take.
  const UnitRecord* record = nullptr;
  std::uint32_t causes_begin = 0;  ///< Into UnitResult::causes.
  std::uint32_t causes_end = 0;
};

/// 得分行. score + lost = the indicator's points; Σ applied = lost.
struct ScoreLine {
  Id<Indicator> indicator;
  Points score;
  Points lost;
  Points at_risk;
  bool not_occurred = false;  ///< 未发生: nothing required and nothing happened.
  std::uint32_t deductions_begin = 0;
  std::uint32_t deductions_end = 0;
  std::uint32_t obligations_begin = 0;
  std::uint32_t obligations_end = 0;
};

/// 得分表 of one unit as of an instant.
struct UnitResult {
  Id<Unit> unit;
  Instant as_of;
  bool ended = false;  ///< The unit had ended by then: no result.
  Points total;        ///< 0 when vetoed.
  Points computed_total;
  std::vector<const UnitRecord*> vetoes;
  std::vector<const UnitRecord*>
      disputed_vetoes;  ///< They count nothing yet: the total is at risk.
  std::vector<ScoreLine> lines;
  std::vector<Deduction> deductions;
  std::vector<Obligation> obligations;
  std::vector<std::uint32_t> causes;  ///< Into `obligations`.
  /// The first later instant at which any of this could differ without a new fact.
  std::optional<Instant> valid_until;

  bool vetoed() const { return !vetoes.empty(); }
  std::span<const Deduction> Deductions(const ScoreLine& line) const {
    return std::span(deductions)
        .subspan(line.deductions_begin, line.deductions_end - line.deductions_begin);
  }
  std::span<const std::uint32_t> Causes(const Deduction& deduction) const {
    return std::span(causes).subspan(deduction.causes_begin,
                                     deduction.causes_end - deduction.causes_begin);
  }
};

/// Computes scoresheets from a policy, a calendar and facts, all of which must outlive it and its
/// results. Pure: same inputs, same result. Not to be shared between threads (it keeps scratch
/// space).
class Scorer {
 public:
  Scorer(const Policy& policy, const WorkCalendar& calendar, const Facts& facts, Instant as_of);

  /// The unit's result; `result` is overwritten, its memory reused.
  void Score(Id<Unit> unit, UnitResult& result);

 private:
  struct UnitScan;

  const Policy& policy_;
  const WorkCalendar& calendar_;
  const Facts& facts_;
  Instant as_of_;
  Instant year_start_;
  Instant year_end_;
  std::optional<Instant> supplement_until_;
  CivilDate post_date_;
  // Scratch space of one unit, kept for its memory.
  std::vector<std::uint8_t> record_marks_;
  std::vector<std::int64_t> references_;
  std::vector<std::uint32_t> duty_begin_;
};

/// `5.1/fix/v1`.
std::string KeyOf(const Policy& policy, const Facts& facts, const Obligation& obligation);

}  // namespace shouze
