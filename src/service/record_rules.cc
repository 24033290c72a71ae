#include "service/record_rules.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/text.h"
#include "ledger/cycle_facts.h"
#include "ledger/taken_over.h"
#include "service/fact_cycles.h"
#include "service/fits.h"
#include "service/proposals.h"
#include "service/typed_fields.h"

namespace shouze {
namespace {

int YearOfRecord(const View& view, const RecordFact& record) {
  return YearOf(DateAt(record.at, view.offset()));
}

ResultOrErrors<const RecordKind*> FindKind(const CycleRules& rules, std::string_view kind) {
  const auto found = std::ranges::find(rules.policy.kinds, kind, &RecordKind::id);
  if (found != rules.policy.kinds.end()) return &*found;
  return Fail(ErrorCode::kInvalidInput, Concat("办法中没有台账类别“", kind, "”"),
              Concat("the policy has no record kind \"", kind, "\""), "/kind");
}

/// Whether the caller is one of those who register the kind: a school role of that name, or the
/// unit itself where `unit` is given.
ResultOrErrors<void> MayRegister(const CallerView& view, const RecordKind& kind,
                                 std::string_view unit) {
  const auto& by = kind.registered_by;
  const auto lists = [&](std::string_view word) { return std::ranges::find(by, word) != by.end(); };
  for (const HeldRole& held : view.caller().held) {
    if (held.role == Role::kOffice && lists("office")) return {};
    if (held.role == Role::kCentre && lists("centre")) return {};
    if (!unit.empty() && held.unit == unit && lists("unit")) return {};
  }
  return Fail(ErrorCode::kForbidden, Concat("“", kind.name, "”不由您登记"),
              Concat("\"", kind.id, "\" is not yours to register"));
}

/// 一票否决 rests on a document of the superior's: what the kind's title field says.
ResultOrErrors<void> CheckDocument(const RecordKind& kind, const RecordFact& fact) {
  const std::string& name = At(kind.fields, *kind.title).id;
  for (const auto& [field, value] : fact.fields) {
    const auto* const text = std::get_if<std::string>(&value);
    if (field == name && text != nullptr && !text->empty()) return {};
  }
  return Fail(ErrorCode::kInvalidInput, "一票否决须写明上级问责文件的文号",
              "a veto names the superior's document", Concat("/fields/", name));
}

bool Has(const std::vector<Label>& units, std::string_view unit) {
  return std::ranges::find(units, unit) != units.end();
}

/// A veto is undone by a document only, which a correction has no place for.
ResultOrErrors<void> LiftsNoVeto(const View& view, const RecordFact& before,
                                 const RecordFact& after) {
  const std::set<int> was = VetoedYears(view, before);
  if (was.empty()) return {};
  const std::set<int> is = VetoedYears(view, after);
  const bool same_units =
      std::ranges::all_of(before.units, [&](const Label& unit) { return Has(after.units, unit); });
  const bool same_years = std::ranges::includes(is, was);
  if (same_units && same_years) return {};
  const bool moves = YearOfRecord(view, before) != YearOfRecord(view, after);
  return Fail(ErrorCode::kConflict,
              "更正不能解除已有的一票否决：请撤销这条台账（须写明上级文件的文号），再另行登记",
              "a correction lifts no veto: withdraw the record by a document, and register anew",
              !same_units ? "/units"
              : moves     ? "/at"
                          : "/fields");
}

/// The policy of the record's own year; null: there is no such cycle.
const Policy* PolicyOf(const View& view, const RecordFact& record) {
  const auto cycle = view.Cycle(YearOfRecord(view, record));
  if (!cycle) return nullptr;
  const auto rules = view.Rules((*cycle)->fact);
  return rules ? &(*rules)->policy : nullptr;
}

/// The field in which the record names that one; empty: it does not. A text that happens to read
/// like its id names nothing.
std::string FieldNaming(const View& view, const RecordFact& record, std::string_view id) {
  for (const auto& [name, value] : record.fields) {
    const auto* const text = std::get_if<std::string>(&value);
    if (text == nullptr || *text != id) continue;
    const Policy* const policy = PolicyOf(view, record);
    if (policy == nullptr) return {};
    const auto kind = std::ranges::find(policy->kinds, record.kind, &RecordKind::id);
    if (kind == policy->kinds.end()) return {};
    const auto field = std::ranges::find(kind->fields, name, &Field::id);
    if (field != kind->fields.end() && field->type == FieldType::kRecord) return name;
  }
  return {};
}

/// Other records that name this one, whosever they are.
std::vector<const RecordFact*> Naming(const View& view, std::string_view id) {
  std::vector<const RecordFact*> found;
  for (const auto& [other, kept] : view.state().All<RecordFact>()) {
    if (other != id && !FieldNaming(view, kept.fact, id).empty()) found.push_back(&kept.fact);
  }
  return found;
}

/// Whether a record counts in its own year, as `state` has it.
bool Stands(const SchoolState& state, const View& view, const CycleFact& cycle,
            const CycleRules& rules, const RecordFact& record) {
  return std::ranges::all_of(UnitsIn(record, cycle.year), [&](std::string_view unit) {
    CycleSlice slice = CycleSlice::OfUnit(state, cycle, rules, unit, view.now());
    const auto facts = ResolveSlice(slice);
    return facts && facts->FindLeftOut("records", record.id) == nullptr;
  });
}

Errors StillNamed(const std::vector<std::string>& ids) {
  return Fail(ErrorCode::kConflict,
              Concat("还有台账引用它：", Join(ids, "、"), "；请先撤销或更正这些台账"),
              Concat("other records name it: ", Join(ids, ", ")));
}

/// The state with the record as it is to be.
ResultOrErrors<SchoolState> With(const View& view, const RecordFact& after) {
  Entry entry;
  entry.seq = view.state().head().seq + 1;
  entry.at = std::max(view.now(), view.state().last_at());
  entry.kind = "record.correct";
  entry.body = BodyOf(after);
  auto change = view.state().Prepare(std::move(entry));
  if (!change) return change.error();
  SchoolState state = view.state();
  state.Apply(std::move(*change));
  return state;
}

/// Whether it loses a unit of the record that names it: of that unit it is withdrawn.
bool LosesUnitOf(const RecordFact& before, const RecordFact& after, const RecordFact& naming) {
  return std::ranges::any_of(naming.units, [&](const Label& unit) {
    return Has(before.units, unit) && !Has(after.units, unit);
  });
}

ResultOrErrors<void> LeavesNoneWithoutGround(const View& view, const RecordFact& before,
                                             const RecordFact& after) {
  const auto naming = Naming(view, after.id);
  if (naming.empty()) return {};
  const auto state = With(view, after);
  if (!state) return state.error();
  std::vector<std::string> fallen;
  for (const RecordFact* const record : naming) {
    if (LosesUnitOf(before, after, *record)) {
      fallen.emplace_back(record->id);
      continue;
    }
    const auto cycle = OpenCycle(view, YearOfRecord(view, *record));
    if (!cycle) continue;
    const auto rules = view.Rules(**cycle);
    if (!rules) return rules.error();
    if (!Stands(view.state(), view, **cycle, **rules, *record)) continue;
    if (!Stands(*state, view, **cycle, **rules, *record)) fallen.emplace_back(record->id);
  }
  if (!fallen.empty()) return StillNamed(fallen);
  return {};
}

/// One that is registered names only what was there before it.
ResultOrErrors<void> NamesNotItself(const View& view, const RecordFact& after) {
  const auto refused = [](std::string_view field) {
    return Fail(ErrorCode::kInvalidInput, "台账不能引用自己，也不能引用引用它的台账",
                "a record names neither itself nor what names it", Concat("/fields/", field));
  };
  const std::string own = FieldNaming(view, after, after.id);
  if (!own.empty()) return refused(own);
  std::set<std::string, std::less<>> seen;
  std::vector<const RecordFact*> above = Naming(view, after.id);
  while (!above.empty()) {
    const RecordFact& record = *above.back();
    above.pop_back();
    const std::string field = FieldNaming(view, after, record.id);
    if (!field.empty()) return refused(field);
    if (!seen.insert(record.id).second) continue;
    for (const RecordFact* const more : Naming(view, record.id)) above.push_back(more);
  }
  return {};
}

}  // namespace

ResultOrErrors<std::vector<std::string>> AdmitRecord(const CallerView& view, RecordFact& fact,
                                                     std::string_view by_unit) {
  const auto dated = OpenCycleOf(view, fact);
  if (!dated) return dated.error();
  const auto rules = view.Rules(**dated);
  if (!rules) return rules.error();
  const auto kind = FindKind(**rules, fact.kind);
  if (!kind) return kind.error();
  if (const auto may = MayRegister(view, **kind, by_unit); !may) return may.error();
  if (fact.units.empty()) {
    return Fail(ErrorCode::kInvalidInput, "至少要选一个单位", "at least one unit is needed",
                "/units");
  }
  KeepByType(**kind, fact.fields);
  // Once more: the year that a veto names may have come as a text.
  const auto cycle = OpenCycleOf(view, fact);
  if (!cycle) return cycle.error();
  if (!VetoedYears(view, fact).empty()) {
    if (const auto named = CheckDocument(**kind, fact); !named) return named.error();
  }
  return CheckFits(view, **cycle, fact);
}

ResultOrErrors<void> MayChangeRecord(const CallerView& view, const RecordFact& record) {
  const auto cycle = OpenCycleOf(view, record);
  if (!cycle) return cycle.error();
  const auto rules = view.Rules(**cycle);
  if (!rules) return rules.error();
  const auto kind = FindKind(**rules, record.kind);
  if (!kind) return kind.error();
  return MayRegister(view, **kind, {});
}

bool NeedsSecondPerson(const View& view, const RecordFact& record) {
  return record.at.ms < view.now().ms - kAloneMs || !VetoedYears(view, record).empty();
}

ResultOrErrors<void> MayVanish(const View& view, const RecordFact& record) {
  std::vector<std::string> ids;
  for (const RecordFact* const one : Naming(view, record.id)) ids.emplace_back(one->id);
  if (!ids.empty()) return StillNamed(ids);
  return {};
}

ResultOrErrors<void> MayBecome(const View& view, const RecordFact& before,
                               const RecordFact& after) {
  if (const auto lifts = LiftsNoVeto(view, before, after); !lifts) return lifts;
  if (const auto names = NamesNotItself(view, after); !names) return names;
  return LeavesNoneWithoutGround(view, before, after);
}

void KeepTakenOver(const View& view, RecordFact& fact) {
  if (!fact.taken_over) return;
  std::vector<Label> held = fact.units;
  std::vector<TakenOver> kept;
  for (const TakenOver& step : *fact.taken_over) {
    if (step.year <= YearOfRecord(view, fact) || !Has(held, step.from)) continue;
    held.push_back(step.to);
    kept.push_back(step);
  }
  fact.taken_over.reset();
  if (!kept.empty()) fact.taken_over = std::move(kept);
}

}  // namespace shouze
