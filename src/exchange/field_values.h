#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/points.h"
#include "kernel/raw_facts.h"

namespace shouze {

/// Numbers by unit code.
using NumbersByUnit = std::map<std::string, Points, std::less<>>;

/// The value of a record's field that owns its texts; numbers in thousandths.
using FieldValue = std::variant<bool, Points, std::string, NumbersByUnit>;

/// Fields by name, in the order they were written: what RawRecord::fields are views into.
using FieldValues = std::vector<std::pair<std::string, FieldValue>>;

/// Views of `values`, which must outlive them; of numbers by unit only that of `unit`, where one is
/// named.
std::vector<RawField> ViewsOf(const FieldValues& values, std::string_view unit = {});

/// Copies what was read. Fields of a shape that no field takes are left out.
FieldValues OwnedValues(const std::vector<RawField>& fields);

}  // namespace shouze
