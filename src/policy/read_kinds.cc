#include <algorithm>
#include <array>

#include "base/text.h"
#include "policy/readers.h"
#include "policy/references.h"

namespace shouze {
namespace {

/// A unit record's given fields are the bits of one 64-bit number.
constexpr std::size_t kFieldsMax = 64;

/// Who may register records.
constexpr std::array<std::string_view, 3> kRegistrars = {"office", "centre", "unit"};

std::vector<NamedId> ReadChoices(MapReader& map) {
  std::vector<NamedId> choices;
  TakenIds taken;
  for (const YamlNode& item : map.RequiredList("choices")) {
    MapReader choice(item, map.problems());
    ReadNamed(choice, choices.emplace_back(), taken, ReadId);
  }
  return choices;
}

void ReadField(MapReader& map, Field& field, TakenIds& taken, const Policy& policy) {
  ReadNamed(map, field, taken, ReadId);
  field.type = map.Required("type", ReadFieldType);
  field.required = map.Optional("required", ReadBoolean).value_or(false);
  if (field.type == FieldType::kInteger || field.type == FieldType::kNumber) {
    field.per_unit = map.Optional("per_unit", ReadBoolean).value_or(false);
  }
  if (field.type == FieldType::kChoice) field.choices = ReadChoices(map);
  if (field.type == FieldType::kRecord) {
    field.same_unit = map.Optional("same_unit", ReadBoolean).value_or(false);
    for (const YamlNode& item : map.RequiredList("kinds")) {
      const auto kind = IdIn(policy.kinds, kRecordKindNoun)(item, map.problems());
      if (kind) field.kinds.push_back(*kind);
    }
  }
}

void ReadFields(MapReader& map, RecordKind& kind, const Policy& policy) {
  const std::span<const YamlNode> items = map.RequiredList("fields");
  if (items.size() > kFieldsMax) {
    map.problems().Add(map.LineOf("fields"), Concat("一类台账最多 ", kFieldsMax, " 个字段"),
                       Concat("a record kind has at most ", kFieldsMax, " fields"));
  }
  TakenIds taken;
  for (const YamlNode& item : items) {
    MapReader field(item, map.problems());
    ReadField(field, kind.fields.emplace_back(), taken, policy);
  }
}

void ReadExpected(MapReader& map, RecordKind& kind) {
  for (const YamlNode& item : map.OptionalList("expected")) {
    MapReader expected(item, map.problems());
    const auto field = expected.Required("field", FieldIn{kind, FieldType::kDate});
    kind.expected.push_back({field, ReadConditions(expected, "when", &kind)});
  }
}

void ReadKind(MapReader& map, RecordKind& kind, TakenIds& taken, const Policy& policy) {
  ReadNamed(map, kind, taken, ReadId);
  kind.measure = map.Required("measure", ReadLine);
  kind.at_means = map.Required("at", ReadLine);
  kind.standing = map.Optional("standing", ReadBoolean).value_or(false);
  for (const YamlNode& item : map.RequiredList("registered_by")) {
    const auto place = ReadWord(item, map.problems(), kRegistrars, {"登记方", "registrar"});
    if (place) kind.registered_by.emplace_back(kRegistrars[*place]);
  }
  ReadFields(map, kind, policy);
  kind.title = map.Needed("title", FieldIn{kind, FieldType::kText});
  ReadExpected(map, kind);
}

}  // namespace

void ReadRecordKinds(MapReader& root, PolicyDraft& draft) {
  const std::span<const YamlNode> items = root.OptionalList("record_kinds");
  // Kinds name each other, so their ids come first.
  std::vector<RecordKind>& kinds = draft.policy.kinds;
  kinds.resize(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (const YamlNode* id = Find(items[i], "id")) kinds[i].id = id->text;
  }
  TakenIds taken;
  for (std::size_t i = 0; i < items.size(); ++i) {
    MapReader map(items[i], draft.problems);
    ReadKind(map, kinds[i], taken, draft.policy);
  }
}

}  // namespace shouze
