#include "policy/show.h"

#include <algorithm>

#include "base/text.h"
#include "policy/problems.h"
#include "policy/references.h"
#include "policy/words.h"

namespace shouze {
namespace {

constexpr int kNumberColumns = 6;
constexpr int kNameColumns = 44;

/// `text` with `indent` before each line.
std::string Indented(std::string_view text, std::string_view indent) {
  std::string indented;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    indented += Concat(indent, text.substr(0, end), "\n");
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return indented;
}

std::string Section(std::string_view title, std::string_view text) {
  return text.empty() ? "" : Concat("\n  ", title, "\n", Indented(text, "    "));
}

std::string DutyText(const Policy& policy, const Duty& duty) {
  std::string text = Concat("    ", duty.id, "  ", duty.name, "：", duty.action, "\n",  //
                            "      何时产生：", TriggerInWords(policy, duty), "\n",     //
                            "      期限：", DeadlineInWords(policy, duty), "\n",        //
                            "      完成：", CompletionInWords(policy, duty), "\n");
  const std::string resubmission = ResubmissionInWords(policy, duty);
  if (!resubmission.empty()) text += Concat("      退回：", resubmission, "\n");
  if (!duty.evidence.empty()) text += "      审核清单：\n";
  for (const EvidenceItem& item : duty.evidence) {
    text += Concat("        □ ", item.name, item.note.empty() ? "" : "（", item.note,
                   item.note.empty() ? "" : "）", "\n");
  }
  return text;
}

std::string ReadingText(const Reading& reading) {
  return Concat("    ", reading.name, "（", reading.clause, "）\n      问：", reading.question,
                "\n      答：", reading.choice, "\n");
}

std::string IndicatorText(const Policy& policy, const Indicator& indicator) {
  std::string text =
      Concat(indicator.id, "  ", indicator.name, "  ", Format(indicator.points), " 分（",
             At(policy.aspects, indicator.aspect).name, "，", indicator.clause, "）\n");
  text += Section("工作要求", indicator.requirement);
  text += Section("评分细则", indicator.scoring);
  text += Section("考核指标说明", indicator.explanation);
  text += Section("原文注记", indicator.note);
  if (!indicator.duties.empty()) text += "\n  职责\n";
  for (const Id<Duty> duty : indicator.duties) text += DutyText(policy, At(policy.duties, duty));
  text += "\n  扣分规则\n";
  for (const Rule& rule : indicator.rules) {
    text += Concat("    ", rule.id, "  ", rule.name, "：", RuleInWords(policy, rule), "（",
                   rule.clause, "）\n");
  }
  bool first = true;
  for (const Reading& reading : policy.readings) {
    if (!Concerns(policy, reading, indicator)) continue;
    if (first) text += "\n  本校解释\n";
    text += ReadingText(reading);
    first = false;
  }
  return text;
}

std::string ContentsText(const Policy& policy) {
  std::string text = Concat(policy.title, "\n", policy.issuer, "　", policy.document, "　",
                            Format(policy.issued_on), "\n", policy.id, " 第 ", policy.version,
                            " 版，满分 ", Format(policy.points), " 分，", policy.indicators.size(),
                            " 项指标\nsha256:", policy.digest, "\n\n");
  for (const Indicator& indicator : policy.indicators) {
    text +=
        Concat("  ", PadRight(indicator.id, kNumberColumns), PadRight(indicator.name, kNameColumns),
               PadLeft(Format(indicator.points), 6), "\n");
  }
  return text;
}

/// What concerns no single indicator.
std::string RestText(const Policy& policy) {
  std::string text;
  if (policy.veto) {
    text += Concat("一票否决\n  ", VetoInWords(policy, *policy.veto), "（", policy.veto->clause,
                   "）\n\n");
  }
  text += "本校解释（通用）\n";
  for (const Reading& reading : policy.readings) {
    const bool shown = std::any_of(
        policy.indicators.begin(), policy.indicators.end(),
        [&](const Indicator& indicator) { return Concerns(policy, reading, indicator); });
    if (!shown) text += ReadingText(reading);
  }
  return text;
}

}  // namespace

Result<std::string> ShowPolicy(const Policy& policy, std::optional<std::string_view> line) {
  if (line) {
    const auto indicator = std::find_if(policy.indicators.begin(), policy.indicators.end(),
                                        [&](const Indicator& it) { return it.id == *line; });
    if (indicator != policy.indicators.end()) return IndicatorText(policy, *indicator);
    const std::string ids = Join(IdsOf(policy.indicators), " ");
    return Error{ErrorCode::kNotFound, "", Concat("没有指标“", Excerpt(*line), "”，有：", ids),
                 Concat("there is no indicator '", Excerpt(*line), "', there are: ", ids)};
  }
  std::string text = ContentsText(policy);
  for (const Indicator& indicator : policy.indicators) {
    text += Concat("\n", IndicatorText(policy, indicator));
  }
  return Concat(text, "\n", RestText(policy));
}

}  // namespace shouze
