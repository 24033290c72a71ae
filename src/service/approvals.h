#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "service/school.h"

/// What an approval does: each act is judged again as the facts stand then, and carried out.
namespace shouze {

/// What an act is asked for on the ground of (ProposedAct::based_on). Absent: of nothing in
/// particular. Errors: a body that is not of its kind.
std::optional<std::int64_t> BasisOf(const View& view, const ProposedAct& act);

/// Whether a waiver or an extension may be granted as the facts stand. Errors: as of OpenCycleOf
/// and CheckFits; kConflict where the same is waived already.
ResultOrErrors<void> JudgeException(const View& view, const WaiverFact& fact);
ResultOrErrors<void> JudgeException(const View& view, const ExtensionFact& fact);
ResultOrErrors<void> JudgeException(const View& view, const DisputeFact& fact);

/// The waiver in force of the same obligation or record; null: none.
const WaiverFact* FindSameWaiver(const View& view, const WaiverFact& fact);

/// Whether what is in force may end. Errors: as of OpenCycleOf; of a record as of MayVanish.
ResultOrErrors<void> MayEnd(const View& view, const SaidByEntry& said);

/// Carries out all acts of an open proposal; the ids of their facts, in order. Errors: what stands
/// in the way of one of them; kConflict where what it is based on has changed since.
ResultOrErrors<std::vector<std::string>> Perform(Act& act, const ProposalFact& proposal);

/// Whether the instants of a fact may be stated anew: not in a year whose result is made. Errors:
/// as of OpenCycleOf.
ResultOrErrors<void> MayRestate(const View& view, const KeptFact& fact);

}  // namespace shouze
