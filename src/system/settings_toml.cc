#include "system/settings_toml.h"

#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include <algorithm>

#include "base/text.h"

namespace shouze {
namespace {

/// A list of texts as one text; kOther where it holds anything else.
void ReadArray(const toml::array& array, TomlValue& value) {
  std::vector<std::string> texts;
  for (const toml::node& item : array) {
    const auto text = item.value_exact<std::string>();
    if (!text || text->find(',') != text->npos) return;
    texts.push_back(*text);
  }
  value.kind = TomlKind::kTexts;
  value.text = Join(texts, ",");
}

void ReadTable(const toml::table& table, const std::string& before,
               std::vector<TomlValue>& values) {
  for (const auto& [key, node] : table) {
    const bool plain = key.str().find('.') == key.str().npos;
    TomlValue value;
    value.name = plain ? Concat(before, key.str()) : Concat(before, "\"", key.str(), "\"");
    value.line = static_cast<int>(key.source().begin.line);
    if (const toml::table* inner = node.as_table(); inner != nullptr && !inner->empty()) {
      ReadTable(*inner, value.name + ".", values);
      continue;
    }
    if (node.is_table()) {
      value.kind = TomlKind::kEmptyTable;
    } else if (const auto text = node.value_exact<std::string>()) {
      value.kind = TomlKind::kText;
      value.text = *text;
    } else if (const auto whole = node.value_exact<std::int64_t>()) {
      value.kind = TomlKind::kWhole;
      value.text = std::to_string(*whole);
    } else if (const auto boolean = node.value_exact<bool>()) {
      value.kind = TomlKind::kBoolean;
      value.text = *boolean ? "true" : "false";
    } else if (const toml::array* array = node.as_array()) {
      ReadArray(*array, value);
    }
    values.push_back(std::move(value));
  }
}

}  // namespace

Result<std::vector<TomlValue>> ReadToml(std::string_view text, const std::string& file) {
  const toml::parse_result parsed = toml::parse(text);
  if (!parsed) {
    const toml::parse_error& error = parsed.error();
    return Error{ErrorCode::kInvalidInput, Concat(file, ":", error.source().begin.line),
                 Concat("这里不合 TOML 的写法（", error.description(), "）"),
                 Concat("this is not TOML: ", error.description())};
  }
  std::vector<TomlValue> values;
  ReadTable(parsed.table(), "", values);
  std::ranges::stable_sort(values, {}, &TomlValue::line);
  return values;
}

}  // namespace shouze
