#include "service/record_preview.h"

#include <string_view>
#include <utility>

#include "service/fact_cycles.h"
#include "service/school.h"

namespace shouze {
namespace {

ResultOrErrors<PreviewRecordAnswer> Preview(const View& view, const RecordFact& fact) {
  const auto cycle = OpenCycle(view, YearOf(DateAt(fact.at, view.offset())));
  if (!cycle) return cycle.error();
  const auto rules = view.Rules(**cycle);
  if (!rules) return rules.error();
  const auto* const kept = view.state().Find<RecordFact>(fact.id);
  PreviewRecordAnswer answer;
  answer.head_counts = HeadCountsOf(view, **cycle, fact);
  answer.hints = HintsOf((*rules)->policy, fact);
  constexpr std::string_view kFields = "/fields/";
  for (Error& error : WhyNotSo(view, **cycle, fact, kept == nullptr ? nullptr : &kept->fact)) {
    answer.refused.push_back(
        {error.where.substr(kFields.size()), std::move(error.message), std::move(error.english)});
  }
  return answer;
}

ResultOrErrors<PreviewRecordAnswer> RunPreview(const CallerView& view,
                                               const PreviewRecordRequest& request) {
  RecordFact fact;
  fact.id = request.id.value_or(Label());
  fact.kind = request.kind;
  fact.units = request.units;
  fact.at = request.at;
  fact.fields = request.fields;
  return Preview(view, fact);
}

ResultOrErrors<PreviewRecordAnswer> RunPreviewUnit(const CallerView& view,
                                                   const PreviewUnitRecordRequest& request) {
  RecordFact fact;
  fact.kind = request.kind;
  fact.units = {request.unit};
  fact.at = request.at;
  fact.fields = request.fields;
  return Preview(view, fact);
}

}  // namespace

const CallerReadCase<PreviewRecordRequest, PreviewRecordAnswer> kPreviewRecord = {
    "record.preview", "预看登记", Action::kRegister, RunPreview};
const CallerReadCase<PreviewUnitRecordRequest, PreviewRecordAnswer> kPreviewUnitRecord = {
    "record.preview_own", "预看本单位登记", Action::kRegister, RunPreviewUnit};

}  // namespace shouze
