#include "service/records.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "ledger/taken_over.h"
#include "service/fact_cycles.h"
#include "service/fits.h"
#include "service/lost_work.h"
#include "service/proposals.h"
#include "service/record_words.h"
#include "service/typed_fields.h"

namespace shouze {
namespace {

Error At(std::string where, std::string message, std::string english) {
  return {ErrorCode::kInvalidInput, std::move(where), std::move(message), std::move(english)};
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

/// The units that there are on the record's day.
std::vector<Label> UnitsOn(const View& view, CivilDate day) {
  std::vector<Label> units;
  for (const auto& [id, kept] : view.state().All<UnitFact>()) {
    const UnitFact& unit = kept.fact;
    if (unit.from && *unit.from > day) continue;
    if (unit.to && *unit.to < day) continue;
    units.emplace_back(id);
  }
  return units;
}

bool IsVeto(const Policy& policy, std::string_view kind) {
  return policy.veto && shouze::At(policy.kinds, policy.veto->kind).id == kind;
}

/// 一票否决 rests on a document of the superior's: what the kind's title field says.
ResultOrErrors<void> CheckDocument(const RecordKind& kind, const RecordFact& fact) {
  const std::string& name = shouze::At(kind.fields, *kind.title).id;
  for (const auto& [field, value] : fact.fields) {
    const auto* const text = std::get_if<std::string>(&value);
    if (field == name && text != nullptr && !text->empty()) return {};
  }
  return Errors{At(Concat("/fields/", name), "一票否决须写明上级问责文件的文号",
                   "a veto names the superior's document")};
}

Errors AtLeastOneUnit() {
  return {At("/units", "至少要选一个单位", "at least one unit is needed")};
}

bool LongAgo(const View& view, Instant at) { return at.ms < view.now().ms - kAloneMs; }

ResultOrErrors<RecordAnswer> Register(Act& act, RecordFact fact, std::string_view by_unit,
                                      std::string_view seen) {
  const auto cycle = OpenCycleOf(act, fact);
  if (!cycle) return cycle.error();
  const auto rules = act.Rules(**cycle);
  if (!rules) return rules.error();
  const auto kind = FindKind(**rules, fact.kind);
  if (!kind) return kind.error();
  if (const auto may = MayRegister(act, **kind, by_unit); !may) return may.error();
  if (fact.units.empty()) return AtLeastOneUnit();
  const bool veto = IsVeto((*rules)->policy, fact.kind);
  if (veto) {
    if (const auto named = CheckDocument(**kind, fact); !named) return named.error();
  }
  KeepByType(**kind, fact.fields);
  fact.id = act.NewId("r");
  auto notes = CheckFits(act, **cycle, fact);
  if (!notes) return notes.error();
  RecordAnswer answer;
  answer.notes = std::move(*notes);
  if (veto || LongAgo(act, fact.at)) {
    if (fact.reason.empty()) {
      return Errors{
          veto ? At("/reason", "一票否决须写明理由，由网安办另一人确认后生效",
                    "a veto needs a reason and a second person")
               : At("/reason", "台账的时间在 24 小时以前，需写明理由，由网安办另一人批准后生效",
                    "dated more than 24 hours back: a reason and a second person are needed")};
    }
    auto proposal = Propose(act, {Proposed("record.register", fact)}, fact.reason, seen);
    if (!proposal) return proposal.error();
    answer.proposal = std::move(*proposal);
    return answer;
  }
  if (const auto done = act.Append("record.register", fact); !done) return done.error();
  answer.id = fact.id;
  return answer;
}

ResultOrErrors<RecordAnswer> RunRegister(Act& act, const RegisterRecordRequest& request) {
  RecordFact fact;
  fact.kind = request.kind;
  fact.units = request.units;
  if (request.all_units) {
    if (!request.units.empty()) {
      return Errors{At("/units", "已选全部单位，不必再逐个列出", "all units are chosen already")};
    }
    fact.units = UnitsOn(act, DateAt(request.at, act.offset()));
  }
  fact.at = request.at;
  fact.fields = request.fields;
  fact.reason = request.reason;
  return Register(act, std::move(fact), {}, request.loses);
}

ResultOrErrors<RecordAnswer> RunRegisterUnit(Act& act, const RegisterUnitRecordRequest& request) {
  RecordFact fact;
  fact.kind = request.kind;
  fact.units = {request.unit};
  fact.at = request.at;
  fact.fields = request.fields;
  fact.reason = request.reason;
  return Register(act, std::move(fact), request.unit, request.loses);
}

ResultOrErrors<const Kept<RecordFact>*> FindRecord(const View& view, std::string_view id) {
  const auto* const kept = view.state().Find<RecordFact>(id);
  if (kept != nullptr) return kept;
  return Fail(ErrorCode::kNotFound, Concat("没有台账“", id, "”，可能已经撤销"),
              Concat("there is no record \"", id, "\"; it may have been withdrawn"), "/id");
}

/// Those who register a kind may correct it.
ResultOrErrors<const CycleFact*> MayChange(const CallerView& view, const RecordFact& record) {
  const auto cycle = OpenCycleOf(view, record);
  if (!cycle) return cycle.error();
  const auto rules = view.Rules(**cycle);
  if (!rules) return rules.error();
  const auto kind = FindKind(**rules, record.kind);
  if (!kind) return kind.error();
  if (const auto may = MayRegister(view, **kind, {}); !may) return may.error();
  return *cycle;
}

ResultOrErrors<RecordAnswer> RunCorrect(Act& act, const CorrectRecordRequest& request) {
  const auto kept = FindRecord(act, request.id);
  if (!kept) return kept.error();
  if (const auto may = MayChange(act, (*kept)->fact); !may) return may.error();
  if (request.units.empty()) return AtLeastOneUnit();
  RecordFact fact = (*kept)->fact;
  fact.units = request.units;
  fact.at = request.at;
  fact.fields = request.fields;
  fact.reason = request.reason;
  fact.proposed_by.clear();
  const auto cycle = OpenCycleOf(act, fact);
  if (!cycle) return cycle.error();
  const auto rules = act.Rules(**cycle);
  if (!rules) return rules.error();
  const auto kind = FindKind(**rules, fact.kind);
  if (!kind) return kind.error();
  KeepByType(**kind, fact.fields);
  const bool veto = IsVeto((*rules)->policy, fact.kind);
  if (veto) {
    if (const auto named = CheckDocument(**kind, fact); !named) return named.error();
  }
  auto notes = CheckFits(act, **cycle, fact);
  if (!notes) return notes.error();
  RecordAnswer answer{fact.id, "", std::move(*notes)};
  if (veto || LongAgo(act, (*kept)->fact.at) || LongAgo(act, fact.at)) {
    auto proposal = Propose(act, {Proposed("record.correct", fact)}, request.reason, request.loses);
    if (!proposal) return proposal.error();
    answer.proposal = std::move(*proposal);
    return answer;
  }
  if (const auto done = act.Append("record.correct", fact); !done) return done.error();
  if (const auto may = AdmitLosses(act, "更正台账", request.loses); !may) return may.error();
  return answer;
}

/// Records that name this one in a field.
std::vector<std::string> Referring(const SchoolState& state, const RecordFact& record) {
  std::vector<std::string> found;
  for (const Label& unit : record.units) {
    for (const std::string& id : state.RecordsOf(unit)) {
      for (const auto& [name, value] : state.Find<RecordFact>(id)->fact.fields) {
        const auto* const text = std::get_if<std::string>(&value);
        if (text != nullptr && *text == record.id) found.push_back(id);
      }
    }
  }
  std::ranges::sort(found);
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

ResultOrErrors<RecordAnswer> RunWithdraw(Act& act, const WithdrawRecordRequest& request) {
  const auto kept = FindRecord(act, request.id);
  if (!kept) return kept.error();
  const RecordFact& record = (*kept)->fact;
  const auto cycle = MayChange(act, record);
  if (!cycle) return cycle.error();
  const auto rules = act.Rules(**cycle);
  if (!rules) return rules.error();
  const bool veto = IsVeto((*rules)->policy, record.kind);
  if (veto && request.document.value_or("").empty()) {
    return Errors{
        At("/document", "解除一票否决须写明上级文件的文号", "a veto is undone by a document only")};
  }
  const auto referring = Referring(act.state(), record);
  if (!referring.empty()) {
    return Fail(ErrorCode::kConflict,
                Concat("还有台账引用它：", Join(referring, "、"), "；请先撤销或更正这些台账"),
                Concat("other records name it: ", Join(referring, ", ")));
  }
  const Dropped dropped{record.id, request.reason,
                        veto ? std::optional<std::string>(request.document) : std::nullopt};
  RecordAnswer answer{record.id, "", {}};
  if (veto || LongAgo(act, record.at)) {
    auto proposal =
        Propose(act, {Proposed("record.withdraw", dropped)}, request.reason, request.loses);
    if (!proposal) return proposal.error();
    answer.proposal = std::move(*proposal);
    return answer;
  }
  if (const auto done = act.Append("record.withdraw", dropped); !done) return done.error();
  if (const auto may = AdmitLosses(act, "撤销台账", request.loses); !may) return may.error();
  return answer;
}

}  // namespace

const WriteCase<RegisterRecordRequest, RecordAnswer> kRegisterRecord = {
    "record.register", "登记台账", Action::kRegister, "record.register, proposal.make",
    RunRegister};
const WriteCase<RegisterUnitRecordRequest, RecordAnswer> kRegisterUnitRecord = {
    "record.register_own", "登记本单位台账", Action::kRegister, "record.register, proposal.make",
    RunRegisterUnit};
const WriteCase<CorrectRecordRequest, RecordAnswer> kCorrectRecord = {
    "record.correct", "更正台账", Action::kRegister, "record.correct, proposal.make", RunCorrect};
const WriteCase<WithdrawRecordRequest, RecordAnswer> kWithdrawRecord = {
    "record.withdraw", "撤销台账", Action::kRegister, "record.withdraw, proposal.make",
    RunWithdraw};

}  // namespace shouze
