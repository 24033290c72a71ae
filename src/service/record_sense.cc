#include "service/record_sense.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/text.h"
#include "service/policy_rows.h"

namespace shouze {
namespace {

const FieldValue* FindValue(const RecordFact& fact, const Field& field) {
  const auto found = std::ranges::find(fact.fields, field.id, &FieldValues::value_type::first);
  return found == fact.fields.end() ? nullptr : &found->second;
}

/// As conditions are written; absent where it is not filled in.
std::optional<std::string> Written(const RecordFact& fact, const Field& field) {
  const FieldValue* const value = FindValue(fact, field);
  if (value == nullptr) {
    return field.type == FieldType::kBoolean ? std::optional<std::string>("false") : std::nullopt;
  }
  if (const auto* yes = std::get_if<bool>(value)) return *yes ? "true" : "false";
  if (const auto* number = std::get_if<Points>(value)) return Format(*number);
  if (const auto* text = std::get_if<std::string>(value)) return *text;
  return std::nullopt;
}

bool Holds(const Conditions& conditions, const RecordKind& kind, const RecordFact& fact) {
  return std::ranges::all_of(conditions, [&](const Condition& condition) {
    const Field& field = At(kind.fields, condition.field);
    const auto written = Written(fact, field);
    return written && std::ranges::any_of(condition.values, [&](std::int64_t value) {
             return WrittenValue(field, value) == *written;
           });
  });
}

/// In thousandths; of numbers by unit that of `unit`.
std::optional<std::int64_t> NumberOf(const RecordFact& fact, const Field& field,
                                     std::string_view unit = {}) {
  const FieldValue* const value = FindValue(fact, field);
  if (value == nullptr) return std::nullopt;
  if (const auto* number = std::get_if<Points>(value)) return number->thousandths;
  const auto* const numbers = std::get_if<NumbersByUnit>(value);
  if (numbers == nullptr) return std::nullopt;
  const auto own = numbers->find(unit);
  return own == numbers->end() ? std::nullopt : std::optional(own->second.thousandths);
}

std::optional<CivilDate> DateOf(const RecordFact& fact, const Field& field) {
  const FieldValue* const value = FindValue(fact, field);
  const auto* const text = value == nullptr ? nullptr : std::get_if<std::string>(value);
  return text == nullptr ? std::nullopt : ParseDate(*text);
}

const RecordKind* FindKind(const Policy& policy, std::string_view id) {
  const auto found = std::ranges::find(policy.kinds, id, &RecordKind::id);
  return found == policy.kinds.end() ? nullptr : &*found;
}

/// The duties that are met by a measure over the kind, where the record is one that counts.
std::vector<const Duty*> MeasuredBy(const Policy& policy, const RecordKind& kind,
                                    const RecordFact& fact) {
  std::vector<const Duty*> duties;
  for (const Duty& duty : policy.duties) {
    const auto* const measure = std::get_if<MetByMeasure>(&duty.met_by);
    if (measure == nullptr || &At(policy.kinds, measure->kind) != &kind) continue;
    if (Holds(measure->where, kind, fact)) duties.push_back(&duty);
  }
  return duties;
}

/// A unit's number that a measure is taken of, with what it says.
struct Counted {
  HeadCount count;
  const Field* field;
  const UnitField* per;
};

std::vector<Counted> CountedOf(const View& view, const CycleFact& cycle, const Policy& policy,
                               const RecordKind& kind, const RecordFact& fact) {
  std::vector<Counted> found;
  for (const Duty* const duty : MeasuredBy(policy, kind, fact)) {
    const auto& measure = std::get<MetByMeasure>(duty->met_by);
    const Field& field = At(kind.fields, measure.times);
    const UnitField& per = At(policy.unit_fields, measure.per);
    for (const Label& id : fact.units) {
      const auto sheet = view.LiveSheet(cycle, id);
      if (!sheet) continue;  // It has no part in the year.
      const Unit& unit = At((*sheet)->facts.facts.units, (*sheet)->unit);
      // Where the duty does not arise for want of people, nothing is measured.
      if (duty->needs && unit.fields[duty->needs->value] == 0) continue;
      const std::int64_t count = unit.fields[measure.per.value];
      found.push_back({{field.id, id, unit.name, per.name, count, std::max(count, measure.per_min)},
                       &field,
                       &per});
    }
  }
  return found;
}

Error TooMany(const Counted& counted, const Policy& policy, bool by_unit) {
  const HeadCount& most = counted.count;
  const std::string as = most.most == most.count ? "" : Concat("（按 ", most.most, " 人计）");
  const std::string change =
      counted.per->counts ? Concat("登记“", At(policy.posts, *counted.per->counts).name, "”的任职")
                          : Concat("更新“", most.name, "”");
  return {
      ErrorCode::kInvalidInput,
      Concat("/fields/", most.field, by_unit ? Concat("/", most.unit) : ""),
      Concat(most.unit_name, "的“", most.name, "”是 ", most.count, as, "，“", counted.field->name,
             "”不能多于 ", most.most, "；如人数有变，请先请网安办", change),
      Concat(most.unit, " has ", most.most, " (", counted.per->id, "): ", most.field,
             " cannot be more")};
}

void AddTooMany(const View& view, const CycleFact& cycle, const Policy& policy,
                const RecordKind& kind, const RecordFact& fact, const RecordFact* before,
                Errors& errors) {
  const auto were =
      before == nullptr ? std::vector<Counted>() : CountedOf(view, cycle, policy, kind, *before);
  for (const Counted& counted : CountedOf(view, cycle, policy, kind, fact)) {
    const std::int64_t said = NumberOf(fact, *counted.field, counted.count.unit).value_or(0);
    if (said <= counted.count.most * 1000) continue;
    const bool stays = std::ranges::any_of(were, [&](const Counted& was) {
      return was.count.unit == counted.count.unit && was.per == counted.per &&
             NumberOf(*before, *was.field, was.count.unit).value_or(0) >= said;
    });
    if (stays) continue;
    const FieldValue* const value = FindValue(fact, *counted.field);
    errors.push_back(TooMany(counted, policy, std::holds_alternative<NumbersByUnit>(*value)));
  }
}

/// The date of the record that the duty is due on; null where it is due otherwise.
const Field* DueOn(const Duty& duty, const RecordKind& kind) {
  const auto* const due = std::get_if<DueField>(&duty.due.otherwise);
  return due == nullptr || duty.due.by ? nullptr : &At(kind.fields, due->field);
}

/// The dates of the kind's stages: what one rule lists that each record brings, each with a date of
/// its own, is done in that order.
std::vector<const Field*> StagesOf(const Policy& policy, const RecordKind& kind, const Rule& rule) {
  const auto* const missed = std::get_if<PerMissed>(&rule.form);
  std::vector<const Field*> stages;
  if (missed == nullptr) return stages;
  for (const Id<Duty> id : missed->duties) {
    const Duty& duty = At(policy.duties, id);
    if (!duty.each || &At(policy.kinds, *duty.each) != &kind) continue;
    if (const Field* const date = DueOn(duty, kind)) stages.push_back(date);
  }
  return stages;
}

void AddDisorder(const std::vector<const Field*>& stages, const RecordFact& fact,
                 const RecordFact* before, Errors& errors) {
  const Field* last = nullptr;
  for (const Field* const stage : stages) {
    const auto date = DateOf(fact, *stage);
    if (!date) continue;
    const auto earlier = last == nullptr ? std::nullopt : DateOf(fact, *last);
    if (!earlier || *date >= *earlier) {
      last = stage;
      continue;
    }
    if (before != nullptr && DateOf(*before, *stage) == date && DateOf(*before, *last) == earlier) {
      continue;
    }
    errors.push_back({ErrorCode::kInvalidInput, Concat("/fields/", stage->id),
                      Concat("“", stage->name, "”", Format(*date), " 早于“", last->name, "”",
                             Format(*earlier), "，请按先后填写"),
                      Concat(stage->id, " lies before ", last->id, ", which it follows")});
  }
}

}  // namespace

std::vector<HeadCount> HeadCountsOf(const View& view, const CycleFact& cycle,
                                    const RecordFact& fact) {
  std::vector<HeadCount> counts;
  const auto rules = view.Rules(cycle);
  if (!rules) return counts;
  const RecordKind* const kind = FindKind((*rules)->policy, fact.kind);
  if (kind == nullptr) return counts;
  for (Counted& one : CountedOf(view, cycle, (*rules)->policy, *kind, fact)) {
    counts.push_back(std::move(one.count));
  }
  return counts;
}

Errors WhyNotSo(const View& view, const CycleFact& cycle, const RecordFact& fact,
                const RecordFact* before) {
  Errors errors;
  const auto rules = view.Rules(cycle);
  if (!rules) return errors;
  const Policy& policy = (*rules)->policy;
  const RecordKind* const kind = FindKind(policy, fact.kind);
  if (kind == nullptr) return errors;
  // What it said in another year was held against other numbers, and another policy.
  if (before != nullptr && YearOf(DateAt(before->at, view.offset())) != cycle.year) {
    before = nullptr;
  }
  AddTooMany(view, cycle, policy, *kind, fact, before, errors);
  for (const Indicator& indicator : policy.indicators) {
    for (const Rule& rule : indicator.rules) {
      AddDisorder(StagesOf(policy, *kind, rule), fact, before, errors);
    }
  }
  return errors;
}

std::vector<RecordHint> HintsOf(const Policy& policy, const RecordFact& fact) {
  std::vector<RecordHint> hints;
  const RecordKind* const kind = FindKind(policy, fact.kind);
  if (kind == nullptr) return hints;
  for (const Duty* const duty : MeasuredBy(policy, *kind, fact)) {
    const auto& measure = std::get<MetByMeasure>(duty->met_by);
    if (!measure.capped_by) continue;
    const Field& amount = At(kind->fields, measure.amount);
    const Field& by = At(kind->fields, *measure.capped_by);
    const auto said = NumberOf(fact, amount);
    const auto parts = NumberOf(fact, by);
    if (!said || !parts) continue;
    const std::int64_t most = measure.cap_each * *parts / 1000;
    if (*said <= most) continue;
    hints.push_back(
        {amount.id,
         Concat("“", by.name, "”", FormatThousandths(*parts), "，每个至多计 ",
                FormatThousandths(measure.cap_each), " ", measure.unit, "：这里按 ",
                FormatThousandths(most), " ", measure.unit, "计，不是 ", FormatThousandths(*said)),
         Concat(by.id, " ", FormatThousandths(*parts), " × ", FormatThousandths(measure.cap_each),
                ": counts as ", FormatThousandths(most), ", not ", FormatThousandths(*said))});
  }
  return hints;
}

}  // namespace shouze
