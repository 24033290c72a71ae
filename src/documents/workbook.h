#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "base/civil.h"
#include "base/points.h"

/// 工作簿: tables that others reckon on with.
namespace shouze::documents {

/// Nothing, text, a whole number, points, a date.
using Value = std::variant<std::monostate, std::string, std::int64_t, Points, CivilDate>;

/// A column and how wide it is.
struct Column {
  std::string title;
  int width = 12;  ///< In characters.
};

/// One sheet; its first row says what it is, its second what the columns are.
struct Worksheet {
  std::string name;  ///< Shortened to 31 characters, `[]:*?/\` replaced.
  std::string title;
  std::vector<Column> columns;
  int fixed_columns = 0;  ///< Stay in sight at the left.
  std::vector<std::vector<Value>> rows;
};

/// A file of sheets.
struct Workbook {
  std::string title;
  Instant made_at;
  UtcOffset offset;
  std::vector<Worksheet> sheets;  ///< At least one; names differ.
};

}  // namespace shouze::documents
