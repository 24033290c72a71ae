#include "policy/references.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace shouze {
namespace {

/// What a whole number in a facts file may be.
constexpr std::int64_t kIntegerMax = 1'000'000;

/// In the order of FieldType.
constexpr std::array<std::string_view, 7> kFieldTypes = {"text", "boolean", "integer", "number",
                                                         "date", "choice",  "record"};

/// The values of one condition: `value` or `[values]`.
std::vector<std::int64_t> ReadConditionValues(const Field& field, const YamlNode& node,
                                              Problems& problems) {
  const bool is_list = node.kind == YamlNode::Kind::kSequence;
  const std::span<const YamlNode> items = is_list ? std::span(node.items) : std::span(&node, 1);
  std::vector<std::int64_t> values;
  for (const YamlNode& item : items) {
    const std::optional<std::int64_t> value = ReadFieldValue(field, item, problems);
    if (!value) continue;
    if (std::find(values.begin(), values.end(), *value) != values.end()) {
      problems.Add(item.line, Concat("“", item.text, "”重复，请删去"),
                   Concat("'", item.text, "' is repeated: remove it"));
    } else {
      values.push_back(*value);
    }
  }
  if (items.empty()) {
    problems.Add(node.line, "没有列出任何值，条件永远不成立：请写明值或删去条件",
                 "no value is listed, so this never holds: name values or remove it");
  }
  if (field.type == FieldType::kBoolean && values.size() > 1) {
    problems.Add(node.line, "true 和 false 都列出，条件总是成立：请删去",
                 "both true and false are listed, so this always holds: remove it");
  }
  return values;
}

std::optional<Condition> ReadCondition(const RecordKind& kind, const YamlMember& member,
                                       Problems& problems) {
  const auto ids = IdsOf(kind.fields);
  const auto found = std::find(ids.begin(), ids.end(), member.key);
  if (found == ids.end()) {
    AddUnknown(member.line, member.key, ids, kFieldNoun, problems);
    return std::nullopt;
  }
  const Id<Field> id(static_cast<std::size_t>(found - ids.begin()));
  const Field& field = At(kind.fields, id);
  if (field.per_unit) {
    problems.Add(member.line, Concat("字段“", field.id, "”各单位可以不同（per_unit），不能作条件"),
                 Concat("field '", field.id,
                        "' may differ between units (per_unit): it cannot be "
                        "a condition"));
    return std::nullopt;
  }
  return Condition{id, ReadConditionValues(field, member.value, problems)};
}

}  // namespace

void AddUnknown(int line, std::string_view word, std::span<const std::string_view> known, Noun noun,
                Problems& problems) {
  const Suggestion suggestion = problems.full() ? Suggestion{} : Suggest(word, known);
  problems.Add(line, Concat("没有名为“", Excerpt(word), "”的", noun.chinese, suggestion.chinese),
               Concat("there is no ", noun.english, " '", Excerpt(word), "'", suggestion.english));
}

std::optional<std::size_t> ReadWord(const YamlNode& node, Problems& problems,
                                    std::span<const std::string_view> words, Noun noun) {
  const std::optional<std::string> word = ReadText(node, problems);
  if (!word) return std::nullopt;
  const auto found = std::find(words.begin(), words.end(), *word);
  if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
  AddUnknown(node.line, *word, words, noun, problems);
  return std::nullopt;
}

std::optional<Id<Field>> FieldIn::operator()(const YamlNode& node, Problems& problems) const {
  const auto id = IdIn(kind.fields, kFieldNoun)(node, problems);
  if (!id || At(kind.fields, *id).type == type) return id;
  const std::string_view actual = Name(At(kind.fields, *id).type);
  problems.Add(
      node.line,
      Concat("字段“", node.text, "”的类型是 ", actual, "，这里要 ", Name(type), " 类型的字段"),
      Concat("field '", node.text, "' is of type ", actual, ": a field of type ", Name(type),
             " is needed here"));
  return std::nullopt;
}

std::string_view Name(FieldType type) { return kFieldTypes[static_cast<std::size_t>(type)]; }

std::optional<FieldType> ReadFieldType(const YamlNode& node, Problems& problems) {
  const auto place = ReadWord(node, problems, kFieldTypes, {"字段类型", "field type"});
  return place ? std::optional(static_cast<FieldType>(*place)) : std::nullopt;
}

std::optional<std::int64_t> ReadFieldValue(const Field& field, const YamlNode& node,
                                           Problems& problems) {
  switch (field.type) {
    case FieldType::kBoolean: {
      const std::optional<bool> value = ReadBoolean(node, problems);
      return value ? std::optional<std::int64_t>(*value ? 1 : 0) : std::nullopt;
    }
    case FieldType::kInteger:
      return IntegerFrom<std::int64_t>(0, kIntegerMax)(node, problems);
    case FieldType::kNumber:
      return ReadAmount(node, problems);
    case FieldType::kDate: {
      const std::optional<CivilDate> date = ReadDate(node, problems);
      return date ? std::optional<std::int64_t>(date->days) : std::nullopt;
    }
    case FieldType::kChoice: {
      const auto choice = IdIn(field.choices, kChoiceNoun)(node, problems);
      return choice ? std::optional<std::int64_t>(choice->value) : std::nullopt;
    }
    case FieldType::kText:
    case FieldType::kRecord:
      break;
  }
  problems.Add(
      node.line,
      Concat("字段“", field.id, "”是 ", Name(field.type), " 类型，不能比较；请改用 choice 类型"),
      Concat("field '", field.id, "' is of type ", Name(field.type),
             " and cannot be compared: make it a choice"));
  return std::nullopt;
}

Conditions ReadConditions(MapReader& map, std::string_view key, const RecordKind* kind) {
  const YamlNode* node = map.NodeOf(key);
  if (node == nullptr || kind == nullptr) return {};
  Problems& problems = map.problems();
  if (node->kind != YamlNode::Kind::kMap) {
    AddWrongType(*node, problems, "一组“字段: 值”", "a map of fields to values");
    return {};
  }
  if (node->members.empty()) {
    problems.Add(node->line, Concat("“", key, "”是空的，请写明条件或删去"),
                 Concat("'", key, "' is empty: name conditions or remove it"));
  }
  Conditions conditions;
  for (const YamlMember& member : node->members) {
    if (auto condition = ReadCondition(*kind, member, problems)) {
      conditions.push_back(std::move(*condition));
    }
  }
  return conditions;
}

}  // namespace shouze
