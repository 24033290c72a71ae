#include "ledger/taken_over.h"

#include <algorithm>
#include <span>

namespace shouze {
namespace {

std::span<const TakenOver> StepsOf(const RecordFact& record) {
  if (!record.taken_over) return {};
  return *record.taken_over;
}

}  // namespace

std::string_view HolderIn(const RecordFact& record, std::string_view unit, int year) {
  for (const TakenOver& step : StepsOf(record)) {
    if (step.year <= year && step.from == unit) unit = step.to;
  }
  return unit;
}

std::vector<std::string_view> UnitsIn(const RecordFact& record, int year) {
  std::vector<std::string_view> units;
  for (const Label& unit : record.units) {
    const std::string_view holder = HolderIn(record, unit, year);
    if (std::ranges::find(units, holder) == units.end()) units.push_back(holder);
  }
  return units;
}

std::string_view OriginIn(const RecordFact& record, std::string_view holder, int year) {
  for (const Label& unit : record.units) {
    if (HolderIn(record, unit, year) == holder) return unit;
  }
  return {};
}

std::vector<std::string_view> PredecessorsIn(const SchoolState& state, std::string_view holder,
                                             int year) {
  std::vector<std::string_view> units;
  for (const std::string& id : state.RecordsOf(holder)) {
    const RecordFact& record = state.Find<RecordFact>(id)->fact;
    for (const TakenOver& step : StepsOf(record)) {
      const bool its = step.from != holder && HolderIn(record, step.from, year) == holder;
      if (its && std::ranges::find(units, step.from) == units.end()) units.push_back(step.from);
    }
  }
  return units;
}

}  // namespace shouze
