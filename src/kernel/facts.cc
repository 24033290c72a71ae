#include "kernel/facts.h"

#include <algorithm>

namespace shouze {

TextId TextPool::Add(std::string_view text) {
  characters_.append(text);
  ends_.push_back(characters_.size());
  return TextId(ends_.size() - 1);
}

std::string_view TextPool::View(TextId id) const {
  const std::size_t begin = id.value == 0 ? 0 : ends_[id.value - 1];
  return std::string_view(characters_).substr(begin, ends_[id.value] - begin);
}

UnitFacts Facts::Of(Id<Unit> unit) const {
  const std::size_t kinds = kind_begin.size() / units.size();
  return {unit_records.Of(unit), std::span(kind_begin).subspan(unit.value * kinds, kinds),
          posts.Of(unit),        submissions.Of(unit),
          waivers.Of(unit),      record_waivers.Of(unit),
          extensions.Of(unit),   disputes.Of(unit)};
}

std::span<const UnitRecord> Facts::RecordsOf(Id<Unit> unit, Id<RecordKind> kind) const {
  const std::size_t place = unit.value * (kind_begin.size() / units.size()) + kind.value;
  return unit_records.Of(unit).subspan(kind_begin[place],
                                       kind_begin[place + 1] - kind_begin[place]);
}

bool Facts::Holds(const Conditions& conditions, const RecordKind& kind,
                  const UnitRecord& record) const {
  return std::ranges::all_of(conditions, [&](const Condition& condition) {
    const std::optional<std::int64_t> value = Value(record, condition.field);
    const bool no_is_false = At(kind.fields, condition.field).type == FieldType::kBoolean;
    if (!value && !no_is_false) return false;
    return std::ranges::find(condition.values, value.value_or(0)) != condition.values.end();
  });
}

const Review* Facts::LatestReview(const Submission& submission, Instant as_of) const {
  const Review* latest = nullptr;
  for (std::uint32_t i = submission.reviews_begin; i < submission.reviews_end; ++i) {
    if (reviews[i].at <= as_of) latest = &reviews[i];
  }
  return latest;
}

std::optional<Id<Unit>> Facts::FindUnit(std::string_view code) const {
  const auto found = std::ranges::lower_bound(units, code, {}, &Unit::code);
  if (found == units.end() || found->code != code) return std::nullopt;
  return Id<Unit>(static_cast<std::size_t>(found - units.begin()));
}

bool Facts::VetoesThisYear(const Veto& veto, const UnitRecord& record) const {
  const auto named = veto.year ? Value(record, *veto.year) : std::nullopt;
  return named.value_or(YearOf(DateAt(record.at, offset))) == year;
}

Instant Facts::DefaultAsOf(const Policy& policy) const {
  Instant latest = YearEnd();
  const auto look_at = [&](Instant instant) { latest = std::max(latest, instant); };
  for (const Review& review : reviews) look_at(review.at);
  for (const ObligationWaiver& waiver : waivers.rows) look_at(waiver.at);
  for (const RecordWaiver& waiver : record_waivers.rows) look_at(waiver.at);
  for (const Extension& extension : extensions.rows) look_at(extension.at);
  for (const Dispute& dispute : disputes.rows) {
    look_at(dispute.at);
    if (dispute.decided_at) look_at(*dispute.decided_at);
  }
  if (!policy.veto) return latest;
  for (std::size_t i = 0; i < units.size(); ++i) {
    for (const UnitRecord& record : RecordsOf(Id<Unit>(i), policy.veto->kind)) {
      if (VetoesThisYear(*policy.veto, record)) look_at(record.at);
    }
  }
  return latest;
}

}  // namespace shouze
