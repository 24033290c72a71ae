#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/problems.h"

namespace shouze {

struct YamlMember;

/// A piece of a YAML file as it is spelled: nothing is converted, so that `010` stays `010`.
struct YamlNode {
  enum class Kind : std::uint8_t { kNull, kScalar, kSequence, kMap };

  Kind kind = Kind::kNull;
  bool quoted = false;              ///< A scalar in quotes, or a block (`|`, `>`): surely text.
  int line = 0;                     ///< From 1.
  std::string text;                 ///< kScalar
  std::vector<YamlNode> items;      ///< kSequence
  std::vector<YamlMember> members;  ///< kMap, as written; no key twice.
};

/// A key of a map and what stands under it.
struct YamlMember {
  std::string key;
  bool key_quoted = false;
  int line = 0;
  YamlNode value;
};

/// Reads one YAML document without anchors, aliases, merge keys and tags, nested at most 32 deep,
/// of at most 1 MiB of UTF-8. What is wrong goes to `problems`. Absent where no tree could be made;
/// otherwise the tree is whole but for what was refused (of equal keys the first counts).
std::optional<YamlNode> ReadYaml(std::string_view text, Problems& problems);

/// The value of `key`, or null.
const YamlNode* Find(const YamlNode& map, std::string_view key);

/// The line of `key`; of the map where it has no such key.
int LineOf(const YamlNode& map, std::string_view key);

}  // namespace shouze
