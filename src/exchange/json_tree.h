#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace shouze {

enum class JsonType : std::uint8_t { kNull, kBoolean, kNumber, kText, kArray, kObject };

/// 文字、数字 … and text, a number …
std::string_view ChineseName(JsonType type);
std::string_view EnglishName(JsonType type);

class JsonTree;

/// One value of a JsonTree: two words, valid as long as the tree. Ranges over its items or members.
class JsonValue {
 public:
  class Iterator {
   public:
    Iterator(const JsonTree* tree, std::uint32_t position) : tree_(tree), position_(position) {}
    JsonValue operator*() const { return {tree_, position_}; }
    Iterator& operator++();
    bool operator==(const Iterator&) const = default;

   private:
    const JsonTree* tree_;
    std::uint32_t position_;
  };

  JsonValue(const JsonTree* tree, std::uint32_t position) : tree_(tree), position_(position) {}

  JsonType type() const;
  bool Is(JsonType wanted) const { return type() == wanted; }
  /// The member's name; empty where the value is no member.
  std::string_view key() const;
  /// The characters of a text; a number as it was written.
  std::string_view text() const;
  bool boolean() const;
  /// How many items or members.
  std::uint32_t size() const;
  Iterator begin() const { return {tree_, position_ + 1}; }
  Iterator end() const;
  /// The value's place in the document: what begins earlier has a smaller one.
  std::uint32_t position() const { return position_; }

 private:
  const JsonTree* tree_;
  std::uint32_t position_;
};

/// What a document may cost.
inline constexpr std::size_t kJsonBytesMax = 64 << 20;
inline constexpr std::size_t kJsonDepthMax = 32;

/// A parsed JSON document, in the order it was written: one flat table, texts as views into the
/// source wherever they have no escapes. Numbers keep their text, so that decimals stay exact.
/// Source: RFC 8259; a leading byte order mark is skipped.
class JsonTree {
 public:
  /// Errors: no JSON, not UTF-8, deeper or larger than allowed; the message says line and column.
  static Result<std::unique_ptr<const JsonTree>> Parse(std::string source);

  JsonTree(const JsonTree&) = delete;
  JsonTree& operator=(const JsonTree&) = delete;

  JsonValue root() const { return {this, 0}; }
  /// JSON pointers, from `top` on, of the members below it whose name stood in their object before,
  /// in document order.
  std::vector<std::string> DuplicatesBelow(JsonValue top) const;

 private:
  friend class JsonValue;
  friend class JsonTreeBuilder;

  /// Characters [at, at + size) of the source, or of `unescaped_` counted on from the source's end.
  struct Extent {
    std::uint32_t at = 0;
    std::uint32_t size = 0;
  };
  struct Node {
    Extent key;
    Extent text;             ///< Of containers: the size is the number of children.
    std::uint32_t next = 0;  ///< Behind the value and all that it holds.
    JsonType type = JsonType::kNull;
    bool yes = false;
  };

  JsonTree() = default;
  std::string_view View(Extent extent) const;
  void CollectDuplicates(JsonValue value, std::string& pointer,
                         std::vector<std::string>& found) const;

  std::string source_;
  std::string unescaped_;
  std::vector<Node> nodes_;
  std::vector<std::uint32_t> duplicates_;  ///< Positions, ascending.
};

inline JsonType JsonValue::type() const { return tree_->nodes_[position_].type; }
inline std::string_view JsonValue::key() const { return tree_->View(tree_->nodes_[position_].key); }
inline std::string_view JsonValue::text() const {
  return tree_->View(tree_->nodes_[position_].text);
}
inline bool JsonValue::boolean() const { return tree_->nodes_[position_].yes; }
inline std::uint32_t JsonValue::size() const { return tree_->nodes_[position_].text.size; }
inline JsonValue::Iterator JsonValue::end() const { return {tree_, tree_->nodes_[position_].next}; }
inline JsonValue::Iterator& JsonValue::Iterator::operator++() {
  position_ = tree_->nodes_[position_].next;
  return *this;
}
inline std::string_view JsonTree::View(Extent extent) const {
  if (extent.at < source_.size()) return {source_.data() + extent.at, extent.size};
  return {unescaped_.data() + (extent.at - source_.size()), extent.size};
}

}  // namespace shouze
