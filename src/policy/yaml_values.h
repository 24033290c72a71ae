#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "base/civil.h"
#include "base/points.h"
#include "policy/problems.h"
#include "policy/yaml_tree.h"

/// Readers of single values: each gives the value, or says at its line why there is none. They take
/// a spelling only for what every YAML reader takes it for: `010`, `no` or `3.10` are text in
/// quotes only, and numbers are plain decimals.
namespace shouze {

/// Text that is not empty, in any number of lines.
std::optional<std::string> ReadText(const YamlNode& node, Problems& problems);

/// Text of one line.
std::optional<std::string> ReadLine(const YamlNode& node, Problems& problems);

/// An id: lower-case letters, digits, `-` and `_`, beginning with a letter; at most 64.
std::optional<std::string> ReadId(const YamlNode& node, Problems& problems);

/// The number of an aspect or indicator, as "3.1": letters, digits, `.`, `-` and `_`, beginning
/// with a letter or digit; at most 64.
std::optional<std::string> ReadNumberId(const YamlNode& node, Problems& problems);

/// true or false.
std::optional<bool> ReadBoolean(const YamlNode& node, Problems& problems);

/// A number from 0 to 1 000 000 with at most three decimals, as thousandths.
std::optional<std::int64_t> ReadAmount(const YamlNode& node, Problems& problems);

/// Points greater than 0, up to 1 000 000.
std::optional<Points> ReadPoints(const YamlNode& node, Problems& problems);

/// Points greater than or equal to 0.
std::optional<Points> ReadPointsOrZero(const YamlNode& node, Problems& problems);

/// `"YYYY-MM-DD"`, in quotes.
std::optional<CivilDate> ReadDate(const YamlNode& node, Problems& problems);

/// A day of every year, `"MM-DD"` in quotes; so not 29 February.
struct MonthDay {
  int month = 1;
  int day = 1;
};
std::optional<MonthDay> ReadMonthDay(const YamlNode& node, Problems& problems);

/// A whole number from `min` to `max`.
std::optional<std::int64_t> ReadInteger(const YamlNode& node, Problems& problems, std::int64_t min,
                                        std::int64_t max);

/// A reader of whole numbers in a range, for MapReader.
template <class Number = int>
auto IntegerFrom(Number min, Number max = std::numeric_limits<Number>::max()) {
  return [min, max](const YamlNode& node, Problems& problems) -> std::optional<Number> {
    const auto value = ReadInteger(node, problems, min, max);
    return value ? std::optional(static_cast<Number>(*value)) : std::nullopt;
  };
}

/// Says that `node` should be `chinese`, as in "一个列表".
void AddWrongType(const YamlNode& node, Problems& problems, std::string_view chinese,
                  std::string_view english);

}  // namespace shouze
