#include "http/binding.h"

#include <algorithm>
#include <cstdlib>

#include "base/check.h"
#include "base/json_writer.h"
#include "base/place.h"
#include "http/message.h"

namespace shouze {
namespace {

/// More parameters than any form has.
constexpr std::size_t kParametersMax = 200;

using Parameters = std::vector<std::pair<std::string, std::string>>;

BindingErrors Malformed(std::string message, std::string english, std::string where = "") {
  return {Fail(ErrorCode::kInvalidInput, std::move(message), std::move(english), std::move(where)),
          true};
}

boost::system::result<Parameters, BindingErrors> ParseQuery(std::string_view query) {
  Parameters parameters;
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (pair.empty()) continue;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    auto name = PercentDecoded(pair.substr(0, equals), true);
    auto value = PercentDecoded(pair.substr(std::min(equals + 1, pair.size())), true);
    if (!name || !value || !IsPlainUtf8(*name) || !IsPlainUtf8(*value)) {
      return Malformed("网址中的参数编码有误：应为 UTF-8 的百分号编码",
                       "the query is not percent-encoded UTF-8");
    }
    parameters.emplace_back(std::move(*name), std::move(*value));
    if (parameters.size() > kParametersMax) {
      return Malformed("网址中的参数太多", "too many parameters in the query");
    }
  }
  return parameters;
}

/// Whether it is a number as JSON writes it.
bool IsJsonNumber(std::string_view text) {
  const auto tree = text.size() <= 40 ? JsonTree::Parse(std::string(text))
                                      : Result<std::unique_ptr<const JsonTree>>(Error{});
  return tree && (*tree)->root().Is(JsonType::kNumber) && Trimmed(text) == text &&
         text.find_first_of("\r\n") == std::string_view::npos;
}

/// A text that is not of its kind stays one, so that reading it says what it should have been.
void WriteText(JsonWriter& writer, TextKind kind, std::string_view text) {
  if (kind == TextKind::kBoolean && (text == "true" || text == "false")) {
    writer.Boolean(text == "true");
  } else if (kind == TextKind::kNumber && IsJsonNumber(text)) {
    writer.Raw(text);
  } else {
    writer.Text(text);
  }
}

void WriteParameters(JsonWriter& writer, std::span<const MemberShape> members,
                     const Parameters& parameters) {
  for (const MemberShape& member : members) {
    const auto is_it = [&](const auto& one) { return one.first == member.name; };
    if (std::ranges::none_of(parameters, is_it)) continue;
    if (member.list) {
      writer.Key(member.name);
      writer.BeginArray();
    }
    for (const auto& one : parameters) {
      if (!is_it(one)) continue;
      // Given twice where it is no list: so it stands twice in the object, which is reported.
      if (!member.list) writer.Key(member.name);
      WriteText(writer, member.kind, one.second);
    }
    if (member.list) writer.EndArray();
  }
  const auto is_known = [&](const std::string& name) {
    return std::ranges::find(members, name, &MemberShape::name) != members.end();
  };
  for (const auto& [name, value] : parameters) {
    if (is_known(name)) continue;
    writer.Key(name);
    writer.Text(value);
  }
}

/// The path's members, then what stands between the braces of `rest`, which is a JSON object.
std::string Spliced(std::span<const MemberShape> members, const PathValues& path,
                    std::string_view rest) {
  JsonWriter writer;
  writer.BeginObject();
  for (const auto& [name, value] : path) {
    const auto member = std::ranges::find(members, name, &MemberShape::name);
    CHECK(member != members.end());
    writer.Key(name);
    WriteText(writer, member->kind, value);
  }
  writer.EndObject();
  std::string text = writer.Take();
  const std::size_t begin = rest.find('{') + 1;
  const std::string_view inner = rest.substr(begin, rest.rfind('}') - begin);
  if (inner.find_first_not_of(" \t\r\n") == std::string_view::npos) return text;
  text.pop_back();
  if (!path.empty()) text += ',';
  return text.append(inner) + '}';
}

boost::system::result<std::string, BindingErrors> TextOfQuery(std::span<const MemberShape> members,
                                                              const RequestParts& parts) {
  auto parameters = ParseQuery(parts.query);
  if (!parameters) return parameters.error();
  JsonWriter writer;
  writer.BeginObject();
  WriteParameters(writer, members, *parameters);
  writer.EndObject();
  return writer.Take();
}

/// Nothing where the body is no JSON object and the error is to be told of it alone.
boost::system::result<std::string, BindingErrors> TextOfBody(const RequestParts& parts) {
  if (!parts.query.empty()) {
    return Malformed("这个接口不用网址参数；请写在正文里",
                     "this takes no parameters in the query; put them into the body");
  }
  if (Trimmed(parts.body).empty()) return std::string("{}");
  const auto tree = JsonTree::Parse(std::string(parts.body));
  if (!tree) {
    const Error error = tree.error();
    return Malformed("正文不是 JSON：" + error.message, "the body is no JSON: " + error.english,
                     error.where);
  }
  if (!(*tree)->root().Is(JsonType::kObject)) {
    return Malformed("正文应为一个 JSON 对象", "the body must be a JSON object");
  }
  return std::string(parts.body);
}

}  // namespace

void throw_exception_from_error(const BindingErrors&, const boost::source_location&) {
  std::abort();
}

boost::system::result<std::unique_ptr<const JsonTree>, BindingErrors> TreeOf(
    std::span<const MemberShape> members, const RequestParts& parts) {
  for (const auto& [name, value] : parts.path) {
    if (!IsPlainUtf8(value)) return Malformed("网址不是 UTF-8", "the path is not UTF-8");
  }
  auto rest = parts.body_is_read ? TextOfBody(parts) : TextOfQuery(members, parts);
  if (!rest) return rest.error();
  return TreeOf(parts.path.empty() ? std::move(*rest) : Spliced(members, parts.path, *rest));
}

boost::system::result<std::unique_ptr<const JsonTree>, BindingErrors> TreeOf(std::string text) {
  auto tree = JsonTree::Parse(std::move(text));
  if (tree) return std::move(*tree);
  const Error error = tree.error();
  return Malformed(error.message, error.english, error.where);
}

}  // namespace shouze
