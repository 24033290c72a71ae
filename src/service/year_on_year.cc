#include "service/year_on_year.h"

#include <algorithm>
#include <utility>

#include "service/results.h"
#include "service/school.h"

namespace shouze {
namespace {

/// One year's results.
struct OneYear {
  int year = 0;
  std::shared_ptr<const CycleRules> rules;
  std::vector<ResultRow> rows;

  const ResultRow* Find(std::string_view unit) const {
    const auto row = std::ranges::find(rows, unit, &ResultRow::unit);
    return row == rows.end() || row->rank == 0 ? nullptr : &*row;
  }
  /// The mean of the line over the units; none where it is worth something else, or is not there.
  std::optional<Points> MeanLine(const Indicator& indicator) const {
    const auto& indicators = rules->policy.indicators;
    const auto same = std::ranges::find(indicators, indicator.id, &Indicator::id);
    if (same == indicators.end() || same->points != indicator.points) return std::nullopt;
    std::vector<Points> scores;
    for (const ResultRow& row : rows) {
      const auto line = std::ranges::find(row.lines, indicator.id, &ResultLine::indicator);
      if (row.rank == 0 || line == row.lines.end()) continue;
      scores.push_back(line->score);
    }
    return MeanOf(scores);
  }
};

ResultOrErrors<OneYear> ReadYear(const View& view, const CycleFact& cycle) {
  auto rules = view.Rules(cycle);
  if (!rules) return rules.error();
  auto rows = ResultRows(view, cycle, false);
  if (!rows) return rows.error();
  return OneYear{cycle.year, std::move(*rules), std::move(*rows)};
}

/// This year and those before it whose result is made, oldest first.
ResultOrErrors<std::vector<OneYear>> ReadYears(const View& view, int last) {
  std::vector<OneYear> years;
  for (int year = last; year > last - kYearsCompared; --year) {
    const auto kept = view.Cycle(year);
    if (!kept) {
      if (year == last) return kept.error();
      continue;
    }
    const CycleFact& cycle = (*kept)->fact;
    if (year != last && FinalFreeze(view.state(), cycle) == nullptr) continue;
    auto read = ReadYear(view, cycle);
    if (!read) return read.error();
    years.insert(years.begin(), std::move(*read));
  }
  return years;
}

ResultOrErrors<YearOnYearAnswer> RunRead(const View& view, const CycleRequest& request) {
  const auto years = ReadYears(view, request.year);
  if (!years) return years.error();
  YearOnYearAnswer answer;
  for (const OneYear& one : *years) {
    answer.years.push_back(one.year);
    answer.means.push_back(TotalsOf(one.rows, one.rules->policy.points).mean);
  }
  const OneYear& last = years->back();
  for (const ResultRow& row : last.rows) {
    if (row.rank == 0) continue;
    YearOnYearRow compared{row.unit, row.unit_name, {}, {}};
    for (const OneYear& one : *years) {
      const ResultRow* const then = one.Find(row.unit);
      compared.years.push_back(then == nullptr ? YearCell{}
                                               : YearCell{then->total, then->rank, then->vetoed});
      if (then != nullptr && one.year == last.year - 1) {
        compared.change = row.total - then->total;
      }
    }
    answer.units.push_back(std::move(compared));
  }
  for (const Indicator& indicator : last.rules->policy.indicators) {
    YearOnYearLine line{indicator.id, indicator.name, indicator.points, {}};
    for (const OneYear& one : *years) line.means.push_back(one.MeanLine(indicator));
    answer.lines.push_back(std::move(line));
  }
  return answer;
}

}  // namespace

const ReadCase<CycleRequest, YearOnYearAnswer> kReadYearOnYear = {
    "result.years", "历年对比", Action::kReadSchool, DependsOn::kSchool, RunRead};

}  // namespace shouze
