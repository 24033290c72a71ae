#include <algorithm>
#include <utility>

#include "base/text.h"
#include "ledger/cycle_facts.h"
#include "rehearsal/evidence_maker.h"
#include "rehearsal/rehearsal.h"
#include "service/evidence.h"
#include "service/proposals.h"
#include "service/records.h"
#include "service/reviews.h"
#include "service/submissions.h"
#include "service/units.h"

/// What each row of the script is, when it happens.
namespace shouze {

std::string Rehearsal::ObligationNow(std::string_view key) const {
  const std::string_view record = RecordOfKey(key);
  if (record.empty()) return std::string(key);
  const auto found = records_.find(record);
  return Concat(key.substr(0, key.size() - record.size()),
                found == records_.end() ? record : std::string_view(found->second));
}

FieldValues Rehearsal::FieldsNow(const RawRecord& record) const {
  FieldValues values = OwnedValues(record.fields);
  const auto kind = std::ranges::find(script_.policy.kinds, record.kind, &RecordKind::id);
  if (kind == script_.policy.kinds.end()) return values;
  for (auto& [name, value] : values) {
    const auto field = std::ranges::find(kind->fields, name, &Field::id);
    auto* const text = std::get_if<std::string>(&value);
    if (field == kind->fields.end() || field->type != FieldType::kRecord || text == nullptr) {
      continue;
    }
    const auto now = records_.find(*text);
    if (now != records_.end()) *text = now->second;
  }
  return values;
}

void Rehearsal::Approve(const std::string& proposal, const std::string& what, std::string* fact) {
  const auto approved = school_.Run(kApproveProposal, As(Role::kOffice, true),
                                    DecideProposalRequest{proposal, "同意"});
  if (!approved) return Slip(what, approved.error());
  if (fact != nullptr && !approved->facts.empty()) *fact = approved->facts.front();
}

void Rehearsal::PlayRecord(std::size_t row) {
  const RawRecord& raw = script_.facts.records[row];
  const std::string what = Concat("台账 ", raw.id);
  const auto kind = std::ranges::find(script_.policy.kinds, raw.kind, &RecordKind::id);
  const auto by = [&](std::string_view who) {
    return kind != script_.policy.kinds.end() &&
           std::ranges::find(kind->registered_by, who) != kind->registered_by.end();
  };
  ResultOrErrors<RecordAnswer> answer = Errors();
  const auto unit = AsUnit(raw.units.front());
  if (raw.one_unit && by("unit") && unit) {
    RegisterUnitRecordRequest request;
    request.unit = std::string(raw.units.front());
    request.kind = std::string(raw.kind);
    request.at = *raw.at;
    request.fields = FieldsNow(raw);
    answer = school_.Run(kRegisterUnitRecord, *unit, request);
  } else {
    RegisterRecordRequest request;
    request.kind = std::string(raw.kind);
    for (const std::string_view code : raw.units) request.units.emplace_back(std::string(code));
    request.at = *raw.at;
    request.fields = FieldsNow(raw);
    const auto& veto = script_.policy.veto;
    if (veto && At(script_.policy.kinds, veto->kind).id == raw.kind) request.reason = "上级已问责";
    const Role role = by("centre") && !by("office") ? Role::kCentre : Role::kOffice;
    answer = school_.Run(kRegisterRecord, As(role), request);
  }
  if (!answer) return Slip(what, answer.error());
  std::string id = answer->id;
  if (!answer->proposal.empty()) Approve(answer->proposal, what, &id);
  records_[std::string(raw.id)] = id;
}

std::optional<std::string> Rehearsal::Upload(const Caller& caller, const std::string& bytes) {
  const auto upload = school_.parts().vault.Begin();
  if (!upload->Write(bytes)) return std::nullopt;
  const auto kept = KeepUpload(school_, caller, *upload);
  if (!kept) {
    Slip("上传", kept.error());
    return std::nullopt;
  }
  return kept->digest;
}

void Rehearsal::PlaySubmission(std::size_t row) {
  const RawSubmission& raw = script_.facts.submissions[row];
  const std::string what = Concat("报送 ", raw.id, "（", raw.obligation, "）");
  const auto unit = AsUnit(raw.unit);
  const Caller caller = unit.value_or(As(Role::kOffice));
  const auto day = Format(DateAt(*raw.at, script_.facts.offset));
  std::vector<HandedFile> files;
  const auto pdf =
      Upload(caller, MakePdf({Concat(raw.unit, " ", raw.obligation), Concat("日期：", day),
                              "本材料由演练生成，内容为示例。", "（单位公章）"}));
  if (pdf) files.push_back({*pdf, "佐证材料.pdf"});
  if (row % 3 == 0) {
    const auto photo = Upload(caller, MakePhoto(static_cast<std::uint32_t>(row * 2654435761U), 64));
    if (photo) files.push_back({*photo, "现场照片.png"});
  }
  ResultOrErrors<HandInAnswer> answer = Errors();
  const Label obligation = ObligationNow(raw.obligation);
  if (unit) {
    answer = school_.Run(kHandIn, caller,
                         HandInRequest{year_, std::string(raw.unit), {obligation}, files, ""});
  } else {
    EnterRequest request;
    request.year = year_;
    request.unit = std::string(raw.unit);
    request.obligations = {obligation};
    request.files = files;
    request.received_at = *raw.at;
    request.reason = "岗位空缺，由网安办代收纸质材料";
    answer = school_.Run(kEnterSubmission, caller, request);
  }
  if (!answer) return Slip(what, answer.error());
  if (!answer->submissions.empty()) {
    submissions_[std::string(raw.id)] = answer->submissions.front().id;
  }
}

void Rehearsal::PlayReview(std::size_t row) {
  const RawReview& raw = script_.facts.reviews[row];
  const auto submission = submissions_.find(raw.submission);
  if (submission == submissions_.end()) return;
  ReviewRequest request;
  request.submission = submission->second;
  request.after = reviews_[submission->second];
  request.verdict = raw.accepted.value_or(false) ? Verdict::kAccepted : Verdict::kReturned;
  request.reason = raw.reason;
  if (request.verdict == Verdict::kReturned && request.reason.empty()) {
    request.reason = "材料不齐，请补充";
  }
  auto answer = school_.Run(kReview, As(Role::kOffice), request);
  if (!answer && answer.error().front().where == "/returned_for") {
    request.returned_for = ReturnedFor::kSubstance;
    answer = school_.Run(kReview, As(Role::kOffice), request);
  }
  if (!answer) return Slip(Concat("审核 ", raw.submission), answer.error());
  reviews_[submission->second] = answer->id;
}

void Rehearsal::PlayWaiver(std::size_t row) {
  const RawWaiver& raw = script_.facts.waivers[row];
  // A dispute that is upheld brings its waiver with it.
  const bool by_dispute = std::ranges::any_of(script_.facts.disputes, [&](const RawDispute& one) {
    return raw.record && one.decided_at && one.unit == raw.unit && one.record == *raw.record;
  });
  if (by_dispute) return;
  const std::string what = Concat("豁免 ", raw.obligation.value_or(raw.record.value_or("")));
  ProposeWaiverRequest request;
  request.year = year_;
  request.unit = std::string(raw.unit);
  if (raw.obligation) request.obligation = ObligationNow(*raw.obligation);
  if (raw.record) {
    const auto now = records_.find(*raw.record);
    request.record = now == records_.end() ? std::string(*raw.record) : now->second;
  }
  request.reason = std::string(raw.reason.empty() ? "经研究同意" : raw.reason);
  const auto proposed = school_.Run(kProposeWaiver, As(Role::kOffice), request);
  if (!proposed) return Slip(what, proposed.error());
  Approve(proposed->id, what, nullptr);
}

void Rehearsal::PlayExtension(std::size_t row) {
  const RawExtension& raw = script_.facts.extensions[row];
  const std::string what = Concat("延期 ", raw.obligation);
  ProposeExtensionRequest request;
  request.year = year_;
  request.unit = std::string(raw.unit);
  request.obligation = ObligationNow(raw.obligation);
  request.until = *raw.until;
  request.reason = std::string(raw.reason.empty() ? "经研究同意" : raw.reason);
  const auto proposed = school_.Run(kProposeExtension, As(Role::kOffice), request);
  if (!proposed) return Slip(what, proposed.error());
  Approve(proposed->id, what, nullptr);
}

void Rehearsal::PlayDispute(std::size_t row) {
  const RawDispute& raw = script_.facts.disputes[row];
  const std::string what = Concat("争议 ", raw.record);
  const auto unit = AsUnit(raw.unit);
  const auto record = records_.find(raw.record);
  if (!unit || record == records_.end()) return;
  RaiseDisputeRequest request;
  request.year = year_;
  request.unit = std::string(raw.unit);
  request.record = record->second;
  request.reason = std::string(raw.reason.empty() ? "请核实" : raw.reason);
  const auto raised = school_.Run(kRaiseDispute, *unit, request);
  if (!raised) return Slip(what, raised.error());
  disputes_[row] = raised->id;
}

void Rehearsal::PlayDecision(std::size_t row) {
  const RawDispute& raw = script_.facts.disputes[row];
  const auto dispute = disputes_.find(row);
  if (dispute == disputes_.end()) return;
  const std::string what = Concat("裁定 ", raw.record);
  ProposeDecisionRequest request;
  request.year = year_;
  request.unit = std::string(raw.unit);
  request.dispute = dispute->second;
  request.upheld = std::ranges::any_of(script_.facts.waivers, [&](const RawWaiver& waiver) {
    return waiver.unit == raw.unit && waiver.record == raw.record;
  });
  request.decision = request.upheld ? "经复核属实，予以支持" : "经复核，维持原登记";
  const auto proposed = school_.Run(kProposeDecision, As(Role::kOffice), request);
  if (!proposed) return Slip(what, proposed.error());
  Approve(proposed->id, what, nullptr);
}

void Rehearsal::PlayUnitEnd(std::size_t row) {
  const RawUnit& raw = script_.facts.units[row];
  EndUnitRequest request;
  request.unit = std::string(raw.code);
  request.to = *raw.to;
  request.successor = raw.successor;
  request.reason = "机构调整";
  constexpr std::string_view kLoses = "/loses/";
  auto ended = school_.Run(kEndUnit, As(Role::kOffice), request);
  if (!ended && ended.error().front().where.starts_with(kLoses)) {
    request.loses = ended.error().front().where.substr(kLoses.size());
    ended = school_.Run(kEndUnit, As(Role::kOffice), request);
  }
  if (!ended) Slip(Concat("撤并 ", raw.code), ended.error());
}

}  // namespace shouze
