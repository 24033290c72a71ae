#include "service/policy_rows.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "policy/words.h"

namespace shouze {
namespace {

std::vector<PolicyCondition> ConditionRows(const RecordKind& kind, const Conditions& conditions) {
  std::vector<PolicyCondition> rows;
  for (const Condition& condition : conditions) {
    const Field& field = At(kind.fields, condition.field);
    PolicyCondition& row = rows.emplace_back();
    row.field = field.id;
    for (const std::int64_t value : condition.values) {
      row.values.push_back(WrittenValue(field, value));
    }
  }
  return rows;
}

/// The field that the duty is due on, in one of its forms.
bool IsDueOn(const Duty& duty, Id<Field> field) {
  const auto names = [&](const DueForm& form) {
    const auto* due = std::get_if<DueField>(&form);
    return due != nullptr && due->field == field;
  };
  return names(duty.due.otherwise) ||
         std::ranges::any_of(duty.due.table, [&](const auto& row) { return names(row.second); });
}

PolicyField FieldRow(const Policy& policy, Id<RecordKind> kind_id, Id<Field> id) {
  const RecordKind& kind = At(policy.kinds, kind_id);
  const Field& field = At(kind.fields, id);
  PolicyField row;
  row.id = field.id;
  row.name = field.name;
  row.type = SpellingOf(field.type);
  row.required = field.required;
  row.per_unit = field.per_unit;
  row.title = kind.title == id;
  for (const NamedId& choice : field.choices) row.choices.push_back({choice.id, choice.name});
  for (const Id<RecordKind> one : field.kinds) row.kinds.push_back(At(policy.kinds, one).id);
  row.same_unit = field.same_unit;
  for (const RecordKind::Expected& expected : kind.expected) {
    if (expected.field != id) continue;
    row.expected = true;
    row.expected_when = ConditionRows(kind, expected.when);
    row.expected_text = ConditionsInWords(kind, expected.when);
  }
  for (const Duty& duty : policy.duties) {
    if (duty.each == kind_id && IsDueOn(duty, id)) row.due_for.push_back(DutyKey(policy, duty));
  }
  return row;
}

/// Lines that records of the kind may cost points, by themselves or by their duties.
std::vector<std::string> IndicatorsOf(const Policy& policy, Id<RecordKind> kind) {
  std::vector<std::string> ids;
  for (const Indicator& indicator : policy.indicators) {
    const bool counted = std::ranges::any_of(indicator.rules, [&](const Rule& rule) {
      const auto* per_record = std::get_if<PerRecord>(&rule.form);
      return per_record != nullptr && per_record->kind == kind;
    });
    const bool triggers = std::ranges::any_of(
        indicator.duties, [&](Id<Duty> duty) { return At(policy.duties, duty).each == kind; });
    if (counted || triggers) ids.push_back(indicator.id);
  }
  return ids;
}

/// How a duty is met, structured.
struct MetByRow {
  const Policy& policy;
  PolicyDuty& row;

  void operator()(const MetBySubmission&) const { row.met_by = "submission"; }
  void operator()(const MetByPost& met_by) const {
    row.met_by = "post";
    row.met_by_post = At(policy.posts, met_by.post).id;
  }
  void operator()(const MetByRecord& met_by) const {
    row.met_by = "record";
    row.met_by_kind = At(policy.kinds, met_by.kind).id;
  }
  void operator()(const MetByMeasure& met_by) const {
    row.met_by = "measure";
    row.met_by_kind = At(policy.kinds, met_by.kind).id;
  }
};

PolicyDuty DutyRow(const Policy& policy, const Duty& duty) {
  PolicyDuty row;
  row.key = DutyKey(policy, duty);
  row.id = duty.id;
  row.name = duty.name;
  row.action = duty.action;
  if (duty.each) {
    const RecordKind& kind = At(policy.kinds, *duty.each);
    row.each = kind.id;
    row.when = ConditionRows(kind, duty.when);
    const auto* field = std::get_if<DueField>(&duty.due.otherwise);
    if (field != nullptr) row.field = At(kind.fields, field->field).id;
  }
  const auto* date = std::get_if<DueNamedDate>(&duty.due.otherwise);
  if (date != nullptr) row.date = At(policy.dates, date->date).id;
  if (duty.not_before) row.not_before = At(policy.dates, *duty.not_before).id;
  std::visit(MetByRow{policy, row}, duty.met_by);
  row.trigger_text = TriggerInWords(policy, duty);
  row.deadline_text = DeadlineInWords(policy, duty);
  row.completion_text = CompletionInWords(policy, duty);
  row.resubmission_text = ResubmissionInWords(policy, duty);
  row.resubmission = row.met_by == "submission" && duty.resubmission;
  for (const EvidenceItem& item : duty.evidence) {
    row.evidence.push_back({item.id, item.name, item.note});
  }
  return row;
}

/// What a rule counts, structured.
struct RuleFormRow {
  const Policy& policy;
  PolicyRule& row;

  void AddDuties(const std::vector<Id<Duty>>& duties) const {
    for (const Id<Duty> duty : duties) {
      row.duties.push_back(DutyKey(policy, At(policy.duties, duty)));
    }
  }
  void operator()(const PerRecord& rule) const {
    row.form = "per_record";
    row.points = rule.points;
    row.kind = At(policy.kinds, rule.kind).id;
  }
  void operator()(const PerMissed& rule) const {
    row.form = "per_missed";
    row.points = rule.points;
    AddDuties(rule.duties);
  }
  void operator()(const ZeroIfMissed& rule) const {
    row.form = "zero_if_missed";
    AddDuties(rule.duties);
  }
  void operator()(const Consecutive& rule) const {
    row.form = "consecutive";
    row.count = rule.count;
    AddDuties({rule.duty});
  }
};

PolicyIndicator IndicatorRowOf(const Policy& policy, const Indicator& indicator) {
  PolicyIndicator row{indicator.id,
                      indicator.name,
                      indicator.points,
                      indicator.clause,
                      indicator.requirement,
                      indicator.scoring,
                      indicator.explanation,
                      indicator.note,
                      {},
                      {},
                      {}};
  for (const Id<Duty> duty : indicator.duties) {
    row.duties.push_back(DutyRow(policy, At(policy.duties, duty)));
  }
  for (const Rule& rule : indicator.rules) {
    PolicyRule& one = row.rules.emplace_back();
    one.id = rule.id;
    one.name = rule.name;
    one.clause = rule.clause;
    one.text = RuleInWords(policy, rule);
    std::visit(RuleFormRow{policy, one}, rule.form);
  }
  for (const Reading& reading : policy.readings) {
    if (Concerns(policy, reading, indicator)) row.readings.push_back(reading.id);
  }
  return row;
}

}  // namespace

std::string_view SpellingOf(FieldType type) {
  constexpr std::array<std::string_view, 7> kSpellings = {"text", "boolean", "integer", "number",
                                                          "date", "choice",  "record"};
  return kSpellings[static_cast<std::size_t>(type)];
}

std::string WrittenValue(const Field& field, std::int64_t value) {
  switch (field.type) {
    case FieldType::kBoolean:
      return value == 0 ? "false" : "true";
    case FieldType::kChoice:
      return field.choices[static_cast<std::size_t>(value)].id;
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

std::vector<PolicyRecordKind> KindRows(const Policy& policy) {
  std::vector<PolicyRecordKind> rows;
  for (std::size_t i = 0; i < policy.kinds.size(); ++i) {
    const RecordKind& kind = policy.kinds[i];
    const Id<RecordKind> id(i);
    PolicyRecordKind& row = rows.emplace_back();
    row.id = kind.id;
    row.name = kind.name;
    row.measure = kind.measure;
    row.at_means = kind.at_means;
    row.registered_by = kind.registered_by;
    for (std::size_t field = 0; field < kind.fields.size(); ++field) {
      row.fields.push_back(FieldRow(policy, id, Id<Field>(field)));
    }
    for (const Duty& duty : policy.duties) {
      if (duty.each == id) row.duties.push_back(DutyKey(policy, duty));
    }
    row.indicators = IndicatorsOf(policy, id);
    row.veto = policy.veto && policy.veto->kind == id;
  }
  return rows;
}

std::vector<PolicyAspect> AspectRows(const Policy& policy) {
  std::vector<PolicyAspect> rows;
  for (const Aspect& aspect : policy.aspects) {
    PolicyAspect& row = rows.emplace_back();
    row.id = aspect.id;
    row.name = aspect.name;
    row.points = aspect.points;
    for (const Id<Indicator> indicator : aspect.indicators) {
      row.indicators.push_back(IndicatorRowOf(policy, At(policy.indicators, indicator)));
    }
  }
  return rows;
}

}  // namespace shouze
