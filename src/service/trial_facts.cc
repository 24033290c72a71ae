#include "service/trial_facts.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace shouze {
namespace {

constexpr std::string_view kUnitCode = "example";
constexpr std::string_view kUnitName = "示例单位";
/// Of every unit field: enough that no duty is left out for want of people.
constexpr std::int64_t kPersons = 10;
/// Dates that duties are due on lie so long after the record's day.
constexpr int kDaysUntilDue = 10;
constexpr std::int64_t kThousand = 1000;
/// Records that others must name may have to name others in their turn.
constexpr int kNamingDepthMax = 3;

bool Has(const std::vector<RawField>& fields, std::string_view key) {
  return std::ranges::find(fields, key, &RawField::key) != fields.end();
}

int CountIn(const std::map<Id<Duty>, int>& counts, Id<Duty> duty) {
  const auto found = counts.find(duty);
  return found == counts.end() ? 0 : found->second;
}

}  // namespace

int TrialCounts::Missed(Id<Duty> duty) const { return CountIn(missed, duty); }
int TrialCounts::Late(Id<Duty> duty) const { return CountIn(late, duty); }

TrialFacts::TrialFacts(const Policy& policy, const WorkCalendar& calendar,
                       const Indicator& indicator, int year, UtcOffset offset)
    : policy_(policy), calendar_(calendar), indicator_(indicator), year_(year), offset_(offset) {
  raw_.year = year;
  raw_.offset = offset;
  AddUnit();
}

/// 2 March, 10:00: every deadline of weeks or months lies within the year.
Instant TrialFacts::AtStart() const {
  return {Midnight(*MakeDate(year_, 3, 2), offset_).ms + 10 * kMsPerHour};
}

void TrialFacts::AddUnit() {
  RawUnit& unit = raw_.units.emplace_back();
  unit.code = kUnitCode;
  unit.name = kUnitName;
  if (!policy_.unit_kinds.empty()) unit.kind = policy_.unit_kinds.front().id;
  for (const UnitField& field : policy_.unit_fields) {
    unit.fields.push_back({field.id, RawNumber{kPersons * kThousand}});
  }
}

RawField TrialFacts::FieldOf(const Field& field, std::int64_t value) {
  switch (field.type) {
    case FieldType::kBoolean:
      return {field.id, value != 0};
    case FieldType::kInteger:
      return {field.id, RawNumber{value * kThousand}};
    case FieldType::kNumber:
      return {field.id, RawNumber{value}};
    case FieldType::kDate:
      return {field.id, Keep(Format(CivilDate{static_cast<std::int32_t>(value)}))};
    case FieldType::kChoice:
      return {field.id, std::string_view(field.choices[static_cast<std::size_t>(value)].id)};
    case FieldType::kText:
    case FieldType::kRecord:
      break;
  }
  return {field.id, std::string_view("示例")};
}

/// The fields without which the indicator's duties and rules would not look at the record.
std::vector<RawField> TrialFacts::TriggeringFields(Id<RecordKind> kind_id, Instant at) {
  const RecordKind& kind = At(policy_.kinds, kind_id);
  std::vector<RawField> fields;
  const auto add = [&](Id<Field> id, std::int64_t value) {
    const Field& field = At(kind.fields, id);
    if (!Has(fields, field.id)) fields.push_back(FieldOf(field, value));
  };
  const auto satisfy = [&](const Conditions& conditions) {
    for (const Condition& condition : conditions) add(condition.field, condition.values.front());
  };
  for (const Id<Duty> id : indicator_.duties) {
    const Duty& duty = At(policy_.duties, id);
    if (duty.each != kind_id) continue;
    satisfy(duty.when);
    const auto* due = std::get_if<DueField>(&duty.due.otherwise);
    if (due != nullptr) add(due->field, (DateAt(at, offset_) + kDaysUntilDue).days);
  }
  for (const Rule& rule : indicator_.rules) {
    const auto* counted = std::get_if<PerRecord>(&rule.form);
    if (counted != nullptr && counted->kind == kind_id) satisfy(counted->when);
  }
  return fields;
}

/// What every record of the kind must have.
void TrialFacts::FillRequired(const RecordKind& kind, Instant at, std::vector<RawField>& fields,
                              int depth) {
  for (const Field& field : kind.fields) {
    if (!field.required || Has(fields, field.id)) continue;
    if (field.type == FieldType::kDate) {
      fields.push_back(FieldOf(field, (DateAt(at, offset_) + kDaysUntilDue).days));
    } else if (field.type == FieldType::kNumber) {
      fields.push_back(FieldOf(field, kThousand));
    } else if (field.type == FieldType::kInteger) {
      fields.push_back(FieldOf(field, 1));
    } else if (field.type == FieldType::kRecord && depth < kNamingDepthMax) {
      fields.push_back({field.id, AddRecord(field.kinds.front(), at, {}, depth + 1)});
    } else {
      fields.push_back(FieldOf(field, 0));
    }
  }
}

std::string_view TrialFacts::AddRecord(Id<RecordKind> kind, Instant at,
                                       std::vector<RawField> fields, int depth) {
  FillRequired(At(policy_.kinds, kind), at, fields, depth);
  RawRecord record;
  record.id = Keep(Concat("示例", raw_.records.size() + 1));
  record.units = {kUnitCode};
  record.kind = At(policy_.kinds, kind).id;
  record.at = at;
  record.fields = std::move(fields);
  raw_.records.push_back(record);
  return record.id;
}

void TrialFacts::HandIn(const Obligation& obligation, bool late) {
  Instant at{obligation.start.ms + kMsPerHour};
  if (obligation.due.at) {
    at = late ? Instant{obligation.due.at->ms + kMsPerHour} : std::min(at, *obligation.due.at);
  }
  RawSubmission submission;
  submission.id = Keep(Concat("报送", raw_.submissions.size() + 1));
  submission.unit = kUnitCode;
  submission.obligation = Keep(KeyOf(policy_, facts_, obligation));
  submission.at = at;
  raw_.submissions.push_back(submission);
  raw_.reviews.push_back({submission.id, at, true, ""});
}

/// One record that alone brings enough for everybody.
void TrialFacts::AddMeasured(const MetByMeasure& measure) {
  const RecordKind& kind = At(policy_.kinds, measure.kind);
  std::vector<RawField> fields;
  for (const Condition& condition : measure.where) {
    fields.push_back(FieldOf(At(kind.fields, condition.field), condition.values.front()));
  }
  const auto add = [&](Id<Field> id, std::int64_t thousandths) {
    const std::int64_t whole = (thousandths + kThousand - 1) / kThousand;
    fields.push_back({At(kind.fields, id).id, RawNumber{whole * kThousand}});
  };
  add(measure.amount, measure.at_least);
  if (measure.capped_by && measure.cap_each > 0) {
    const std::int64_t amount = (measure.at_least + kThousand - 1) / kThousand * kThousand;
    const std::int64_t caps = (amount + measure.cap_each - 1) / measure.cap_each;
    add(*measure.capped_by, caps * kThousand);
  }
  add(measure.times, std::max(kPersons, measure.per_min) * kThousand);
  AddRecord(measure.kind, AtStart(), std::move(fields), 0);
}

void TrialFacts::Meet(const Obligation& obligation, const Duty& duty, bool late) {
  if (const auto* by_post = std::get_if<MetByPost>(&duty.met_by)) {
    raw_.posts.push_back(
        {kUnitCode, At(policy_.posts, by_post->post).id, FirstDayOf(year_), std::nullopt});
  } else if (const auto* by_record = std::get_if<MetByRecord>(&duty.met_by)) {
    const Field& reference = At(At(policy_.kinds, by_record->kind).fields, by_record->reference);
    const Instant at = obligation.trigger->at;
    const std::string trigger(facts_.IdOf(obligation.trigger->record));
    AddRecord(by_record->kind, at, {{reference.id, Keep(trigger)}}, 0);
  } else if (const auto* by_measure = std::get_if<MetByMeasure>(&duty.met_by)) {
    AddMeasured(*by_measure);
  } else {
    HandIn(obligation, late);
  }
}

ResultOrErrors<void> TrialFacts::Make(const TrialCounts& counts) {
  for (const auto& [kind, count] : counts.records) {
    for (int i = 0; i < count; ++i) {
      const Instant at{AtStart().ms + i * kMsPerDay};
      AddRecord(kind, at, TriggeringFields(kind, at), 0);
    }
  }
  // Which obligations there are, from when and until when, is asked of the kernel.
  if (const auto done = Compute(); !done) return done;
  std::map<Id<Duty>, int> seen;
  for (const Obligation& obligation : result_.obligations) {
    const Duty& duty = At(policy_.duties, obligation.duty);
    if (&At(policy_.indicators, duty.indicator) != &indicator_) continue;
    const int place = seen[obligation.duty]++;
    const int missed = counts.Missed(obligation.duty);
    if (place < missed) continue;
    Meet(obligation, duty, place < missed + counts.Late(obligation.duty));
  }
  return Compute();
}

ResultOrErrors<void> TrialFacts::Compute() {
  auto resolved = ResolveFacts(policy_, calendar_, raw_);
  if (!resolved) return resolved.error();
  facts_ = std::move(resolved->facts);
  Scorer(policy_, calendar_, facts_, facts_.YearEnd()).Score(Id<Unit>(0), result_);
  return {};
}

}  // namespace shouze
