#include "exchange/described.h"

#include <algorithm>

#include "base/nearest.h"
#include "base/text.h"

namespace shouze {
namespace described {
namespace {

std::size_t LengthOf(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

bool IsControl(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

}  // namespace

std::string SpellingOf(const char* enumerator) {
  std::string spelling;
  for (const char* at = enumerator + 1; *at != '\0'; ++at) {
    const bool upper = *at >= 'A' && *at <= 'Z';
    if (upper && !spelling.empty()) spelling += '_';
    spelling += upper ? static_cast<char>(*at - 'A' + 'a') : *at;
  }
  return spelling;
}

std::optional<TextFault> FaultOfLabel(std::string_view text) {
  if (text.empty()) return TextFault{"不能为空", "must not be empty"};
  if (LengthOf(text) > kLabelLengthMax) {
    return TextFault{Concat("太长，最多 ", kLabelLengthMax, " 个字"),
                     Concat("too long; at most ", kLabelLengthMax, " characters")};
  }
  if (std::ranges::any_of(text, IsControl)) {
    return TextFault{"不能有换行或控制字符", "must not contain line breaks or control characters"};
  }
  return std::nullopt;
}

std::optional<TextFault> FaultOfText(std::string_view text, std::size_t length_max) {
  if (LengthOf(text) > length_max) {
    return TextFault{Concat("太长，最多 ", length_max, " 个字"),
                     Concat("too long; at most ", length_max, " characters")};
  }
  if (std::ranges::any_of(
          text, [](char c) { return IsControl(c) && c != '\n' && c != '\t' && c != '\r'; })) {
    return TextFault{"不能有控制字符", "must not contain control characters"};
  }
  return std::nullopt;
}

void ReportUnknownWord(std::string_view word, const std::vector<std::string>& known,
                       const Place& place, ReadingErrors& errors) {
  errors.Wrong(place, Concat(Quoted(word), "不可用；应为 ", Join(known, "、"), " 之一"),
               Concat("must be one of ", Join(known, ", ")));
}

void ReportUnknownMember(std::string_view name, const std::vector<std::string_view>& known,
                         const Place& place, ReadingErrors& errors) {
  const auto near = NearestNames(name, known, 1);
  if (near.empty()) {
    errors.Add(place.Pointer(),
               Concat("没有名为", Quoted(name), "的成员；可用的有 ", Join(known, "、")),
               Concat("unknown member; known are ", Join(known, ", ")));
  } else {
    errors.Add(place.Pointer(),
               Concat("没有名为", Quoted(name), "的成员；是否想写“", near.front(), "”？"),
               Concat("unknown member; did you mean \"", near.front(), "\"?"));
  }
}

std::optional<FieldValues> ReadFieldValues(JsonValue value, const Place& place,
                                           ReadingErrors& errors) {
  if (!Expect(JsonType::kObject, value, place, errors)) return std::nullopt;
  FieldValues values;
  for (const JsonValue member : value) {
    const Place at = place.Member(member.key());
    std::string key(member.key());
    switch (member.type()) {
      case JsonType::kNull:
        break;
      case JsonType::kBoolean:
        values.emplace_back(std::move(key), member.boolean());
        break;
      case JsonType::kNumber:
        values.emplace_back(std::move(key),
                            Points{ReadThousandths(member, at, errors).value_or(0)});
        break;
      case JsonType::kText: {
        const auto fault = FaultOfText(member.text());
        if (fault) errors.Wrong(at, fault->message, fault->english);
        values.emplace_back(std::move(key), std::string(member.text()));
        break;
      }
      case JsonType::kArray:
        errors.Wrong(at, "字段的值不能是列表", "a field's value cannot be a list");
        break;
      case JsonType::kObject: {
        NumbersByUnit numbers;
        ReadValue(member, at, errors, numbers);
        values.emplace_back(std::move(key), std::move(numbers));
        break;
      }
    }
  }
  return values;
}

void WriteFieldValues(JsonWriter& writer, const FieldValues& values) {
  writer.BeginObject();
  for (const auto& [key, value] : values) {
    writer.Key(key);
    std::visit([&](const auto& one) { WriteValue(writer, {}, one); }, value);
  }
  writer.EndObject();
}

void AppendCanonical(JsonValue value, JsonWriter& writer) {
  switch (value.type()) {
    case JsonType::kNull:
      return writer.Null();
    case JsonType::kBoolean:
      return writer.Boolean(value.boolean());
    case JsonType::kNumber:
      return writer.Raw(value.text());
    case JsonType::kText:
      return writer.Text(value.text());
    case JsonType::kArray:
      writer.BeginArray();
      for (const JsonValue item : value) AppendCanonical(item, writer);
      return writer.EndArray();
    case JsonType::kObject:
      break;
  }
  std::vector<JsonValue> members;
  for (const JsonValue member : value) members.push_back(member);
  std::ranges::sort(members, {}, [](const JsonValue& member) { return member.key(); });
  writer.BeginObject();
  for (const JsonValue& member : members) {
    writer.Key(member.key());
    AppendCanonical(member, writer);
  }
  writer.EndObject();
}

}  // namespace described

Result<std::string> CanonicalJson(std::string text) {
  const auto tree = JsonTree::Parse(std::move(text));
  if (!tree) return tree.error();
  const JsonValue root = (*tree)->root();
  const auto duplicates = (*tree)->DuplicatesBelow(root);
  if (!duplicates.empty()) {
    return Error{ErrorCode::kInvalidInput, duplicates.front(), "同一对象里这个成员写了两次",
                 "the member is given twice in its object"};
  }
  JsonWriter writer;
  described::AppendCanonical(root, writer);
  return writer.Take();
}

}  // namespace shouze
