#pragma once

#include <optional>
#include <string>
#include <vector>

#include "service/record_sense.h"
#include "service/use_case.h"

/// 登记之前: what a record that is being filled in would meet with. Nothing is kept.
namespace shouze {

/// As it stands in the form; what is blank is left out.
struct PreviewRecordRequest {
  Label kind;
  std::vector<Label> units;
  Instant at;
  FieldValues fields;
  std::optional<Label> id = {};  ///< The record that is corrected.
};
SHOUZE_DESCRIBE(PreviewRecordRequest, kind, units, at, fields, id)

/// The same of a unit's own.
struct PreviewUnitRecordRequest {
  Label unit;
  Label kind;
  Instant at;
  FieldValues fields;
};
SHOUZE_DESCRIBE(PreviewUnitRecordRequest, unit, kind, at, fields)

struct PreviewRecordAnswer {
  std::vector<HeadCount> head_counts;
  std::vector<RecordHint> hints;
  std::vector<RecordHint> refused;  ///< For what it would be refused; `field` may be FIELD/UNIT.
};
SHOUZE_DESCRIBE(PreviewRecordAnswer, head_counts, hints, refused)

/// Errors: as of OpenCycle.
extern const CallerReadCase<PreviewRecordRequest, PreviewRecordAnswer> kPreviewRecord;
extern const CallerReadCase<PreviewUnitRecordRequest, PreviewRecordAnswer> kPreviewUnitRecord;

}  // namespace shouze
