#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "kernel/policy.h"
#include "policy/map_reader.h"

/// Readers of words that stand for something else in the policy, shaped for MapReader.
namespace shouze {

/// What a message calls the things of a table.
struct Noun {
  std::string_view chinese;
  std::string_view english;
};
inline constexpr Noun kUnitFieldNoun = {"单位字段", "unit field"};
inline constexpr Noun kPostNoun = {"岗位", "post"};
inline constexpr Noun kDateNoun = {"日期", "date"};
inline constexpr Noun kRecordKindNoun = {"台账类别", "record kind"};
inline constexpr Noun kFieldNoun = {"字段", "field"};
inline constexpr Noun kChoiceNoun = {"选项", "choice"};
inline constexpr Noun kDutyNoun = {"职责", "duty"};

/// Says that there is no `word`, and which words there are.
void AddUnknown(int line, std::string_view word, std::span<const std::string_view> known, Noun noun,
                Problems& problems);

/// The place of a word in `words`, or a problem.
std::optional<std::size_t> ReadWord(const YamlNode& node, Problems& problems,
                                    std::span<const std::string_view> words, Noun noun);

/// The ids of the entries of `table`, in its order.
template <class T>
std::vector<std::string_view> IdsOf(const std::vector<T>& table) {
  std::vector<std::string_view> ids;
  ids.reserve(table.size());
  for (const T& entry : table) ids.push_back(entry.id);
  return ids;
}

/// Reads the id of an entry of `table`, which must outlive the reader.
template <class T>
auto IdIn(const std::vector<T>& table, Noun noun) {
  return [&table, noun](const YamlNode& node, Problems& problems) -> std::optional<Id<T>> {
    const auto place = ReadWord(node, problems, IdsOf(table), noun);
    return place ? std::optional(Id<T>(*place)) : std::nullopt;
  };
}

/// Reads the id of a field of `kind` that is of type `type`.
struct FieldIn {
  const RecordKind& kind;
  FieldType type;

  std::optional<Id<Field>> operator()(const YamlNode& node, Problems& problems) const;
};

/// The spelling of a field type in YAML.
std::string_view Name(FieldType type);
std::optional<FieldType> ReadFieldType(const YamlNode& node, Problems& problems);

/// Reads a value of `field` as Field stores it; text and records have none that can be compared.
std::optional<std::int64_t> ReadFieldValue(const Field& field, const YamlNode& node,
                                           Problems& problems);

/// The conditions under `key`, empty where there are none. Without a kind they are not looked at.
Conditions ReadConditions(MapReader& map, std::string_view key, const RecordKind* kind);

}  // namespace shouze
