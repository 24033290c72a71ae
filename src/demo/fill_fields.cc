// What stands in a record's fields.

#include <algorithm>

#include "base/text.h"
#include "demo/school_draft.h"
#include "demo/wording.h"

namespace shouze {
namespace {

using RawValue = decltype(RawField::value);

/// Fills one record; each way of filling gives a value, or none where the record cannot be.
class Filler {
 public:
  Filler(SchoolDraft& draft, Happening& happening, int number)
      : draft_(draft),
        happening_(happening),
        kind_(At(draft.policy.kinds, happening.kind)),
        chance_(happening.chance) {
    scene_.year = draft.options.year;
    scene_.number = number;
    scene_.system = happening.system;
    if (!happening.together) scene_.unit = happening.units.front()->name;
  }

  std::optional<RawValue> Fill(const FieldPlan& plan) {
    field_ = &At(kind_.fields, plan.field);
    return std::visit([this](const auto& value) { return Make(value); }, plan.value);
  }

 private:
  std::optional<RawValue> Make(const OneOfTexts& plan) {
    const std::string& text =
        plan.in_turn ? plan.texts[static_cast<std::size_t>(scene_.number - 1) % plan.texts.size()]
                     : chance_.Pick(plan.texts);
    return draft_.Keep(Word(draft_.plan, text, scene_, chance_));
  }

  std::optional<RawValue> Make(const OneOfNumbers& plan) {
    return RawNumber{chance_.Pick(plan.thousandths)};
  }

  std::optional<RawValue> Make(const TrueAtTimes& plan) { return chance_.Happens(plan.permille); }

  std::optional<RawValue> Make(const DaysAfter& plan) {
    return OnWorkday(Today() + chance_.Between(plan.days.min, plan.days.max));
  }

  std::optional<RawValue> Make(const DayOfYear& plan) {
    return OnWorkday(std::max(Today(), draft_.Day(plan.day)));
  }

  std::optional<RawValue> Make(const ShareOfPersons& plan) {
    if (!happening_.together || !field_->per_unit) return Persons(plan, *happening_.units.front());
    RawPerUnit numbers;
    for (const DemoUnit* unit : happening_.units)
      numbers.emplace_back(unit->code, Persons(plan, *unit));
    return numbers;
  }

  std::optional<RawValue> Make(const EarlierRecord& plan) {
    const Instant latest{happening_.at.ms - plan.days * kMsPerDay};
    std::vector<std::string_view> fitting;
    for (const DemoUnit::PastRecord& past : happening_.units.front()->past) {
      const bool named = std::ranges::find(field_->kinds, past.kind) != field_->kinds.end();
      if (named && past.at <= latest) fitting.push_back(past.id);
    }
    if (fitting.empty()) return std::nullopt;
    return chance_.Pick(fitting);
  }

  CivilDate Today() const { return DateAt(happening_.at, draft_.school.facts.offset); }

  RawValue OnWorkday(CivilDate date) { return draft_.Keep(Format(draft_.times.WorkdayFrom(date))); }

  /// Whether a unit reaches a measure is decided once, for all records that count towards it.
  RawNumber Persons(const ShareOfPersons& plan, const DemoUnit& unit) {
    const Duty& duty = At(draft_.policy.duties, plan.duty);
    const auto& measure = std::get<MetByMeasure>(duty.met_by);
    const std::int64_t persons =
        std::max<std::int64_t>(unit.plan->fields[measure.per.value], measure.per_min);
    Chance once = draft_.ChanceOf("measures", unit).Fork(DutyKey(draft_.policy, duty));
    if (once.Happens(draft_.DiligenceOf(unit).reaches)) {
      const int percent = chance_.Between(plan.percent.min, plan.percent.max);
      return {(persons * percent + 99) / 100 * 1000};
    }
    return {persons * chance_.Between(plan.short_percent.min, plan.short_percent.max) / 100 * 1000};
  }

  SchoolDraft& draft_;
  const Happening& happening_;
  const RecordKind& kind_;
  Scene scene_;
  Chance& chance_;
  const Field* field_ = nullptr;
};

}  // namespace

std::optional<std::vector<RawField>> FillFields(SchoolDraft& draft, Happening& happening,
                                                int number) {
  Filler filler(draft, happening, number);
  std::vector<RawField> filled;
  for (const FieldPlan& plan : *happening.fields) {
    auto value = filler.Fill(plan);
    if (!value) return std::nullopt;
    const Field& field = At(At(draft.policy.kinds, happening.kind).fields, plan.field);
    filled.push_back({draft.Name(field.id), std::move(*value)});
  }
  return filled;
}

}  // namespace shouze
