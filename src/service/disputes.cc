#include "service/disputes.h"

#include <algorithm>

#include "base/civil.h"
#include "service/fact_words.h"
#include "service/school.h"

namespace shouze {
namespace {

bool IsOf(const View& view, const Kept<RecordFact>& record, int year) {
  return YearOf(DateAt(record.fact.at, view.offset())) == year;
}

ResultOrErrors<DisputesAnswer> RunDisputes(const View& view, const DisputesRequest& request) {
  const auto cycle = view.Cycle(request.year);
  if (!cycle) return cycle.error();
  const FactWords words(view);
  DisputesAnswer answer;
  for (const auto& [id, kept] : view.state().All<DisputeFact>()) {
    const DisputeFact& fact = kept.fact;
    const auto* const record = view.state().Find<RecordFact>(fact.record);
    const bool of_the_year = record != nullptr
                                 ? IsOf(view, *record, request.year)
                                 : YearOf(DateAt(fact.at, view.offset())) == request.year;
    if (!of_the_year) continue;
    answer.disputes.push_back({id, fact.unit, words.UnitName(fact.unit), fact.record,
                               record == nullptr ? "" : words.RecordName(record->fact), fact.at,
                               fact.reason, kept.actor, AwaitsDecision(view, fact, request.year),
                               fact.decided_at, fact.upheld, fact.decision});
  }
  std::ranges::stable_sort(answer.disputes, [](const DisputeRow& one, const DisputeRow& other) {
    return one.at > other.at;
  });
  return answer;
}

}  // namespace

bool AwaitsDecision(const View& view, const DisputeFact& dispute, int year) {
  const auto* const record = view.state().Find<RecordFact>(dispute.record);
  if (dispute.decided_at || record == nullptr) return false;
  if (std::ranges::find(record->fact.units, dispute.unit) == record->fact.units.end()) return false;
  return IsOf(view, *record, year);
}

const ReadCase<DisputesRequest, DisputesAnswer> kListDisputes = {
    "dispute.list", "查看争议", Action::kReadSchool, DependsOn::kSchool, RunDisputes};

}  // namespace shouze
