#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "service/school.h"
#include "service/use_case.h"

/// 台账的情理: what a record says, held against itself and what is known of its units. Asked of
/// whoever registers or corrects it; a facts file is scored as it is (fits.h). What counts whom,
/// and which dates follow each other, the policy says: its measures and `ordered`.
namespace shouze {

/// How many persons of a unit a field of a record can count: `times` of a measure counts some of
/// those that its `per` is the number of.
struct HeadCount {
  std::string field;  ///< attendees
  std::string unit;
  std::string unit_name;
  std::string name;        ///< 在职人数
  std::int64_t count = 0;  ///< As it is known now.
  std::int64_t most = 0;   ///< As it counts: the measure's `per_min` at the least.
};
SHOUZE_DESCRIBE(HeadCount, field, unit, unit_name, name, count, most)

/// Of those measures whose conditions the record meets as far as it is filled in.
std::vector<HeadCount> HeadCountsOf(const View& view, const CycleFact& cycle,
                                    const RecordFact& fact);

/// What cannot be: more attend than there are, a stage ends before one that comes first. What
/// `before`, the version that is corrected, says already stays as it is in its own year. Each at
/// `/fields/…`.
Errors WhyNotSo(const View& view, const CycleFact& cycle, const RecordFact& fact,
                const RecordFact* before);

/// What can be and is not what it seems.
struct RecordHint {
  std::string field;
  std::string message;
  std::string english;
};
SHOUZE_DESCRIBE(RecordHint, field, message, english)

/// An amount of which only a part counts: 8 hours in half a day.
std::vector<RecordHint> HintsOf(const Policy& policy, const RecordFact& fact);

}  // namespace shouze
