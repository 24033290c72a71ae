#include "base/json_writer.h"

#include <array>
#include <utility>

namespace shouze {
namespace {

/// By byte.
constexpr auto kMustBeEscaped = [] {
  std::array<bool, 256> must{};
  for (std::size_t control = 0; control < 0x20; ++control) must[control] = true;
  must['"'] = must['\\'] = true;
  return must;
}();

/// Appends `value` in quotes. Source: RFC 8259 section 7; only what must be escaped is.
void AppendQuoted(std::string& text, std::string_view value) {
  constexpr std::string_view kHex = "0123456789abcdef";
  text += '"';
  while (true) {
    std::size_t plain = 0;
    while (plain < value.size() && !kMustBeEscaped[static_cast<unsigned char>(value[plain])]) {
      ++plain;
    }
    text.append(value.substr(0, plain));
    if (plain == value.size()) break;
    const char c = value[plain];
    if (c == '"' || c == '\\') {
      text += '\\';
      text += c;
    } else if (c == '\n') {
      text += "\\n";
    } else {
      text += "\\u00";
      text += kHex[static_cast<unsigned char>(c) >> 4];
      text += kHex[static_cast<unsigned char>(c) & 15];
    }
    value.remove_prefix(plain + 1);
  }
  text += '"';
}

}  // namespace

void JsonWriter::BeforeValue() {
  if (after_value_) text_ += ',';
  after_value_ = true;
}

void JsonWriter::Open(char bracket) {
  BeforeValue();
  text_ += bracket;
  after_value_ = false;
}

void JsonWriter::Close(char bracket) {
  text_ += bracket;
  after_value_ = true;
}

void JsonWriter::Key(std::string_view key) {
  BeforeValue();
  AppendQuoted(text_, key);
  text_ += ':';
  after_value_ = false;
}

void JsonWriter::Text(std::string_view value) {
  BeforeValue();
  AppendQuoted(text_, value);
}

void JsonWriter::Whole(std::int64_t value) {
  BeforeValue();
  text_ += std::to_string(value);
}

void JsonWriter::Boolean(bool value) {
  BeforeValue();
  text_ += value ? "true" : "false";
}

void JsonWriter::Null() {
  BeforeValue();
  text_ += "null";
}

void JsonWriter::Number(Points value) {
  BeforeValue();
  text_ += Format(value);
}

void JsonWriter::Raw(std::string_view json) {
  BeforeValue();
  text_ += json;
}

std::string JsonWriter::Take() {
  after_value_ = false;
  return std::exchange(text_, {});
}

}  // namespace shouze
