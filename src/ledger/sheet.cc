#include "ledger/sheet.h"

#include <algorithm>
#include <utility>

#include "base/json_writer.h"
#include "base/text.h"
#include "exchange/version.h"
#include "exchange/write_result.h"

namespace shouze {
namespace {

ResultOrErrors<std::shared_ptr<Sheet>> Make(const SchoolState& state, const CycleFact& cycle,
                                            std::shared_ptr<const CycleRules> rules,
                                            std::string_view unit, Instant as_of,
                                            const Supposed& supposed) {
  const auto* const kept = state.Find<UnitFact>(unit);
  if (kept == nullptr) {
    return Fail(ErrorCode::kNotFound, Concat("没有单位“", unit, "”"),
                Concat("there is no unit \"", unit, "\""));
  }
  if (auto why = WhyNotIn(cycle, rules->policy, kept->fact)) return Errors{std::move(*why)};
  CycleSlice slice = CycleSlice::OfUnit(state, cycle, *rules, unit, as_of);
  for (const SubmissionFact& fact : supposed.submissions) slice.Add(fact);
  for (const ReviewFact& fact : supposed.reviews) slice.Add(fact);
  const auto slice_until = slice.valid_until();
  auto facts = ResolveSlice(slice);
  if (!facts) return facts.error();
  auto sheet = std::make_shared<Sheet>();
  sheet->rules = std::move(rules);
  sheet->facts = std::move(*facts);
  sheet->unit = *sheet->facts.facts.FindUnit(unit);
  Scorer(sheet->rules->policy, sheet->rules->calendar, sheet->facts.facts, as_of)
      .Score(sheet->unit, sheet->result);
  sheet->last_entry = state.LastEntryOf(unit);
  sheet->valid_until = sheet->result.valid_until;
  if (slice_until && (!sheet->valid_until || *slice_until < *sheet->valid_until)) {
    sheet->valid_until = slice_until;
  }
  return sheet;
}

}  // namespace

ResultOrErrors<std::shared_ptr<const Sheet>> MakeSheet(const SchoolState& state,
                                                       const CycleFact& cycle,
                                                       std::shared_ptr<const CycleRules> rules,
                                                       std::string_view unit, Instant as_of,
                                                       const Supposed& supposed) {
  auto sheet = Make(state, cycle, std::move(rules), unit, as_of, supposed);
  if (!sheet) return sheet.error();
  return std::shared_ptr<const Sheet>(std::move(*sheet));
}

ResultOrErrors<std::shared_ptr<const Sheet>> MakeFinalSheet(const SchoolState& state,
                                                            const CycleFact& cycle,
                                                            std::shared_ptr<const CycleRules> rules,
                                                            std::string_view unit, Instant as_of) {
  auto sheet = Make(state, cycle, std::move(rules), unit, as_of, {});
  if (!sheet) return sheet.error();
  (*sheet)->valid_until.reset();
  return std::shared_ptr<const Sheet>(std::move(*sheet));
}

std::string SheetJson(const Sheet& sheet) {
  const Policy& policy = sheet.rules->policy;
  const Facts& facts = sheet.facts.facts;
  JsonWriter writer;
  writer.BeginObject();
  writer.Key("year");
  writer.Whole(facts.year);
  writer.Key("policy");
  writer.BeginObject();
  writer.Member("id", policy.id);
  writer.Member("version", policy.version);
  writer.Member("digest", policy.digest);
  writer.EndObject();
  writer.Member("calendar", sheet.rules->calendar.digest());
  writer.Member("engine", kEngineVersion);
  writer.Member("as_of", FormatRfc3339(sheet.result.as_of, facts.offset));
  writer.Key("last_entry");
  writer.Whole(sheet.last_entry);
  writer.Key("sheet");
  WriteUnitResult(writer, {policy, sheet.rules->calendar, facts, sheet.result.as_of}, sheet.result);
  writer.Key("left_out");
  writer.BeginArray();
  for (const LeftOut& one : sheet.facts.left_out) {
    writer.BeginObject();
    writer.Member("table", one.table);
    writer.Member("id", one.id);
    writer.Member("message", one.why.front().message);
    writer.EndObject();
  }
  writer.EndArray();
  writer.EndObject();
  return writer.Take();
}

}  // namespace shouze
