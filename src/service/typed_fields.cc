#include "service/typed_fields.h"

#include <algorithm>

#include "exchange/typed.h"

namespace shouze {

void KeepByType(const RecordKind& kind, FieldValues& fields) {
  for (auto& [name, value] : fields) {
    const auto field = std::ranges::find(kind.fields, name, &Field::id);
    const auto* const text = std::get_if<std::string>(&value);
    if (field == kind.fields.end() || text == nullptr) continue;
    if (field->type == FieldType::kDate) {
      if (const auto day = ReadDay(*text)) value = Format(*day);
    } else if (field->type == FieldType::kInteger || field->type == FieldType::kNumber) {
      if (const auto number = ParseThousandths(TypedWord(*text))) value = Points{*number};
    }
  }
}

}  // namespace shouze
