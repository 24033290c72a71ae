#pragma once

#include <optional>
#include <set>
#include <string_view>

#include "base/civil.h"
#include "base/result.h"
#include "service/school.h"

/// 事实归哪个考核年度: which cycle a fact is judged by, and that nothing of a cycle whose result is
/// made changes through another one's door.
namespace shouze {

/// The cycle of `year`, in which facts may still change. Errors: kNotFound; kConflict before it is
/// opened and once its result is made.
ResultOrErrors<const CycleFact*> OpenCycle(const View& view, int year);

/// The cycle that a fact is judged by, where every cycle in whose result it has a part may still
/// change. Of a record: that of its instant, and that which a veto names. What is about a record
/// goes with the record, whatever year it was asked for under; what is about one obligation of it,
/// with the year it was asked for under where the obligation is carried over into that one
/// (上年结转). Everything else names its cycle. Errors: as of OpenCycle.
ResultOrErrors<const CycleFact*> OpenCycleOf(const View& view, const RecordFact& fact);
ResultOrErrors<const CycleFact*> OpenCycleOf(const View& view, const SubmissionFact& fact);
ResultOrErrors<const CycleFact*> OpenCycleOf(const View& view, const WaiverFact& fact);
ResultOrErrors<const CycleFact*> OpenCycleOf(const View& view, const ExtensionFact& fact);
ResultOrErrors<const CycleFact*> OpenCycleOf(const View& view, const DisputeFact& fact);

/// The years that the record vetoes: the one it names, or else its own. By the policy of its own
/// year, and by that of the year which it names. Empty: it is no veto.
std::set<int> VetoedYears(const View& view, const RecordFact& record);

/// Whether a fact that comes from outside may enter. Errors: kConflict where it would have a part
/// in a year whose result is made.
ResultOrErrors<void> MayCome(const View& view, const KeptFact& fact);

/// Whether one of the acts of a proposal has a part in the cycle's result.
bool Concerns(const View& view, const CycleFact& cycle, const ProposalFact& proposal);

/// From a first to a last day, both included; no last day: for ever.
struct Days {
  std::optional<CivilDate> from;
  std::optional<CivilDate> to;
};

/// Whether what holds from day to day (a post, a unit) may be changed so; absent: it is not there.
/// Errors: kConflict at `/from` or `/to` where it would differ within a year whose result is made.
ResultOrErrors<void> MayChangeDays(const View& view, const std::optional<Days>& before,
                                   const std::optional<Days>& after);

}  // namespace shouze
