#pragma once

#include "service/policy_reading.h"

namespace shouze {

/// The parts of a policy that have rules in them, as policy_reading.h shows them.
std::vector<PolicyRecordKind> KindRows(const Policy& policy);
std::vector<PolicyAspect> AspectRows(const Policy& policy);

/// `text`, `boolean` …: how the policy file spells a field's type.
std::string_view SpellingOf(FieldType type);

/// A field's value as a record's fields are written: `true`, a choice's id, a number, a date.
std::string WrittenValue(const Field& field, std::int64_t value);

}  // namespace shouze
