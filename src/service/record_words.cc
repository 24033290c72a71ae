#include "service/record_words.h"

#include <algorithm>
#include <variant>

#include "base/text.h"

namespace shouze {
namespace {

std::string InWords(const std::string& text, const Field& field) {
  if (field.type != FieldType::kChoice) return text;
  const auto choice = std::ranges::find(field.choices, text, &NamedId::id);
  return choice == field.choices.end() ? text : choice->name;
}

std::string InWords(bool value, const Field&) { return value ? "是" : "否"; }

std::string InWords(Points number, const Field&) { return Format(number); }

/// Of a single unit the number alone says it.
std::string InWords(const NumbersByUnit& numbers, const Field&) {
  if (numbers.size() == 1) return Format(numbers.begin()->second);
  std::string text;
  for (const auto& [unit, number] : numbers) {
    text += Concat(text.empty() ? "" : "、", unit, " ", Format(number));
  }
  return text;
}

}  // namespace

std::string FieldsInWords(const FieldValues& fields, const RecordKind& kind) {
  std::string words;
  for (const auto& [id, value] : fields) {
    const auto field = std::ranges::find(kind.fields, id, &Field::id);
    if (field == kind.fields.end()) continue;
    const std::string said =
        std::visit([&](const auto& one) { return InWords(one, *field); }, value);
    words += Concat(words.empty() ? "" : "；", field->name, "：", said);
  }
  return words;
}

}  // namespace shouze
