#include <array>

#include "policy/readers.h"
#include "policy/references.h"

namespace shouze {
namespace {

constexpr int kPersonsMax = 100'000;

MetBy ReadMetByRecord(MapReader& map, const Policy& policy) {
  const auto kind = map.Needed("record", IdIn(policy.kinds, kRecordKindNoun));
  if (!kind) {
    map.NodeOf("reference");
    return MetBySubmission{};
  }
  return MetByRecord{
      *kind, map.Required("reference", FieldIn{At(policy.kinds, *kind), FieldType::kRecord})};
}

/// The kernel computes Σ min(amount, cap_each × capped_by) × times in units that follow from these
/// types.
void ReadMeasureFields(MapReader& map, const RecordKind& kind, MetByMeasure& measure) {
  measure.where = ReadConditions(map, "where", &kind);
  measure.amount = map.Required("amount", FieldIn{kind, FieldType::kNumber});
  measure.times = map.Required("times", FieldIn{kind, FieldType::kInteger});
  if (map.Has("capped_by") || map.Has("cap_each")) {
    measure.capped_by = map.Needed("capped_by", FieldIn{kind, FieldType::kNumber});
    measure.cap_each = map.Required("cap_each", ReadAmount);
  }
}

MetBy ReadMeasure(const YamlNode& node, Problems& problems, const Policy& policy) {
  MapReader map(node, problems);
  MetByMeasure measure;
  const auto kind = map.Needed("record", IdIn(policy.kinds, kRecordKindNoun));
  if (kind) {
    measure.kind = *kind;
    ReadMeasureFields(map, At(policy.kinds, *kind), measure);
  } else {
    for (const std::string_view key : {"where", "amount", "times", "capped_by", "cap_each"}) {
      map.NodeOf(key);
    }
  }
  measure.per = map.Required("per", IdIn(policy.unit_fields, kUnitFieldNoun));
  measure.per_min = map.Optional("per_min", IntegerFrom(0, kPersonsMax)).value_or(0);
  measure.at_least = map.Required("at_least", ReadAmount);
  measure.name = map.Required("name", ReadLine);
  measure.unit = map.Required("unit", ReadLine);
  return measure;
}

}  // namespace

MetBy ReadMetBy(MapReader& duty, const PolicyDraft& draft) {
  const YamlNode* node = duty.NodeOf("met_by");
  if (node == nullptr) return MetBySubmission{};
  constexpr std::array<std::string_view, 3> kForms = {"post", "record", "measure"};
  MapReader map(*node, duty.problems());
  const std::string_view form = map.OneOf(kForms).value_or("");
  if (form == "post") return MetByPost{map.Required(form, IdIn(draft.policy.posts, kPostNoun))};
  if (form == "record") return ReadMetByRecord(map, draft.policy);
  if (form == "measure") return ReadMeasure(*map.NodeOf(form), duty.problems(), draft.policy);
  return MetBySubmission{};
}

}  // namespace shouze
