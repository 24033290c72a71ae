#include "exchange/json_tree.h"

#include <algorithm>
#include <array>
#include <boost/json/basic_parser_impl.hpp>
#include <utility>

#include "base/check.h"
#include "base/place.h"
#include "base/text.h"

namespace shouze {

std::string_view ChineseName(JsonType type) {
  constexpr std::array<std::string_view, 6> kNames = {"null", "true/false", "数字",
                                                      "文字", "列表",       "对象"};
  return kNames[static_cast<std::size_t>(type)];
}

std::string_view EnglishName(JsonType type) {
  constexpr std::array<std::string_view, 6> kNames = {"null",   "true/false", "a number",
                                                      "a text", "a list",     "an object"};
  return kNames[static_cast<std::size_t>(type)];
}

/// What Boost.JSON's parser calls; fills a tree whose source is the very buffer that is parsed.
class JsonTreeBuilder {
 public:
  using Text = boost::json::string_view;
  using Code = boost::json::error_code;
  static constexpr std::size_t max_array_size = SIZE_MAX;
  static constexpr std::size_t max_object_size = SIZE_MAX;
  static constexpr std::size_t max_key_size = SIZE_MAX;
  static constexpr std::size_t max_string_size = SIZE_MAX;

  explicit JsonTreeBuilder(JsonTree& tree) : tree_(tree) {}

  bool on_document_begin(Code&) { return true; }
  bool on_document_end(Code&) { return true; }
  bool on_object_begin(Code&) { return Open(JsonType::kObject); }
  bool on_object_end(std::size_t count, Code&) {
    const std::uint32_t object = Close(count);
    if (count > 1) MarkDuplicates(object, count);
    return true;
  }
  bool on_array_begin(Code&) { return Open(JsonType::kArray); }
  bool on_array_end(std::size_t count, Code&) {
    Close(count);
    return true;
  }
  bool on_key_part(Text part, std::size_t, Code&) { return AddPart(part); }
  bool on_key(Text last, std::size_t, Code&) {
    key_ = TakeText(last);
    return true;
  }
  bool on_string_part(Text part, std::size_t, Code&) { return AddPart(part); }
  bool on_string(Text last, std::size_t, Code&) {
    Add(JsonType::kText).text = TakeText(last);
    return true;
  }
  bool on_number_part(Text part, Code&) {
    if (number_begin_ == nullptr) number_begin_ = part.data();
    return true;
  }
  bool on_int64(std::int64_t, Text last, Code&) { return AddNumber(last); }
  bool on_uint64(std::uint64_t, Text last, Code&) { return AddNumber(last); }
  bool on_double(double, Text last, Code&) { return AddNumber(last); }
  bool on_bool(bool yes, Code&) {
    Add(JsonType::kBoolean).yes = yes;
    return true;
  }
  bool on_null(Code&) {
    Add(JsonType::kNull);
    return true;
  }
  bool on_comment_part(Text, Code&) { return true; }
  bool on_comment(Text, Code&) { return true; }

 private:
  using Extent = JsonTree::Extent;
  using Node = JsonTree::Node;

  Node& Add(JsonType type) {
    Node& node = tree_.nodes_.emplace_back();
    node.key = std::exchange(key_, {});
    node.next = static_cast<std::uint32_t>(tree_.nodes_.size());
    node.type = type;
    return node;
  }

  bool Open(JsonType type) {
    open_.push_back(static_cast<std::uint32_t>(tree_.nodes_.size()));
    Add(type);
    return true;
  }

  std::uint32_t Close(std::size_t count) {
    const std::uint32_t container = open_.back();
    open_.pop_back();
    Node& node = tree_.nodes_[container];
    node.text.size = static_cast<std::uint32_t>(count);
    node.next = static_cast<std::uint32_t>(tree_.nodes_.size());
    return container;
  }

  bool AddNumber(Text last) {
    const char* begin = number_begin_ == nullptr ? last.data() : number_begin_;
    number_begin_ = nullptr;
    Add(JsonType::kNumber).text = InSource(begin, last.data() + last.size());
    return true;
  }

  bool AddPart(Text part) {
    if (!has_parts_) parts_begin_ = tree_.unescaped_.size();
    has_parts_ = true;
    tree_.unescaped_.append(part.data(), part.size());
    return true;
  }

  Extent InSource(const char* begin, const char* end) const {
    return {static_cast<std::uint32_t>(begin - tree_.source_.data()),
            static_cast<std::uint32_t>(end - begin)};
  }

  /// The whole text that ends with `last`: in place where it came in one piece of the source.
  Extent TakeText(Text last) {
    const std::string& source = tree_.source_;
    if (!has_parts_ && last.data() >= source.data() &&
        last.data() < source.data() + source.size()) {
      return InSource(last.data(), last.data() + last.size());
    }
    AddPart(last);
    has_parts_ = false;
    return {static_cast<std::uint32_t>(source.size() + parts_begin_),
            static_cast<std::uint32_t>(tree_.unescaped_.size() - parts_begin_)};
  }

  void MarkDuplicates(std::uint32_t object, std::size_t count) {
    constexpr std::size_t kFew = 12;
    const JsonValue value(&tree_, object);
    if (count > kFew) return MarkDuplicatesOfMany(value);
    std::array<std::string_view, kFew> keys;
    std::size_t seen = 0;
    for (const JsonValue member : value) {
      const std::string_view key = member.key();
      std::string_view* const end = keys.data() + seen;
      if (std::find(keys.data(), end, key) != end) tree_.duplicates_.push_back(member.position());
      keys[seen++] = key;
    }
  }

  void MarkDuplicatesOfMany(JsonValue object) {
    std::vector<std::pair<std::string_view, std::uint32_t>> keys;
    keys.reserve(object.size());
    for (const JsonValue member : object) keys.emplace_back(member.key(), member.position());
    std::ranges::sort(keys);
    for (std::size_t i = 1; i < keys.size(); ++i) {
      if (keys[i].first == keys[i - 1].first) tree_.duplicates_.push_back(keys[i].second);
    }
  }

  JsonTree& tree_;
  std::vector<std::uint32_t> open_;
  Extent key_;
  const char* number_begin_ = nullptr;
  std::size_t parts_begin_ = 0;
  bool has_parts_ = false;
};

namespace {

struct Reason {
  std::string_view chinese;
  std::string_view english;
};

/// Typed with a Chinese input method on; the commonest slip in files written by hand.
bool IsFullWidthPunctuation(std::string_view text) {
  return std::ranges::any_of(
      std::array<std::string_view, 14>{"“", "”", "‘", "’", "，", "：", "、", "；", "｛", "｝", "［",
                                       "］", "【", "】"},
      [&](std::string_view mark) { return text.starts_with(mark); });
}

Reason WhyNot(boost::json::error code, std::string_view source, std::size_t at) {
  using boost::json::error;
  const unsigned char byte = at < source.size() ? static_cast<unsigned char>(source[at]) : 0;
  if (source.starts_with("\xFF\xFE") || source.starts_with("\xFE\xFF")) {
    return {"文件是 UTF-16 编码，请另存为 UTF-8", "the file is UTF-16; save it as UTF-8"};
  }
  switch (code) {
    case error::incomplete:
      if (source.find_first_not_of(" \t\r\n") == std::string_view::npos) {
        return {"文件是空的", "the file is empty"};
      }
      return {"文件没有写完（缺少引号或括号）",
              "the text ends too early (a quote or bracket is missing)"};
    case error::extra_data:
      return {"文件末尾有多余的内容", "something follows the end of the document"};
    case error::exponent_overflow:
      return {"数字的指数太大；请写成普通小数", "the exponent is too large; write a plain decimal"};
    case error::too_deep:
      return {"括号嵌套超过 32 层", "brackets nest deeper than 32"};
    case error::illegal_leading_surrogate:
    case error::illegal_trailing_surrogate:
    case error::expected_hex_digit:
    case error::expected_utf16_escape:
      return {"\\u 转义不正确", "a \\u escape is wrong"};
    default:
      break;
  }
  if (IsFullWidthPunctuation(source.substr(at))) {
    return {"这里是全角标点或中文引号；JSON 的引号、逗号、冒号、括号须用半角（英文）的",
            "full-width punctuation; JSON takes plain ASCII quotes, commas, colons and brackets"};
  }
  if (byte >= 0x80) {
    return {"此处不是 UTF-8 文字或不应有文字；文件若是 GBK 编码，请另存为 UTF-8",
            "this is not UTF-8, or no text belongs here; a GBK file must be saved as UTF-8"};
  }
  return {"不合 JSON 语法；请检查此处的逗号、引号和括号",
          "this is not JSON; check the commas, quotes and brackets here"};
}

/// Says line and column (characters, from 1) of `at`.
Error SyntaxError(boost::json::error code, std::string_view source, std::size_t at) {
  const std::string_view before = source.substr(0, at);
  const auto line = std::ranges::count(before, '\n') + 1;
  const std::string_view last = before.substr(before.rfind('\n') + 1);
  const auto column = 1 + std::ranges::count_if(last, [](char c) {
                        return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
                      });
  const Reason reason = WhyNot(code, source, at);
  return {ErrorCode::kInvalidInput, "",
          Concat("第 ", line, " 行第 ", column, " 列：", reason.chinese),
          Concat("line ", line, ", column ", column, ": ", reason.english)};
}

}  // namespace

Result<std::unique_ptr<const JsonTree>> JsonTree::Parse(std::string source) {
  if (source.size() > kJsonBytesMax) {
    return Error{ErrorCode::kInvalidInput, "", Concat("文件超过 ", kJsonBytesMax >> 20, " MiB"),
                 Concat("the file is larger than ", kJsonBytesMax >> 20, " MiB")};
  }
  std::unique_ptr<JsonTree> tree(new JsonTree);
  tree->source_ = std::move(source);
  tree->nodes_.reserve(tree->source_.size() / 16 + 1);
  const std::string_view text = tree->source_;
  const std::size_t begin = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;

  boost::json::parse_options options;
  options.max_depth = kJsonDepthMax;
  boost::json::basic_parser<JsonTreeBuilder> parser(options, *tree);
  boost::json::error_code code;
  const std::size_t used =
      begin + parser.write_some(false, text.data() + begin, text.size() - begin, code);
  if (!code && used < text.size()) code = boost::json::error::extra_data;
  if (code) return SyntaxError(static_cast<boost::json::error>(code.value()), text, used);
  CHECK(!tree->nodes_.empty());
  std::ranges::sort(tree->duplicates_);
  return std::unique_ptr<const JsonTree>(std::move(tree));
}

void JsonTree::CollectDuplicates(JsonValue value, std::string& pointer,
                                 std::vector<std::string>& found) const {
  if (std::ranges::binary_search(duplicates_, value.position())) found.push_back(pointer);
  if (!value.Is(JsonType::kArray) && !value.Is(JsonType::kObject)) return;
  const std::size_t length = pointer.size();
  std::size_t index = 0;
  for (const JsonValue child : value) {
    AppendPointer(pointer,
                  value.Is(JsonType::kObject) ? std::string(child.key()) : std::to_string(index));
    CollectDuplicates(child, pointer, found);
    pointer.resize(length);
    ++index;
  }
}

std::vector<std::string> JsonTree::DuplicatesBelow(JsonValue top) const {
  std::vector<std::string> found;
  std::string pointer;
  if (!duplicates_.empty()) CollectDuplicates(top, pointer, found);
  return found;
}

}  // namespace shouze
