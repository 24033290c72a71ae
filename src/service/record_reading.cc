#include "service/record_reading.h"

#include <algorithm>
#include <tuple>
#include <utility>
#include <variant>

#include "base/text.h"
#include "ledger/entry_kinds.h"
#include "ledger/taken_over.h"
#include "service/fits.h"
#include "service/notify.h"
#include "service/record_words.h"
#include "service/security_events.h"

namespace shouze {
namespace {

/// What a record is called, where its kind has a field for that.
std::string TitleOf(const RecordFact& fact, const RecordKind& kind) {
  if (!kind.title) return {};
  const auto title = std::ranges::find(fact.fields, At(kind.fields, *kind.title).id,
                                       &std::pair<std::string, FieldValue>::first);
  if (title == fact.fields.end()) return {};
  const auto* const text = std::get_if<std::string>(&title->second);
  return text == nullptr ? std::string() : *text;
}

/// `unit`, where it is not empty, sees of a record of many only that it is one of them.
RecordRow RowOf(const Kept<RecordFact>& kept, const Policy& policy, std::string_view unit) {
  const RecordFact& fact = kept.fact;
  RecordRow row;
  row.id = fact.id;
  row.kind = fact.kind;
  const auto kind = std::ranges::find(policy.kinds, fact.kind, &RecordKind::id);
  if (kind != policy.kinds.end()) {
    row.kind_name = kind->name;
    row.title = TitleOf(fact, *kind);
  }
  row.at = fact.at;
  row.fields = fact.fields;
  if (unit.empty()) {
    row.units.assign(fact.units.begin(), fact.units.end());
  } else {
    row.units = {std::string(unit)};
    for (auto& [name, value] : row.fields) {
      if (auto* numbers = std::get_if<NumbersByUnit>(&value)) {
        std::erase_if(*numbers, [&](const auto& one) { return one.first != unit; });
      }
    }
  }
  if (kind != policy.kinds.end()) row.text = FieldsInWords(row.fields, *kind);
  row.reason = fact.reason;
  row.entry = kept.seq;
  row.entered_at = kept.entered_at;
  row.entered_by = kept.actor;
  return row;
}

ResultOrErrors<RecordsAnswer> List(const View& view, int year, std::string_view unit,
                                   const std::optional<Label>& kind) {
  const auto cycle = view.Cycle(year);
  if (!cycle) return cycle.error();
  const auto rules = view.Rules((*cycle)->fact);
  if (!rules) return rules.error();
  RecordsAnswer answer;
  const auto add = [&](const Kept<RecordFact>& kept) {
    if (YearOf(DateAt(kept.fact.at, view.offset())) != year) return;
    if (kind && *kind != kept.fact.kind) return;
    answer.records.push_back(RowOf(kept, (*rules)->policy, unit));
  };
  if (unit.empty()) {
    for (const auto& [id, kept] : view.state().All<RecordFact>()) add(kept);
  } else {
    for (const std::string& id : view.state().RecordsOf(unit)) {
      const auto& kept = *view.state().Find<RecordFact>(id);
      if (!OriginIn(kept.fact, unit, year).empty()) add(kept);
    }
  }
  std::ranges::sort(answer.records, [](const RecordRow& one, const RecordRow& other) {
    return std::tie(one.at, one.id) < std::tie(other.at, other.id);
  });
  return answer;
}

ResultOrErrors<RecordsAnswer> WithoutDetails(ResultOrErrors<RecordsAnswer> answer) {
  if (!answer) return answer;
  for (RecordRow& row : answer->records) {
    row.fields.clear();
    row.text.clear();
    row.reason.clear();
    row.whole = false;
  }
  return answer;
}

ResultOrErrors<RecordsAnswer> RunList(const View& view, const ListRecordsRequest& request) {
  return List(view, request.year, {}, request.kind);
}

ResultOrErrors<RecordsAnswer> RunListTitles(const View& view, const ListRecordsRequest& request) {
  return WithoutDetails(RunList(view, request));
}

ResultOrErrors<RecordsAnswer> RunListOfUnit(const View& view,
                                            const ListUnitRecordsRequest& request) {
  if (const auto unit = FindUnit(view, request.unit); !unit) return unit.error();
  return List(view, request.year, request.unit, request.kind);
}

ResultOrErrors<RecordsAnswer> RunListTitlesOfUnit(const View& view,
                                                  const ListUnitRecordsRequest& request) {
  return WithoutDetails(RunListOfUnit(view, request));
}

ResultOrErrors<RecordRow> RunAsk(Act& act, const AskDetailsRequest& request) {
  if (request.reason.empty()) {
    return Fail(ErrorCode::kInvalidInput, "请写明查看详情的理由，将留存并告知网安办",
                "say why; it is kept, and the office is told", "/reason");
  }
  const auto* const kept = act.state().Find<RecordFact>(request.id);
  if (kept == nullptr) {
    return Fail(ErrorCode::kNotFound, Concat("没有台账“", request.id, "”"),
                Concat("there is no record \"", request.id, "\""), "/id");
  }
  const auto cycle = act.Cycle(request.year);
  if (!cycle) return cycle.error();
  const auto rules = act.Rules((*cycle)->fact);
  if (!rules) return rules.error();
  RecordRow row = RowOf(*kept, (*rules)->policy, {});
  AddSecurityEvent(act.tx(), EventBy(act.caller(), act.now(), "details_read",
                                     {{"record", row.id}, {"reason", request.reason}}));
  NotifyOffice(act, "details_read", "", row.id,
               Concat(NameOfCaller(act), "查看了“", row.kind_name, " ", row.id, "”的详情，理由：",
                      request.reason));
  return row;
}

/// False: it says nothing of records.
bool ClearDetails(KeptFact& fact) {
  if (auto* const record = std::get_if<RecordFact>(&fact)) {
    record->fields.clear();
    record->reason.clear();
    return true;
  }
  auto* const proposal = std::get_if<ProposalFact>(&fact);
  if (proposal == nullptr) return false;
  bool any = false;
  for (ProposedAct& act : proposal->acts) {
    auto body = BodyWithoutDetails(act.kind, act.body.text);
    if (!body) continue;
    act.body.text = std::move(*body);
    any = true;
  }
  return any;
}

}  // namespace

std::optional<std::string> BodyWithoutDetails(std::string_view kind, const std::string& body) {
  auto said = ReadEntryBody(kind, body);
  if (!said || !said->fact || !ClearDetails(*said->fact)) return std::nullopt;
  return std::visit([](const auto& fact) { return BodyOf(fact); }, *said->fact);
}

const ReadCase<ListRecordsRequest, RecordsAnswer> kListRecords = {
    "record.list", "查看台账", Action::kReadDetails, DependsOn::kSchool, RunList};
const ReadCase<ListUnitRecordsRequest, RecordsAnswer> kListUnitRecords = {
    "record.list_own", "查看本单位台账", Action::kReadDetails, DependsOn::kUnit, RunListOfUnit};
const ReadCase<ListRecordsRequest, RecordsAnswer> kListRecordTitles = {
    "record.list_titles", "查看台账名目", Action::kReadSchool, DependsOn::kSchool, RunListTitles};
const ReadCase<ListUnitRecordsRequest, RecordsAnswer> kListUnitRecordTitles = {
    "record.list_unit_titles", "查看单位台账名目", Action::kReadSheet, DependsOn::kUnit,
    RunListTitlesOfUnit};
const WriteCase<AskDetailsRequest, RecordRow> kAskDetails = {"record.ask_details", "查看台账详情",
                                                             Action::kAskDetails, "", RunAsk};

}  // namespace shouze
