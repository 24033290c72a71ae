#pragma once

#include <optional>
#include <string>
#include <vector>

#include "service/feedback.h"
#include "service/use_case.h"

/// 假如办法改了: a changed policy tried on a year's facts, before it is issued.
namespace shouze {

struct TryPolicyRequest {
  int year = 0;
  Document text;  ///< YAML, not kept.
};
SHOUZE_DESCRIBE(TryPolicyRequest, year, text)

struct TriedUnit {
  std::string unit;
  std::string unit_name;
  Points before;
  Points after;
  bool vetoed_before = false;
  bool vetoed_after = false;
  int rank_before = 0;
  int rank_after = 0;
  std::vector<ComparedLine> changes;  ///< Lines by id; one that is only in one policy costs nothing
                                      ///< in the other.
  int left_out = 0;                   ///< Facts that the changed policy has no place for.
};
SHOUZE_DESCRIBE(TriedUnit, unit, unit_name, before, after, vetoed_before, vetoed_after, rank_before,
                rank_after, changes, left_out)

struct TryPolicyAnswer {
  std::string name;
  std::string version;
  Points score_max_before;
  Points score_max_after;
  std::vector<TriedUnit> units;  ///< By how much they change, then code.
  int changed = 0;
};
SHOUZE_DESCRIBE(TryPolicyAnswer, name, version, score_max_before, score_max_after, units, changed)

/// Nothing is kept. Errors: kInvalidInput at `/text (policy.yaml:LINE)`.
extern const CallerReadCase<TryPolicyRequest, TryPolicyAnswer> kTryPolicy;

}  // namespace shouze
