#pragma once

#include <string>

#include "exchange/field_values.h"
#include "kernel/policy.h"

namespace shouze {

/// What a record's fields say, as its kind names them: 系统：教务系统；严重程度：高危. Fields that
/// the kind does not know are left out.
std::string FieldsInWords(const FieldValues& fields, const RecordKind& kind);

}  // namespace shouze
