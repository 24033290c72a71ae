#include "ledger/cycle_facts.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "exchange/write_facts.h"
#include "ledger/taken_over.h"

namespace shouze {
namespace {

/// The unit's own day begins or ends: a post's `to` is its last day.
Instant DayAfter(CivilDate date, UtcOffset offset) { return Midnight(date + 1, offset); }

template <class Row, class Key>
Row& PutRow(std::vector<Row>& rows, Key Row::*key, const Key& value) {
  const auto found = std::ranges::find(rows, value, key);
  if (found != rows.end()) return *found;
  Row& row = rows.emplace_back();
  row.*key = value;
  return row;
}

RawPost ViewOf(const PostFact& fact) { return {fact.unit, fact.post, fact.from, fact.to}; }

/// As it is in a year, and as `unit` sees it; empty: as it is for all.
RawRecord ViewOf(const RecordFact& fact, int year, std::string_view unit = {}) {
  RawRecord row;
  row.id = fact.id;
  if (unit.empty()) {
    row.units = UnitsIn(fact, year);
    row.one_unit = fact.units.size() == 1;
  } else {
    row.units = {unit};
    row.one_unit = false;
  }
  row.kind = fact.kind;
  row.at = fact.at;
  row.fields = ViewsOf(fact.fields, unit.empty() ? unit : OriginIn(fact, unit, year));
  for (RawField& field : row.fields) {
    auto* const numbers = std::get_if<RawPerUnit>(&field.value);
    if (numbers == nullptr) continue;
    for (auto& number : *numbers) number.first = HolderIn(fact, number.first, year);
  }
  return row;
}

}  // namespace

std::string_view RecordOfKey(std::string_view obligation) {
  for (int slashes = 0; slashes < 2; ++slashes) {
    const std::size_t slash = obligation.find('/');
    if (slash == std::string_view::npos) return {};
    obligation.remove_prefix(slash + 1);
  }
  return obligation;
}

CycleSlice::CycleSlice(const SchoolState& state, const CycleFact& cycle, const CycleRules& rules,
                       Instant as_of)
    : state_(state),
      cycle_(cycle),
      rules_(rules),
      as_of_(as_of),
      offset_{cycle.utc_offset_minutes} {
  AddCycle();
}

CycleSlice CycleSlice::OfUnit(const SchoolState& state, const CycleFact& cycle,
                              const CycleRules& rules, std::string_view unit, Instant as_of) {
  CycleSlice slice(state, cycle, rules, as_of);
  slice.AddUnit(unit);
  for (const std::string& id : state.RecordsOf(unit)) slice.AddRecord(id, unit);
  slice.AddReferenced();
  slice.AddFactsOf(unit);
  return slice;
}

CycleSlice CycleSlice::OfSchool(const SchoolState& state, const CycleFact& cycle,
                                const CycleRules& rules, Instant as_of) {
  CycleSlice slice(state, cycle, rules, as_of);
  // All of them are named first: successors do not change their order.
  const auto& units = state.All<UnitFact>();
  for (const auto& [id, kept] : units) slice.NameUnit(id);
  for (const auto& [id, kept] : units) slice.AddUnit(id);
  for (const auto& [id, kept] : state.All<RecordFact>()) slice.AddRecord(id);
  for (const auto& [id, kept] : units) slice.AddFactsOf(id);
  return slice;
}

void CycleSlice::AddCycle() {
  raw_.year = cycle_.year;
  raw_.offset = offset_;
  for (const auto& [name, date] : cycle_.dates) raw_.dates.emplace_back(name, date);
}

bool CycleSlice::TakesPart(std::string_view unit) const {
  const auto* const kept = state_.Find<UnitFact>(unit);
  return kept != nullptr && !WhyNotIn(cycle_, rules_.policy, kept->fact);
}

void CycleSlice::NameUnit(std::string_view unit) {
  if (TakesPart(unit)) PutRow(raw_.units, &RawUnit::code, unit);
}

void CycleSlice::AddUnit(std::string_view unit) {
  if (!TakesPart(unit)) return;
  const UnitFact& fact = state_.Find<UnitFact>(unit)->fact;
  NameUnit(fact.successor);
  RawUnit& row = PutRow(raw_.units, &RawUnit::code, unit);
  row = {fact.id, fact.name, fact.kind, fact.from, fact.to, "", {}};
  if (TakesPart(fact.successor)) row.successor = fact.successor;
  AddFields(fact, row);
}

void CycleSlice::AddFields(const UnitFact& fact, RawUnit& row) {
  const auto* fields = &fact.fields;
  if (const UnitYear* const then = ThatYear(fact, cycle_.year)) {
    row.kind = then->kind;
    fields = &then->fields;
  }
  for (const UnitField& field : rules_.policy.unit_fields) {
    const auto said = fields->find(field.id);
    std::int64_t number = said == fields->end() ? 0 : said->second;
    if (field.counts) {
      // A unit of which nobody registered who holds the post has the number that is said of it.
      const auto counted = CountHolders(fact.id, At(rules_.policy.posts, *field.counts).id);
      number = counted.value_or(number);
    }
    row.fields.push_back({field.id, RawNumber{number * 1000}});
  }
}

void CycleSlice::DropAbsent(RawRecord& row) const {
  const auto goes = [&](std::string_view unit) {
    return !TakesPart(unit) && state_.Find<UnitFact>(unit) != nullptr;
  };
  if (std::erase_if(row.units, goes) == 0) return;
  row.one_unit = false;
  for (RawField& field : row.fields) {
    auto* const numbers = std::get_if<RawPerUnit>(&field.value);
    if (numbers != nullptr) std::erase_if(*numbers, [&](auto& one) { return goes(one.first); });
  }
}

std::optional<std::int64_t> CycleSlice::CountHolders(std::string_view unit, std::string_view post) {
  const Instant year_end = Midnight(FirstDayOf(cycle_.year + 1), offset_);
  const Instant now = std::min(as_of_, year_end);
  std::optional<std::int64_t> holders;
  for (const std::string& id : state_.PostsOf(unit)) {
    const PostFact& fact = state_.Find<PostFact>(id)->fact;
    if (fact.post != post) continue;
    holders = holders.value_or(0);
    const Instant begin = Midnight(fact.from, offset_);
    if (begin > now) {
      NoteBoundary(begin);
    } else if (!fact.to || DayAfter(*fact.to, offset_) > now) {
      ++*holders;
      if (fact.to) NoteBoundary(DayAfter(*fact.to, offset_));
    }
  }
  return holders;
}

void CycleSlice::NoteBoundary(Instant at) {
  if (at > Midnight(FirstDayOf(cycle_.year + 1), offset_)) return;
  if (!valid_until_ || at < *valid_until_) valid_until_ = at;
}

void CycleSlice::AddRecord(std::string_view id, std::string_view unit) {
  const RecordFact& fact = state_.Find<RecordFact>(id)->fact;
  const bool own_year = YearOf(DateAt(fact.at, offset_)) == cycle_.year;
  const auto& kinds = rules_.policy.kinds;
  const auto kind = std::ranges::find(kinds, fact.kind, &RecordKind::id);
  if (!own_year) {
    // Of another year's policy: what this one does not know cannot count here.
    if (kind == kinds.end()) return;
    const auto& veto = rules_.policy.veto;
    const bool vetoes =
        veto && veto->kind == Id<RecordKind>(static_cast<std::size_t>(kind - kinds.begin()));
    if (fact.at >= Midnight(FirstDayOf(cycle_.year + 1), offset_) && !vetoes) return;
  }
  // Another unit's in this year: taken over, or not yet.
  if (!unit.empty() && OriginIn(fact, unit, cycle_.year).empty()) return;
  RawRecord row = ViewOf(fact, cycle_.year, unit);
  DropAbsent(row);
  if (row.units.empty()) return;
  record_places_[fact.id] = raw_.records.size();
  raw_.records.push_back(std::move(row));
}

void CycleSlice::AddReferenced() {
  const std::size_t own = raw_.records.size();
  // What is added may name others in its turn.
  for (std::size_t i = 0; i < raw_.records.size(); ++i) AddReferencedBy(i);
  for (std::size_t i = own; i < raw_.records.size(); ++i) {
    for (const std::string_view unit : raw_.records[i].units) NameUnit(unit);
  }
}

void CycleSlice::AddReferencedBy(std::size_t record) {
  const auto& kinds = rules_.policy.kinds;
  const auto kind = std::ranges::find(kinds, raw_.records[record].kind, &RecordKind::id);
  if (kind == kinds.end()) return;
  for (const Field& field : kind->fields) {
    if (field.type != FieldType::kRecord) continue;
    const std::vector<RawField>& said = raw_.records[record].fields;
    const auto value = std::ranges::find(said, field.id, &RawField::key);
    if (value == said.end()) continue;
    const auto* const text = std::get_if<std::string_view>(&value->value);
    if (text == nullptr || HasRecord(*text) || state_.Find<RecordFact>(*text) == nullptr) continue;
    AddRecord(std::string_view(*text));
  }
}

bool CycleSlice::HasRecord(std::string_view id) const { return record_places_.contains(id); }

bool CycleSlice::Concerns(std::string_view obligation, int cycle) const {
  const std::string_view record = RecordOfKey(obligation);
  return record.empty() ? cycle == cycle_.year : HasRecord(record);
}

void CycleSlice::AddFactsOf(std::string_view unit) {
  if (!TakesPart(unit)) return;
  for (const std::string& id : state_.PostsOf(unit)) Add(state_.Find<PostFact>(id)->fact);
  AddActsOf(unit, unit);
  for (const std::string_view before : PredecessorsIn(state_, unit, cycle_.year)) {
    AddActsOf(before, unit);
  }
}

bool CycleSlice::IsHeldBy(std::string_view record, std::string_view unit,
                          std::string_view holder) const {
  const auto* const kept = record.empty() ? nullptr : state_.Find<RecordFact>(record);
  return (kept == nullptr ? unit : HolderIn(kept->fact, unit, cycle_.year)) == holder;
}

void CycleSlice::AddActsOf(std::string_view unit, std::string_view holder) {
  for (const std::string& id : state_.SubmissionsOf(unit)) {
    const SubmissionFact& fact = state_.Find<SubmissionFact>(id)->fact;
    if (!Concerns(fact.obligation, fact.cycle)) continue;
    if (!IsHeldBy(RecordOfKey(fact.obligation), unit, holder)) continue;
    raw_.submissions.push_back({fact.id, holder, fact.obligation, fact.at});
    for (const auto* review : state_.ReviewsOf(id)) Add(review->fact);
  }
  for (const std::string& id : state_.WaiversOf(unit)) {
    const WaiverFact& fact = state_.Find<WaiverFact>(id)->fact;
    const std::string_view record =
        fact.record.empty() ? RecordOfKey(fact.obligation) : std::string_view(fact.record);
    if (record.empty() ? fact.cycle != cycle_.year : !HasRecord(record)) continue;
    if (!IsHeldBy(record, unit, holder)) continue;
    Add(fact);
    raw_.waivers.back().unit = holder;
  }
  for (const std::string& id : state_.ExtensionsOf(unit)) {
    const ExtensionFact& fact = state_.Find<ExtensionFact>(id)->fact;
    if (!Concerns(fact.obligation, fact.cycle)) continue;
    if (!IsHeldBy(RecordOfKey(fact.obligation), unit, holder)) continue;
    Add(fact);
    raw_.extensions.back().unit = holder;
  }
  for (const std::string& id : state_.DisputesOf(unit)) {
    const DisputeFact& fact = state_.Find<DisputeFact>(id)->fact;
    if (!HasRecord(fact.record) || !IsHeldBy(fact.record, unit, holder)) continue;
    raw_.disputes.push_back({holder, fact.record, fact.at, fact.decided_at, fact.reason});
  }
}

void CycleSlice::Add(const RecordFact& fact) {
  const auto [place, added] = record_places_.try_emplace(fact.id, raw_.records.size());
  if (added) raw_.records.emplace_back();
  RawRecord& row = raw_.records[place->second];
  row = ViewOf(fact, cycle_.year);
  DropAbsent(row);
  for (const std::string_view unit : row.units) NameUnit(unit);
}

void CycleSlice::Add(const SubmissionFact& fact) {
  RawSubmission& row = PutRow(raw_.submissions, &RawSubmission::id, std::string_view(fact.id));
  row = {fact.id, fact.unit, fact.obligation, fact.at};
}

void CycleSlice::Add(const ReviewFact& fact) {
  raw_.reviews.push_back(
      {fact.submission, fact.at, fact.verdict == Verdict::kAccepted, fact.reason});
}

void CycleSlice::Add(const WaiverFact& fact) {
  RawWaiver row;
  row.unit = fact.unit;
  if (fact.record.empty()) {
    row.obligation = fact.obligation;
  } else {
    row.record = fact.record;
  }
  row.at = fact.at;
  row.reason = fact.reason;
  raw_.waivers.push_back(row);
}

void CycleSlice::Add(const ExtensionFact& fact) {
  raw_.extensions.push_back({fact.unit, fact.obligation, fact.until, fact.at, fact.reason});
}

void CycleSlice::Add(const DisputeFact& fact) {
  const auto same = std::ranges::find_if(raw_.disputes, [&](const RawDispute& row) {
    return row.unit == fact.unit && row.record == fact.record && row.at == fact.at;
  });
  RawDispute& row = same == raw_.disputes.end() ? raw_.disputes.emplace_back() : *same;
  row = {fact.unit, fact.record, fact.at, fact.decided_at, fact.reason};
}

void CycleSlice::Add(const PostFact& fact) { raw_.posts.push_back(ViewOf(fact)); }

ResultOrErrors<std::string> ExportFacts(const SchoolState& state, const CycleFact& cycle,
                                        const CycleRules& rules, Instant as_of) {
  CycleSlice slice = CycleSlice::OfSchool(state, cycle, rules, as_of);
  const auto facts = ResolveSlice(slice);
  if (!facts) return facts.error();
  return WriteFactsJson(slice.raw());
}

}  // namespace shouze
