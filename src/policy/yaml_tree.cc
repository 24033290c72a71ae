#include "policy/yaml_tree.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <array>
#include <istream>
#include <map>
#include <streambuf>
#include <utility>

#include "base/text.h"
#include "policy/utf8.h"

namespace shouze {
namespace {

constexpr std::size_t kFileBytesMax = std::size_t{1} << 20;
constexpr std::size_t kDepthMax = 32;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// Lets yaml-cpp read a view without a copy.
class ViewBuffer : public std::streambuf {
 public:
  explicit ViewBuffer(std::string_view text) {
    char* begin = const_cast<char*>(text.data());  // Only ever read.
    setg(begin, begin, begin + text.size());
  }
};

/// Ends the parsing of a file that is not worth going on with; its problem has been reported.
struct GiveUp {};

int LineOf(const YAML::Mark& mark) { return std::max(mark.line, 0) + 1; }

/// Builds the tree from yaml-cpp's events. Its Node API would convert, merge and lose lines.
class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(std::string_view text, Problems& problems) : text_(text), problems_(problems) {}

  YamlNode TakeRoot() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ == 1) return;
    problems_.Add(LineOf(mark), "一个文件只能有一个 YAML 文档：请删去“---”后面的内容或另存一个文件",
                  "one YAML document per file: remove what follows '---' or move it to a file");
    throw GiveUp();
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    RefuseProperties(mark, "?", anchor);
    YamlNode node = NewNode(YamlNode::Kind::kNull, mark);
    node.line -= LinesBack(mark);
    Finish(std::move(node));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    Refuse(LineOf(mark), "引用（*）", "aliases (*)");
    Finish(NewNode(YamlNode::Kind::kNull, mark));
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    RefuseProperties(mark, tag, anchor);
    YamlNode node = NewNode(YamlNode::Kind::kScalar, mark);
    node.quoted = tag == "!";
    node.text = value;
    if (FindUnreadableByte(value)) {
      problems_.Add(node.line, "文字里有控制字符，请删去", "remove the control character");
    }
    Finish(std::move(node));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    RefuseProperties(mark, tag, anchor);
    Open(NewNode(YamlNode::Kind::kSequence, mark));
  }
  void OnSequenceEnd() override { Close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    RefuseProperties(mark, tag, anchor);
    Open(NewNode(YamlNode::Kind::kMap, mark));
  }
  void OnMapEnd() override { Close(); }

 private:
  /// A collection that is still being filled.
  struct OpenNode {
    YamlNode node;
    std::optional<YamlMember> pending;  ///< A map's key that waits for its value.
    std::map<std::string, int, std::less<>> key_lines;
  };

  static YamlNode NewNode(YamlNode::Kind kind, const YAML::Mark& mark) {
    YamlNode node;
    node.kind = kind;
    node.line = LineOf(mark);
    return node;
  }

  /// How many lines up the text before `mark` ends: yaml-cpp places what is left out, as after a
  /// lone `-`, where the next token stands.
  int LinesBack(const YAML::Mark& mark) const {
    int lines = 0;
    auto at = std::min(text_.size(), static_cast<std::size_t>(std::max(mark.pos, 0)));
    if (at < text_.size() && std::string_view("~nN").find(text_[at]) != std::string_view::npos) {
      return 0;
    }
    for (; at > 0 && std::string_view(" \r\n").find(text_[at - 1]) != std::string_view::npos;
         --at) {
      if (text_[at - 1] == '\n') ++lines;
    }
    return lines;
  }

  void Refuse(int line, std::string_view chinese, std::string_view english) {
    problems_.Add(line, Concat("不支持 YAML 的", chinese, "，请把内容直接写出来"),
                  Concat("YAML ", english, " are not supported: write the content itself"));
  }

  /// yaml-cpp calls what is in quotes "!", as it does what carries an explicit `!`.
  void RefuseProperties(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    if (anchor != YAML::NullAnchor) Refuse(LineOf(mark), "锚点（&）", "anchors (&)");
    const auto at = static_cast<std::size_t>(std::max(mark.pos, 0));
    const bool written = at < text_.size() && text_[at] == '!';
    if (written || (tag != "?" && tag != "!")) Refuse(LineOf(mark), "标签（!）", "tags (!)");
  }

  void Open(YamlNode node) {
    if (open_.size() >= kDepthMax) {
      problems_.Add(node.line, Concat("嵌套超过 ", kDepthMax, " 层，请检查缩进和括号"),
                    Concat("nested more than ", kDepthMax, " deep: check indents and brackets"));
      throw GiveUp();
    }
    open_.push_back({std::move(node), std::nullopt, {}});
  }

  void Close() {
    YamlNode node = std::move(open_.back().node);
    open_.pop_back();
    Finish(std::move(node));
  }

  void Finish(YamlNode node) {
    if (open_.empty()) {
      root_ = std::move(node);
    } else if (open_.back().node.kind == YamlNode::Kind::kSequence) {
      open_.back().node.items.push_back(std::move(node));
    } else if (open_.back().pending) {
      FinishMember(open_.back(), std::move(node));
    } else {
      BeginMember(open_.back(), std::move(node));
    }
  }

  void BeginMember(OpenNode& map, YamlNode key) {
    if (key.kind != YamlNode::Kind::kScalar) {
      problems_.Add(key.line, "键必须是一个词", "a key must be a word");
    } else if (key.text == "<<" && !key.quoted) {
      Refuse(key.line, "合并键（<<）", "merge keys (<<)");
      key.kind = YamlNode::Kind::kNull;
    }
    // A key that was refused is kept as null until its value is over.
    map.pending = YamlMember{std::move(key.text), key.quoted, key.line, {}};
    map.pending->value.kind = key.kind;
  }

  void FinishMember(OpenNode& map, YamlNode value) {
    YamlMember member = std::move(*map.pending);
    map.pending.reset();
    if (member.value.kind != YamlNode::Kind::kScalar) return;
    const auto [first, is_new] = map.key_lines.try_emplace(member.key, member.line);
    if (!is_new) {
      problems_.Add(member.line,
                    Concat("键“", Excerpt(member.key), "”重复：第 ", first->second,
                           " 行已经写过，请删去一个"),
                    Concat("duplicate key '", Excerpt(member.key), "': line ", first->second,
                           " has it already; remove one"));
      return;
    }
    // A comment may stand between a key and where LinesBack finds its absent value.
    if (value.kind == YamlNode::Kind::kNull) value.line = member.line;
    member.value = std::move(value);
    map.node.members.push_back(std::move(member));
  }

  std::string_view text_;
  Problems& problems_;
  int documents_ = 0;
  std::vector<OpenNode> open_;
  YamlNode root_;
};

/// What yaml-cpp says, and what that means to somebody who edits the file.
struct SyntaxHint {
  std::string_view said;
  std::string_view chinese;
};
const std::array<SyntaxHint, 9> kSyntaxHints = {{
    {YAML::ErrorMsg::MAP_VALUE, "冒号位置不对；文字里有“: ”时请给整段文字加引号"},
    {YAML::ErrorMsg::END_OF_MAP, "缩进与上文不一致，或上一行缺少冒号"},
    {YAML::ErrorMsg::END_OF_SEQ, "列表的缩进与上文不一致"},
    {YAML::ErrorMsg::END_OF_MAP_FLOW, "缺少“}”"},
    {YAML::ErrorMsg::END_OF_SEQ_FLOW, "缺少“]”"},
    {YAML::ErrorMsg::FLOW_END, "多了一个“}”或“]”"},
    {YAML::ErrorMsg::BLOCK_ENTRY, "“-”的位置不对，请检查缩进"},
    {YAML::ErrorMsg::TAB_IN_INDENTATION, "缩进只能用空格，不能用制表符"},
    {YAML::ErrorMsg::UNKNOWN_TOKEN, "这里有不能识别的符号；以特殊符号开头的文字请加引号"},
}};

void AddSyntaxProblem(const YAML::Exception& error, Problems& problems) {
  const auto* hint = std::find_if(kSyntaxHints.begin(), kSyntaxHints.end(),
                                  [&](const SyntaxHint& row) { return row.said == error.msg; });
  const std::string_view chinese =
      hint == kSyntaxHints.end() ? "请检查这一行的缩进、引号和括号" : hint->chinese;
  problems.Add(LineOf(error.mark), Concat("YAML 语法错误：", chinese),
               Concat("YAML syntax error: ", Excerpt(error.msg)));
}

bool IsReadable(std::string_view text, Problems& problems) {
  if (text.size() > kFileBytesMax) {
    problems.Add(1, "文件超过 1 MiB，不像是这里要的文件",
                 "the file is larger than 1 MiB: it is not one of the files meant here");
    return false;
  }
  if (const auto at = FindUnreadableByte(text)) {
    const auto line =
        std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(*at), '\n');
    problems.Add(static_cast<int>(line) + 1,
                 "这里不是 UTF-8 文字或有控制字符，请把文件另存为 UTF-8 编码",
                 "not UTF-8 text here, or a control character: save the file as UTF-8");
    return false;
  }
  return true;
}

}  // namespace

std::optional<YamlNode> ReadYaml(std::string_view text, Problems& problems) {
  if (!IsReadable(text, problems)) return std::nullopt;
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  TreeBuilder builder(text, problems);
  try {
    ViewBuffer buffer(text);
    std::istream stream(&buffer);
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) continue;
  } catch (const GiveUp&) {
    return std::nullopt;
  } catch (const YAML::Exception& error) {
    AddSyntaxProblem(error, problems);
    return std::nullopt;
  }
  YamlNode root = builder.TakeRoot();
  if (root.line == 0) root.line = 1;  // An empty file.
  return root;
}

const YamlNode* Find(const YamlNode& map, std::string_view key) {
  for (const YamlMember& member : map.members) {
    if (member.key == key) return &member.value;
  }
  return nullptr;
}

int LineOf(const YamlNode& map, std::string_view key) {
  for (const YamlMember& member : map.members) {
    if (member.key == key) return member.line;
  }
  return map.line;
}

}  // namespace shouze
