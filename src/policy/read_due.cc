#include <array>

#include "base/text.h"
#include "policy/readers.h"
#include "policy/references.h"

namespace shouze {
namespace {

constexpr int kCountMax = 100'000;

/// One way to say a deadline: exactly one key.
DueForm ReadDueForm(MapReader& map, const RecordKind* kind, const Policy& policy) {
  constexpr std::array<std::string_view, 6> kForms = {"workdays", "days", "hours",
                                                      "same_day", "date", "field"};
  const std::string_view form = map.OneOf(kForms).value_or("");
  if (form == "workdays") return DueWorkdays{map.Required(form, IntegerFrom(0, kCountMax))};
  if (form == "days") return DueDays{map.Required(form, IntegerFrom(0, kCountMax))};
  if (form == "hours") return DueHours{map.Required(form, IntegerFrom(0, kCountMax))};
  if (form == "date") return DueNamedDate{map.Required(form, IdIn(policy.dates, kDateNoun))};
  if (form == "field" && kind != nullptr) {
    return DueField{map.Required(form, FieldIn{*kind, FieldType::kDate})};
  }
  if (form == "same_day" && map.Optional(form, ReadBoolean) == false) {
    map.problems().Add(map.LineOf(form), "same_day 只能写 true；不是当日到期时请换一种期限写法",
                       "same_day can only be true: choose another form of deadline");
  }
  return DueSameDay{};
}

/// A value of `field` that is written as a key.
std::optional<std::int64_t> ReadKey(const Field& field, const YamlMember& member,
                                    Problems& problems) {
  YamlNode key;
  key.kind = YamlNode::Kind::kScalar;
  key.text = member.key;
  key.quoted = member.key_quoted;
  key.line = member.line;
  return ReadFieldValue(field, key, problems);
}

/// `{by: field, values: {value: form}, otherwise: form}`
DueRule ReadDueTable(MapReader& map, const RecordKind& kind, const Policy& policy) {
  DueRule due;
  Problems& problems = map.problems();
  due.by = map.Needed("by", IdIn(kind.fields, kFieldNoun));
  if (due.by && At(kind.fields, *due.by).per_unit) {
    const std::string& field = At(kind.fields, *due.by).id;
    problems.Add(map.LineOf("by"),
                 Concat("字段“", field, "”各单位可以不同（per_unit），不能决定期限"),
                 Concat("field '", field,
                        "' may differ between units (per_unit): a deadline cannot "
                        "go by it"));
  }
  const YamlNode* values = map.NeededNode("values");
  if (values != nullptr && (values->kind != YamlNode::Kind::kMap || values->members.empty())) {
    AddWrongType(*values, problems, "一组“值: 期限”", "a map of values to deadlines");
  } else if (values != nullptr && due.by) {
    for (const YamlMember& member : values->members) {
      const auto value = ReadKey(At(kind.fields, *due.by), member, problems);
      MapReader form(member.value, problems);
      due.table.emplace_back(value.value_or(0), ReadDueForm(form, &kind, policy));
    }
  }
  if (const YamlNode* otherwise = map.NeededNode("otherwise")) {
    MapReader form(*otherwise, problems);
    due.otherwise = ReadDueForm(form, &kind, policy);
  }
  return due;
}

}  // namespace

DueRule ReadDue(MapReader& duty, const RecordKind* kind, const Policy& policy) {
  const YamlNode* node = duty.NeededNode("due");
  if (node == nullptr) return {};
  MapReader map(*node, duty.problems());
  if (map.Has("by") && kind != nullptr) return ReadDueTable(map, *kind, policy);
  return {ReadDueForm(map, kind, policy), std::nullopt, {}};
}

}  // namespace shouze
