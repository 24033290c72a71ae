#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/describe.h"
#include "kernel/access.h"

/// 考核年度的阶段: one table of the steps there are. Source: DESIGN 2 "Cycle, Stage"; Articles
/// 8–10.
namespace shouze {

/// 阶段, in their order.
enum class Stage : std::uint8_t {
  kPreparing,
  kOpen,
  kInitial,     ///< 初评
  kConfirming,  ///< 单位确认
  kFinal,       ///< 年度结果
  kApproved,    ///< 领导小组审定
  kPublished,   ///< 公布
  kArchived,
};
SHOUZE_DESCRIBE_ENUM(Stage, kPreparing, kOpen, kInitial, kConfirming, kFinal, kApproved, kPublished,
                     kArchived)

/// One step from stage to stage, and whose it is: the office's (kChangeCycle) or the leading
/// group's (kDecideResult), which gives the number and date of its resolution with it.
struct StageStep {
  Stage from;
  Stage to;
  Action by;
  bool freezes = false;  ///< Every sheet is frozen on the way.

  /// A step back: it needs a reason.
  bool GoesBack() const { return to < from; }
};

/// All steps that may be taken.
std::span<const StageStep> StageSteps();

/// The step as far as it is theirs; null where there is none.
const StageStep* FindStep(Stage from, Stage to, Action by);

/// Whether facts of the cycle may still change.
bool FactsMayChange(Stage stage);
/// Whether the cycle's result is made: what was frozen on entering 年度结果 stands.
bool ResultIsMade(Stage stage);

/// 准备, 实施, 初评 …
std::string_view ChineseName(Stage stage);

}  // namespace shouze
