#pragma once

#include "exchange/field_values.h"
#include "kernel/policy.h"

namespace shouze {

/// A record's fields as people have typed them, each by its type as it is kept: days as 2026-03-05,
/// numbers that came as texts (８６) as numbers. What cannot be read stays, to be judged.
void KeepByType(const RecordKind& kind, FieldValues& fields);

}  // namespace shouze
