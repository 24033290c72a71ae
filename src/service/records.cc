#include "service/records.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "ledger/taken_over.h"
#include "service/fact_cycles.h"
#include "service/fits.h"
#include "service/lost_work.h"
#include "service/proposals.h"
#include "service/record_rules.h"
#include "service/record_words.h"

namespace shouze {
namespace {

Error At(std::string where, std::string message, std::string english) {
  return {ErrorCode::kInvalidInput, std::move(where), std::move(message), std::move(english)};
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

ResultOrErrors<RecordAnswer> Register(Act& act, RecordFact fact, std::string_view by_unit,
                                      std::string_view seen) {
  fact.id = act.NewId("r");
  auto notes = AdmitRecord(act, fact, by_unit);
  if (!notes) return notes.error();
  RecordAnswer answer;
  answer.notes = std::move(*notes);
  if (NeedsSecondPerson(act, fact)) {
    if (fact.reason.empty()) {
      return Errors{
          !VetoedYears(act, fact).empty()
              ? At("/reason", "一票否决须写明理由，由网安办另一人确认后生效",
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

ResultOrErrors<RecordAnswer> RunCorrect(Act& act, const CorrectRecordRequest& request) {
  const auto kept = FindRecord(act, request.id);
  if (!kept) return kept.error();
  const RecordFact& before = (*kept)->fact;
  if (const auto may = MayChangeRecord(act, before); !may) return may.error();
  RecordFact fact = before;
  fact.units = request.units;
  fact.at = request.at;
  fact.fields = request.fields;
  fact.reason = request.reason;
  fact.proposed_by.clear();
  KeepTakenOver(act, fact);
  auto notes = AdmitRecord(act, fact, {});
  if (!notes) return notes.error();
  if (const auto may = MayBecome(act, before, fact); !may) return may.error();
  RecordAnswer answer{fact.id, "", std::move(*notes)};
  if (NeedsSecondPerson(act, before) || NeedsSecondPerson(act, fact)) {
    auto proposal = Propose(act, {Proposed("record.correct", fact)}, request.reason, request.loses);
    if (!proposal) return proposal.error();
    answer.proposal = std::move(*proposal);
    return answer;
  }
  if (const auto done = act.Append("record.correct", fact); !done) return done.error();
  if (const auto may = AdmitLosses(act, "更正台账", request.loses); !may) return may.error();
  return answer;
}

ResultOrErrors<RecordAnswer> RunWithdraw(Act& act, const WithdrawRecordRequest& request) {
  const auto kept = FindRecord(act, request.id);
  if (!kept) return kept.error();
  const RecordFact& record = (*kept)->fact;
  if (const auto may = MayChangeRecord(act, record); !may) return may.error();
  const bool veto = !VetoedYears(act, record).empty();
  if (veto && request.document.value_or("").empty()) {
    return Errors{
        At("/document", "解除一票否决须写明上级文件的文号", "a veto is undone by a document only")};
  }
  if (const auto may = MayVanish(act, record); !may) return may.error();
  const Dropped dropped{record.id, request.reason,
                        veto ? std::optional<std::string>(request.document) : std::nullopt};
  RecordAnswer answer{record.id, "", {}};
  if (NeedsSecondPerson(act, record)) {
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
