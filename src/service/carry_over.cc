#include "service/carry_over.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "ledger/taken_over.h"
#include "service/fact_cycles.h"
#include "service/fact_words.h"
#include "service/final_sheets.h"
#include "service/obligation_deadline.h"
#include "service/record_rules.h"
#include "service/school.h"

namespace shouze {
namespace {

const RecordKind* FindKind(const Policy& policy, std::string_view kind) {
  const auto found = std::ranges::find(policy.kinds, kind, &RecordKind::id);
  return found == policy.kinds.end() ? nullptr : &*found;
}

int YearOfRecord(const View& view, const RecordFact& record) {
  return YearOf(DateAt(record.at, view.offset()));
}

/// The newest year before it that has a cycle; 0: none.
int YearBefore(const View& view, int year) {
  int before = 0;
  for (const auto& [id, kept] : view.state().All<CycleFact>()) {
    if (kept.fact.year < year) before = std::max(before, kept.fact.year);
  }
  return before;
}

/// Its fields without dates: those of another year.
FieldValues StandingFields(const RecordKind& kind, const RecordFact& record) {
  FieldValues fields;
  for (const auto& [name, value] : record.fields) {
    const auto field = std::ranges::find(kind.fields, name, &Field::id);
    if (field == kind.fields.end() || field->type == FieldType::kDate) continue;
    fields.emplace_back(name, value);
  }
  return fields;
}

std::vector<Label> UnitsLeft(const View& view, const RecordFact& record, CivilDate day) {
  std::vector<Label> units;
  for (const std::string_view unit : UnitsIn(record, YearOf(day))) {
    const auto* const kept = view.state().Find<UnitFact>(unit);
    if (kept != nullptr && (!kept->fact.to || *kept->fact.to >= day)) {
      units.emplace_back(std::string(unit));
    }
  }
  return units;
}

/// The record of the year that carries this one on: same kind, title and one of its units.
std::string FindCarried(const View& view, int year, const RecordKind& kind,
                        const RecordFact& record) {
  const auto title_of = [&](const RecordFact& one) -> std::string {
    for (const auto& [name, value] : one.fields) {
      const auto* const text = std::get_if<std::string>(&value);
      if (kind.title && name == At(kind.fields, *kind.title).id && text != nullptr) return *text;
    }
    return "";
  };
  for (const Label& unit : record.units) {
    for (const std::string& id : view.state().RecordsOf(unit)) {
      const RecordFact& other = view.state().Find<RecordFact>(id)->fact;
      if (other.kind == record.kind && YearOfRecord(view, other) == year &&
          title_of(other) == title_of(record)) {
        return id;
      }
    }
  }
  return "";
}

ResultOrErrors<CarryOverAnswer> RunList(const View& view, const CycleRequest& request) {
  const auto cycle = view.Cycle(request.year);
  if (!cycle) return cycle.error();
  const auto rules = view.Rules((*cycle)->fact);
  if (!rules) return rules.error();
  CarryOverAnswer answer;
  answer.from = YearBefore(view, request.year);
  if (answer.from == 0) return answer;
  const FactWords words(view);
  for (const auto& [id, kept] : view.state().All<RecordFact>()) {
    if (YearOfRecord(view, kept.fact) != answer.from) continue;
    const RecordKind* const kind = FindKind((*rules)->policy, kept.fact.kind);
    if (kind == nullptr || !kind->standing) continue;
    const auto units = UnitsLeft(view, kept.fact, FirstDayOf(request.year));
    if (units.empty()) continue;
    answer.standing.push_back({id,
                               kept.fact.kind,
                               kind->name,
                               words.RecordName(kept.fact),
                               {units.begin(), units.end()},
                               StandingFields(*kind, kept.fact),
                               FindCarried(view, request.year, *kind, kept.fact)});
  }
  const auto units = UnitsOf(view, (*cycle)->fact);
  if (!units) return units.error();
  for (const std::string& unit : *units) {
    const auto sheet = view.LiveSheet((*cycle)->fact, unit);
    if (!sheet) return sheet.error();
    view.HoldsUntil((*sheet)->valid_until);
    for (const Obligation& one : (*sheet)->result.obligations) {
      if (one.trigger == nullptr ||
          one.start >= Midnight(FirstDayOf(request.year), view.offset())) {
        continue;
      }
      const std::string key = KeyOf((*rules)->policy, (*sheet)->facts.facts, one);
      answer.open.push_back({unit, words.UnitName(unit), key, words.ObligationName(key),
                             one.due.at ? FormatDeadline(*one.due.at, view.offset()) : ""});
    }
  }
  return answer;
}

Error Refused(std::size_t place, std::string message, std::string english) {
  return {ErrorCode::kConflict, Concat("/records/", place), std::move(message), std::move(english)};
}

ResultOrErrors<CarriedAnswer> RunCarry(Act& act, const CarryOverRequest& request) {
  const auto cycle = OpenCycle(act, request.year);
  if (!cycle) return cycle.error();
  const auto rules = act.Rules(**cycle);
  if (!rules) return rules.error();
  const int from = YearBefore(act, request.year);
  const Instant start = Midnight(FirstDayOf(request.year), act.offset());
  const Instant at = std::max(act.now(), start);
  if (YearOf(DateAt(at, act.offset())) != request.year) {
    return Fail(ErrorCode::kConflict, Concat(request.year, " 年已经结束，不再结转"),
                Concat("the year ", request.year, " has ended"), "/year");
  }
  Errors errors;
  CarriedAnswer answer;
  for (std::size_t i = 0; i < request.records.size(); ++i) {
    const auto* const kept = act.state().Find<RecordFact>(request.records[i]);
    const RecordKind* const kind =
        kept == nullptr ? nullptr : FindKind((*rules)->policy, kept->fact.kind);
    if (kind == nullptr || !kind->standing || YearOfRecord(act, kept->fact) != from) {
      errors.push_back(Refused(i, "上一年度没有这条可以结转的台账",
                               "there is no such standing record in the year before"));
      continue;
    }
    const std::string carried = FindCarried(act, request.year, *kind, kept->fact);
    if (!carried.empty() || std::ranges::find(request.records.begin(), request.records.begin() + i,
                                              request.records[i]) != request.records.begin() + i) {
      errors.push_back(Refused(i, Concat("已经结转", carried.empty() ? "" : "为 ", carried),
                               "it is carried over already"));
      continue;
    }
    RecordFact fact = kept->fact;
    fact.id = act.NewId("r");
    fact.units = UnitsLeft(act, kept->fact, DateAt(at, act.offset()));
    fact.at = at;
    fact.fields = StandingFields(*kind, kept->fact);
    fact.reason = Concat("上年结转：", request.records[i]);
    fact.proposed_by.clear();
    fact.taken_over.reset();
    if (fact.units.empty()) {
      errors.push_back(Refused(i, "所属单位都已撤并", "none of its units is left"));
      continue;
    }
    if (const auto admitted = AdmitRecord(act, fact, {}); !admitted) return admitted.error();
    if (NeedsSecondPerson(act, fact)) {
      errors.push_back(Refused(i, "需要第二人批准的台账不能结转，请另行登记",
                               "what needs a second person is not carried over: register it"));
      continue;
    }
    if (const auto done = act.Append("record.register", fact); !done) return done.error();
    answer.records.push_back(fact.id);
  }
  if (!errors.empty()) return errors;
  return answer;
}

}  // namespace

const ReadCase<CycleRequest, CarryOverAnswer> kListCarryOver = {
    "cycle.carry_over_list", "查看上年结转", Action::kReadSchool, DependsOn::kSchool, RunList};
const WriteCase<CarryOverRequest, CarriedAnswer> kCarryOver = {
    "cycle.carry_over", "上年结转", Action::kChangeCycle, "record.register", RunCarry};

}  // namespace shouze
