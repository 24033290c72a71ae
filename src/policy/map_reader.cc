#include "policy/map_reader.h"

#include <algorithm>
#include <iterator>

#include "base/text.h"

namespace shouze {
namespace {

constexpr std::size_t kItemsMax = 1000;

}  // namespace

MapReader::MapReader(const YamlNode& node, Problems& problems)
    : node_(node), problems_(problems), is_map_(node.kind == YamlNode::Kind::kMap) {
  if (!is_map_) AddWrongType(node, problems, "一组键值", "a map");
}

MapReader::~MapReader() {
  for (const YamlMember& member : node_.members) {
    if (std::find(known_.begin(), known_.end(), member.key) != known_.end()) continue;
    const Suggestion suggestion = problems_.full() ? Suggestion{} : Suggest(member.key, known_);
    problems_.Add(member.line, Concat("未知的键“", Excerpt(member.key), "”", suggestion.chinese),
                  Concat("unknown key '", Excerpt(member.key), "'", suggestion.english));
  }
}

const YamlNode* MapReader::NeededNode(std::string_view key) {
  const YamlNode* value = NodeOf(key);
  if (value == nullptr && is_map_) {
    problems_.Add(node_.line, Concat("缺少键“", key, "”，请补上"),
                  Concat("missing key '", key, "': add it"));
  }
  return value;
}

const YamlNode* MapReader::NodeOf(std::string_view key) {
  known_.push_back(key);
  return Find(node_, key);
}

std::string MapReader::OptionalLine(std::string_view key) {
  return Optional(key, ReadLine).value_or("");
}

std::span<const YamlNode> MapReader::RequiredList(std::string_view key) {
  const YamlNode* value = NeededNode(key);
  const std::span<const YamlNode> items = ListOf(value);
  if (value != nullptr && value->kind == YamlNode::Kind::kSequence && value->items.empty()) {
    problems_.Add(value->line, Concat("“", key, "”是空列表，至少要有一项"),
                  Concat("'", key, "' is empty: it needs at least one item"));
  }
  return items;
}

std::span<const YamlNode> MapReader::OptionalList(std::string_view key) {
  return ListOf(NodeOf(key));
}

std::span<const YamlNode> MapReader::ListOf(const YamlNode* value) {
  if (value == nullptr) return {};
  if (value->kind != YamlNode::Kind::kSequence) {
    AddWrongType(*value, problems_, "一个列表", "a list");
    return {};
  }
  if (value->items.size() > kItemsMax) {
    problems_.Add(value->line, Concat("列表超过 ", kItemsMax, " 项"),
                  Concat("the list has more than ", kItemsMax, " items"));
    return {};
  }
  return value->items;
}

std::optional<std::string_view> MapReader::OneOf(std::span<const std::string_view> keys) {
  known_.insert(known_.end(), keys.begin(), keys.end());
  std::vector<std::string_view> found;
  std::copy_if(keys.begin(), keys.end(), std::back_inserter(found),
               [&](std::string_view key) { return Has(key); });
  if (found.size() == 1) return found.front();
  if (found.size() > 1) {
    problems_.Add(LineOf(found[1]), Concat("“", Join(found, "”和“"), "”只能写一个"),
                  Concat("'", Join(found, "' and '"), "' exclude each other: keep one"));
  } else if (is_map_) {
    problems_.Add(node_.line, Concat("要有“", Join(keys, "”“"), "”中的一个"),
                  Concat("needs one of '", Join(keys, "', '"), "'"));
  }
  return std::nullopt;
}

void TakenIds::Take(std::string_view id, int line, Problems& problems) {
  if (id.empty()) return;
  const auto [first, is_new] = lines_.try_emplace(std::string(id), line);
  if (is_new) return;
  problems.Add(line, Concat("“", Excerpt(id), "”与第 ", first->second, " 行重复，请改一个"),
               Concat("'", Excerpt(id), "' is taken by line ", first->second, ": change one"));
}

}  // namespace shouze
