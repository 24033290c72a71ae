#include "kernel/lifecycle.h"

#include <algorithm>

namespace shouze {
namespace {

using enum Stage;

constexpr StageStep kSteps[] = {
    {kPreparing, kOpen, false, false},     {kOpen, kInitial, true, false},
    {kInitial, kConfirming, false, false}, {kConfirming, kFinal, true, false},

    {kInitial, kOpen, false, true},        {kConfirming, kOpen, false, true},
    {kFinal, kConfirming, false, true},
};

}  // namespace

std::span<const StageStep> StageSteps() { return kSteps; }

const StageStep* FindStep(Stage from, Stage to) {
  const auto* const found = std::ranges::find_if(
      kSteps, [&](const StageStep& step) { return step.from == from && step.to == to; });
  return found == std::end(kSteps) ? nullptr : found;
}

bool FactsMayChange(Stage stage) {
  return stage == kOpen || stage == kInitial || stage == kConfirming;
}

bool ResultIsMade(Stage stage) { return stage >= kFinal; }

std::string_view ChineseName(Stage stage) {
  switch (stage) {
    case kPreparing:
      return "准备";
    case kOpen:
      return "实施";
    case kInitial:
      return "初评";
    case kConfirming:
      return "单位确认";
    case kFinal:
      return "年度结果";
    case kApproved:
      return "领导小组审定";
    case kPublished:
      return "公布";
    case kArchived:
      return "归档";
  }
  return "";
}

}  // namespace shouze
