#include "policy/readers.h"
#include "policy/references.h"

namespace shouze {
namespace {

std::vector<EvidenceItem> ReadEvidence(MapReader& duty) {
  std::vector<EvidenceItem> checklist;
  if (!duty.Has("evidence")) {
    duty.NodeOf("evidence");
    return checklist;
  }
  TakenIds taken;
  for (const YamlNode& node : duty.RequiredList("evidence")) {
    MapReader map(node, duty.problems());
    EvidenceItem& item = checklist.emplace_back();
    ReadNamed(map, item, taken, ReadId);
    item.note = map.OptionalLine("note");
  }
  return checklist;
}

Duty ReadDuty(MapReader& map, TakenIds& taken, const PolicyDraft& draft) {
  const Policy& policy = draft.policy;
  Duty duty;
  ReadNamed(map, duty, taken, ReadId);
  duty.action = map.Required("action", ReadLine);
  duty.each = map.Optional("each", IdIn(policy.kinds, kRecordKindNoun));
  const RecordKind* kind = duty.each ? &At(policy.kinds, *duty.each) : nullptr;
  duty.when = ReadConditions(map, "when", kind);
  duty.needs = map.Optional("needs", IdIn(policy.unit_fields, kUnitFieldNoun));
  const bool kind_unknown = kind == nullptr && map.Has("each");
  if (kind_unknown) {
    map.NodeOf("due");  // Its fields are anybody's guess.
  } else {
    duty.due = ReadDue(map, kind, policy);
  }
  duty.not_before = map.Optional("not_before", IdIn(policy.dates, kDateNoun));
  duty.resubmission = map.Optional("resubmission", ReadBoolean).value_or(true);
  duty.met_by = ReadMetBy(map, draft);
  duty.evidence = ReadEvidence(map);
  return duty;
}

}  // namespace

void ReadDuties(MapReader& map, Id<Indicator> indicator, PolicyDraft& draft) {
  TakenIds taken;
  for (const YamlNode& node : map.OptionalList("duties")) {
    const std::size_t problems_before = draft.problems.count();
    {
      MapReader duty_map(node, draft.problems);
      Duty duty = ReadDuty(duty_map, taken, draft);
      duty.indicator = indicator;
      At(draft.policy.indicators, indicator).duties.emplace_back(draft.policy.duties.size());
      draft.policy.duties.push_back(std::move(duty));
    }
    draft.duties.push_back({&node, draft.problems.count() == problems_before});
  }
}

}  // namespace shouze
