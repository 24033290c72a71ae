#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "policy/problems.h"
#include "policy/yaml_tree.h"
#include "policy/yaml_values.h"

namespace shouze {

/// Reads a map key by key. When it goes out of scope it reports the keys that nobody asked for, so
/// a key is known by being read. What is missing or wrong is reported at its line and read as its
/// type's default; whoever needs to know compares `problems.count()`.
class MapReader {
 public:
  /// `node` must outlive the reader. Something else than a map is reported, then read as one in
  /// which nothing is missing.
  MapReader(const YamlNode& node, Problems& problems);
  ~MapReader();
  MapReader(const MapReader&) = delete;
  MapReader& operator=(const MapReader&) = delete;

  const YamlNode& node() const { return node_; }
  Problems& problems() const { return problems_; }
  int LineOf(std::string_view key) const { return shouze::LineOf(node_, key); }

  bool Has(std::string_view key) const { return Find(node_, key) != nullptr; }

  /// The value of a key that must be there, or null.
  const YamlNode* NeededNode(std::string_view key);
  /// The value of a key that may be there, or null.
  const YamlNode* NodeOf(std::string_view key);

  /// Reads a key with one of the readers of yaml_values.h or one shaped alike.
  template <class Reader>
  auto Required(std::string_view key, Reader read) {
    auto result = Needed(key, read);
    return std::move(result).value_or(typename decltype(result)::value_type{});
  }
  /// As Required, absent where there is nothing right.
  template <class Reader>
  auto Needed(std::string_view key, Reader read) {
    const YamlNode* value = NeededNode(key);
    return value ? read(*value, problems_) : std::nullopt;
  }
  template <class Reader>
  auto Optional(std::string_view key, Reader read) {
    const YamlNode* value = NodeOf(key);
    return value ? read(*value, problems_) : std::nullopt;
  }
  /// The text of one line of a key, empty where there is none.
  std::string OptionalLine(std::string_view key);

  /// The items of a list, of at least one where it is needed; at most 1000.
  std::span<const YamlNode> RequiredList(std::string_view key);
  std::span<const YamlNode> OptionalList(std::string_view key);

  /// Which one of `keys` there is. None or several are reported and read as absent.
  std::optional<std::string_view> OneOf(std::span<const std::string_view> keys);

 private:
  std::span<const YamlNode> ListOf(const YamlNode* value);

  const YamlNode& node_;
  Problems& problems_;
  bool is_map_;
  std::vector<std::string_view> known_;
};

/// Ids given so far; the second of two equal ones is reported with the line of the first.
class TakenIds {
 public:
  void Take(std::string_view id, int line, Problems& problems);

 private:
  std::map<std::string, int, std::less<>> lines_;
};

}  // namespace shouze
