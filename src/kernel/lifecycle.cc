#include "kernel/lifecycle.h"

#include <algorithm>

namespace shouze {
namespace {

using enum Stage;

constexpr Action kOffice = Action::kChangeCycle;
constexpr Action kLeadingGroup = Action::kDecideResult;

constexpr StageStep kSteps[] = {
    {kPreparing, kOpen, kOffice},       {kOpen, kInitial, kOffice, true},
    {kInitial, kConfirming, kOffice},   {kConfirming, kFinal, kOffice, true},
    {kFinal, kApproved, kLeadingGroup}, {kApproved, kPublished, kOffice},
    {kPublished, kArchived, kOffice},

    {kInitial, kOpen, kOffice},         {kConfirming, kOpen, kOffice},
    {kFinal, kConfirming, kOffice},     {kFinal, kConfirming, kLeadingGroup},
    {kApproved, kFinal, kLeadingGroup}, {kPublished, kApproved, kOffice},
    {kArchived, kPublished, kOffice},
};

}  // namespace

std::span<const StageStep> StageSteps() { return kSteps; }

const StageStep* FindStep(Stage from, Stage to, Action by) {
  const auto* const found = std::ranges::find_if(kSteps, [&](const StageStep& step) {
    return step.from == from && step.to == to && step.by == by;
  });
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
      return "进行中";
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
