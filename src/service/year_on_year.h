#pragma once

#include <optional>
#include <string>
#include <vector>

#include "service/cycles.h"
#include "service/use_case.h"

/// 历年对比: this year's results beside those of the years before whose result is made.
namespace shouze {

/// How many years are set side by side, this one included.
inline constexpr int kYearsCompared = 5;

/// A unit in one year; nothing where it had no result.
struct YearCell {
  std::optional<Points> total;
  int rank = 0;  ///< 0: none.
  bool vetoed = false;
};
SHOUZE_DESCRIBE(YearCell, total, rank, vetoed)

struct YearOnYearRow {
  std::string unit;
  std::string unit_name;
  std::vector<YearCell> years;   ///< As YearOnYearAnswer::years.
  std::optional<Points> change;  ///< Against the year before this one.
};
SHOUZE_DESCRIBE(YearOnYearRow, unit, unit_name, years, change)

/// A line's mean over the units, where the line is worth the same in that year.
struct YearOnYearLine {
  std::string indicator;
  std::string name;
  Points points;
  std::vector<std::optional<Points>> means;
};
SHOUZE_DESCRIBE(YearOnYearLine, indicator, name, points, means)

struct YearOnYearAnswer {
  std::vector<int> years;  ///< Oldest first; the last is the one asked for.
  std::vector<std::optional<Points>> means;
  std::vector<YearOnYearRow> units;  ///< Those of the year asked for, by its rank.
  std::vector<YearOnYearLine> lines;
};
SHOUZE_DESCRIBE(YearOnYearAnswer, years, means, units, lines)

extern const ReadCase<CycleRequest, YearOnYearAnswer> kReadYearOnYear;

}  // namespace shouze
