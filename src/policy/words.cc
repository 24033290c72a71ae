#include "policy/words.h"

#include <algorithm>

#include "base/civil.h"
#include "base/text.h"

namespace shouze {
namespace {

std::string ValueInWords(const Field& field, std::int64_t value) {
  switch (field.type) {
    case FieldType::kBoolean:
      return value == 0 ? "否" : "是";
    case FieldType::kChoice:
      return field.choices[static_cast<std::size_t>(value)].name;
    case FieldType::kNumber:
      return FormatThousandths(value);
    case FieldType::kDate:
      return Format(CivilDate{static_cast<std::int32_t>(value)});
    case FieldType::kInteger:
    case FieldType::kText:
    case FieldType::kRecord:
      break;
  }
  return std::to_string(value);
}

/// 每个漏洞
std::string EachInWords(const RecordKind& kind, const Conditions& when) {
  return Concat("每", kind.measure, kind.name, ConditionsInWords(kind, when));
}

/// A form of deadline; `kind` is the triggering kind, null for a yearly duty.
struct FormInWords {
  const Policy& policy;
  const RecordKind* kind;

  std::string Start() const { return Concat("自", kind ? kind->at_means : "年初", "起 "); }

  std::string operator()(const DueWorkdays& due) const {
    return Concat(Start(), due.workdays, " 个工作日内（第 ", due.workdays, " 个工作日 24:00 止）");
  }
  std::string operator()(const DueDays& due) const {
    return Concat(Start(), due.days, " 日内（末日 24:00 止，遇非工作日顺延）");
  }
  std::string operator()(const DueHours& due) const {
    return Concat(Start(), due.hours, " 小时内（遇节假日不顺延）");
  }
  std::string operator()(const DueSameDay&) const {
    return Concat(kind ? kind->at_means : "年初", "的当日 24:00 前");
  }
  std::string operator()(const DueNamedDate& due) const {
    const NamedDate& date = At(policy.dates, due.date);
    return Concat(DefaultInWords(date), " 24:00 前（", date.name, "，考核年度可另定）");
  }
  std::string operator()(const DueField& due) const {
    const std::string_view name = kind ? At(kind->fields, due.field).name : std::string_view();
    return Concat("台账所填“", name, "”当日 24:00 前（没有填写的不产生任务）");
  }
};

std::string MeasureInWords(const Policy& policy, const MetByMeasure& measure) {
  const RecordKind& kind = At(policy.kinds, measure.kind);
  std::string words =
      Concat(measure.name, "不少于 ", FormatThousandths(measure.at_least), " ", measure.unit,
             "：全年", kind.name, ConditionsInWords(kind, measure.where), "的“",
             At(kind.fields, measure.amount).name, "”");
  if (measure.capped_by) {
    words += Concat("（不超过 ", FormatThousandths(measure.cap_each), " 乘以“",
                    At(kind.fields, *measure.capped_by).name, "”）");
  }
  words += Concat("乘以“", At(kind.fields, measure.times).name, "”，合计除以“",
                  At(policy.unit_fields, measure.per).name, "”");
  if (measure.per_min > 0) words += Concat("（至少按 ", measure.per_min, " 计）");
  return words;
}

struct MetByInWords {
  const Policy& policy;

  std::string operator()(const MetBySubmission&) const { return "报送材料并审核通过"; }
  std::string operator()(const MetByPost& met_by) const {
    return Concat("“", At(policy.posts, met_by.post).name, "”有人在任");
  }
  std::string operator()(const MetByRecord& met_by) const {
    return Concat("本单位有相应的“", At(policy.kinds, met_by.kind).name, "”记录");
  }
  std::string operator()(const MetByMeasure& met_by) const {
    return MeasureInWords(policy, met_by);
  }
};

/// “签订责任书”“重签责任书”
std::string DutiesInWords(const Policy& policy, const std::vector<Id<Duty>>& duties) {
  std::string words;
  for (const Id<Duty> duty : duties) words += Concat("“", At(policy.duties, duty).name, "”");
  return words;
}

struct RuleFormInWords {
  const Policy& policy;

  std::string operator()(const PerRecord& rule) const {
    return Concat(EachInWords(At(policy.kinds, rule.kind), rule.when), "扣 ", Format(rule.points),
                  " 分");
  }
  std::string operator()(const PerMissed& rule) const {
    const std::string words =
        Concat(DutiesInWords(policy, rule.duties), "每误一次扣 ", Format(rule.points), " 分");
    if (rule.late == rule.points) return words;
    return Concat(words, "，逾期完成的每次扣 ", Format(rule.late), " 分");
  }
  std::string operator()(const ZeroIfMissed& rule) const {
    return Concat(DutiesInWords(policy, rule.duties), "误一次，本指标记 0 分");
  }
  std::string operator()(const Consecutive& rule) const {
    return Concat(DutiesInWords(policy, {rule.duty}), "连续误 ", rule.count, " 次，本指标记 0 分");
  }
};

/// Whether a duty of the indicator is due on, or not before, the named date.
bool UsesDate(const Policy& policy, const Indicator& indicator, std::string_view date) {
  return std::any_of(indicator.duties.begin(), indicator.duties.end(), [&](Id<Duty> id) {
    const Duty& duty = At(policy.duties, id);
    const auto* due = std::get_if<DueNamedDate>(&duty.due.otherwise);
    return (due != nullptr && At(policy.dates, due->date).id == date) ||
           (duty.not_before && At(policy.dates, *duty.not_before).id == date);
  });
}

}  // namespace

std::string ConditionsInWords(const RecordKind& kind, const Conditions& conditions) {
  std::vector<std::string> parts;
  for (const Condition& condition : conditions) {
    const Field& field = At(kind.fields, condition.field);
    std::vector<std::string> values;
    for (const std::int64_t value : condition.values) values.push_back(ValueInWords(field, value));
    parts.push_back(Concat(field.name, "：", Join(values, "、")));
  }
  return parts.empty() ? "" : Concat("（", Join(parts, "；"), "）");
}

std::string DefaultInWords(const NamedDate& date) {
  return Concat(date.month, " 月 ", date.day, " 日");
}

std::string DeadlineInWords(const Policy& policy, const Duty& duty) {
  const RecordKind* kind = duty.each ? &At(policy.kinds, *duty.each) : nullptr;
  const FormInWords in_words{policy, kind};
  std::string words;
  if (duty.due.by && kind != nullptr) {
    const Field& field = At(kind->fields, *duty.due.by);
    for (const auto& [value, form] : duty.due.table) {
      words += Concat("“", field.name, "”为“", ValueInWords(field, value), "”的，",
                      std::visit(in_words, form), "；");
    }
    words += "其他，";
  }
  words += std::visit(in_words, duty.due.otherwise);
  if (duty.not_before) {
    words += Concat("；不早于 ", DefaultInWords(At(policy.dates, *duty.not_before)), " 0:00");
  }
  return words;
}

std::string TriggerInWords(const Policy& policy, const Duty& duty) {
  std::string words =
      duty.each ? EachInWords(At(policy.kinds, *duty.each), duty.when) : "每年度一次";
  if (duty.needs)
    words += Concat("；“", At(policy.unit_fields, *duty.needs).name, "”为 0 的单位不要求");
  return words;
}

std::string CompletionInWords(const Policy& policy, const Duty& duty) {
  return std::visit(MetByInWords{policy}, duty.met_by);
}

std::string ResubmissionInWords(const Policy& policy, const Duty& duty) {
  if (!std::holds_alternative<MetBySubmission>(duty.met_by)) return "";
  const auto& until = policy.settings.supplement_until;
  if (!duty.resubmission || !until) return "期限即期限，不能补报";
  return Concat("可在 ", DefaultInWords(At(policy.dates, *until)), " 24:00 前补报");
}

std::string VetoInWords(const Policy& policy, const Veto& veto) {
  const RecordKind& kind = At(policy.kinds, veto.kind);
  return Concat("每", kind.measure, kind.name, "使当年总分记 0 分");
}

bool Concerns(const Policy& policy, const Reading& reading, const Indicator& indicator) {
  constexpr std::string_view kDates = "dates/";
  const std::string_view setting = reading.setting;
  if (setting.starts_with(kDates)) {
    return UsesDate(policy, indicator, setting.substr(kDates.size()));
  }
  return setting.starts_with(indicator.id + "/");
}

std::string RuleInWords(const Policy& policy, const Rule& rule) {
  return std::visit(RuleFormInWords{policy}, rule.form);
}

}  // namespace shouze
