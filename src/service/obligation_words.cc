#include "service/obligation_words.h"

#include "base/text.h"
#include "kernel/explain.h"
#include "service/obligation_rows.h"

namespace shouze {

std::string TitleOf(const Sheet& sheet, const Obligation& obligation) {
  const Policy& policy = sheet.rules->policy;
  const std::string& duty = At(policy.duties, obligation.duty).name;
  if (obligation.trigger == nullptr) return Concat("“", duty, "”");
  return Concat("“", duty, "：", NameOf(policy, sheet.facts.facts, *obligation.trigger), "”");
}

std::string TaskOf(const Sheet& sheet, const Obligation& obligation) {
  const Policy& policy = sheet.rules->policy;
  const std::string& action = At(policy.duties, obligation.duty).action;
  if (!obligation.due.at) {
    return Concat(TitleOf(sheet, obligation), "须", action, "，期限待定：缺 ",
                  obligation.due.missing_year, " 年工作日历");
  }
  const std::string task =
      Concat(TitleOf(sheet, obligation), "应于 ",
             FormatDeadline(*obligation.due.at, sheet.facts.facts.offset), " 前", action);
  const Points stake = StakeOf(policy, obligation.duty);
  if (stake <= Points{}) return task;
  return Concat(task, "，逾期最多扣 ", Format(stake), " 分");
}

}  // namespace shouze
