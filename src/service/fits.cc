#include "service/fits.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/text.h"
#include "service/record_sense.h"

namespace shouze {
namespace {

/// `/records/12/fields/due_on` → `/fields/due_on`.
std::string WithoutRow(std::string_view pointer) {
  for (int parts = 0; parts < 2 && !pointer.empty(); ++parts) {
    const std::size_t slash = pointer.find('/', 1);
    pointer = slash == std::string_view::npos ? std::string_view() : pointer.substr(slash);
  }
  return std::string(pointer);
}

Errors AtTheFact(const Errors& errors) {
  Errors moved;
  for (Error error : errors) {
    error.where = WithoutRow(error.where);
    const bool told = std::ranges::any_of(moved, [&](const Error& one) {
      return one.where == error.where && one.message == error.message;
    });
    if (!told) moved.push_back(std::move(error));
  }
  return moved;
}

std::string_view ChineseTable(std::string_view table) {
  if (table == "records") return "台账";
  if (table == "submissions") return "报送";
  if (table == "reviews") return "审核";
  if (table == "waivers") return "豁免";
  if (table == "extensions") return "延期";
  if (table == "disputes") return "争议";
  return "任职";
}

template <class Fact>
ResultOrErrors<std::vector<std::string>> Check(const View& view, const CycleFact& cycle,
                                               std::span<const std::string> units,
                                               std::string_view table, std::string_view id,
                                               const Fact& fact) {
  auto rules = view.Rules(cycle);
  if (!rules) return rules.error();
  std::set<std::string> notes;
  for (const std::string& unit : units) {
    CycleSlice as_it_is = CycleSlice::OfUnit(view.state(), cycle, **rules, unit, view.now());
    const auto before = ResolveSlice(as_it_is);
    CycleSlice slice = CycleSlice::OfUnit(view.state(), cycle, **rules, unit, view.now());
    slice.Add(fact);
    auto facts = ResolveSlice(slice);
    if (!facts) return AtTheFact(facts.error());
    if (const LeftOut* left_out = facts->FindLeftOut(table, id)) return AtTheFact(left_out->why);
    for (const LeftOut& one : facts->left_out) {
      if (before && before->FindLeftOut(one.table, one.id) != nullptr) continue;
      notes.insert(
          Concat(ChineseTable(one.table), " ", one.id, " 不再计入：", one.why.front().message));
    }
  }
  return std::vector<std::string>(notes.begin(), notes.end());
}

}  // namespace

ResultOrErrors<std::vector<std::string>> CheckFits(const View& view, const CycleFact& cycle,
                                                   const RecordFact& fact) {
  // One pass over all of them at once would tell the same; one by one, a wrong unit is told first.
  std::vector<std::string> units(fact.units.begin(), fact.units.end());
  Errors unknown;
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (view.state().Find<UnitFact>(units[i]) != nullptr) continue;
    unknown.push_back({ErrorCode::kInvalidInput, Concat("/units/", i),
                       Concat("没有单位“", units[i], "”"),
                       Concat("there is no unit \"", units[i], "\"")});
  }
  if (!unknown.empty()) return unknown;
  // The state's own version of a corrected record stands under units it may no longer have.
  auto notes = Check(view, cycle, units, "records", fact.id, fact);
  if (!notes) return notes;
  const auto* const before = view.state().Find<RecordFact>(fact.id);
  Errors errors = WhyNotSo(view, cycle, fact, before == nullptr ? nullptr : &before->fact);
  if (!errors.empty()) return errors;
  const auto rules = view.Rules(cycle);
  if (!rules) return rules.error();
  for (RecordHint& hint : HintsOf((*rules)->policy, fact)) {
    notes->push_back(std::move(hint.message));
  }
  return notes;
}

ResultOrErrors<std::vector<std::string>> CheckFits(const View& view, const CycleFact& cycle,
                                                   const SubmissionFact& fact) {
  const std::string unit = fact.unit;
  return Check(view, cycle, {&unit, 1}, "submissions", fact.id, fact);
}

ResultOrErrors<std::vector<std::string>> CheckFits(const View& view, const CycleFact& cycle,
                                                   const WaiverFact& fact) {
  const std::string unit = fact.unit;
  return Check(view, cycle, {&unit, 1}, "waivers",
               fact.record.empty() ? fact.obligation : fact.record, fact);
}

ResultOrErrors<std::vector<std::string>> CheckFits(const View& view, const CycleFact& cycle,
                                                   const ExtensionFact& fact) {
  const std::string unit = fact.unit;
  return Check(view, cycle, {&unit, 1}, "extensions", fact.obligation, fact);
}

ResultOrErrors<std::vector<std::string>> CheckFits(const View& view, const CycleFact& cycle,
                                                   const DisputeFact& fact) {
  const std::string unit = fact.unit;
  return Check(view, cycle, {&unit, 1}, "disputes", fact.record, fact);
}

ResultOrErrors<const UnitFact*> FindUnit(const View& view, std::string_view unit) {
  const auto* const kept = view.state().Find<UnitFact>(unit);
  if (kept != nullptr) return &kept->fact;
  return Fail(ErrorCode::kNotFound, Concat("没有单位“", unit, "”"),
              Concat("there is no unit \"", unit, "\""), "/unit");
}

}  // namespace shouze
