#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ledger/cycle_facts.h"
#include "service/school.h"

/// Whether a fact may enter the ledger: judged beside the facts of its units, exactly as a facts
/// file is judged (ResolveFacts). So whatever the ledger holds can be scored. A record must make
/// sense besides (record_sense.h).
namespace shouze {

/// What the fact would put out of force, a sentence each: submissions for a duty that no longer
/// arises, say; and what of it counts otherwise than it is written. Errors: what is wrong with the
/// fact, each at its JSON pointer (`/fields/due_on`).
ResultOrErrors<std::vector<std::string>> CheckFits(const View& view, const CycleFact& cycle,
                                                   const RecordFact& fact);
ResultOrErrors<std::vector<std::string>> CheckFits(const View& view, const CycleFact& cycle,
                                                   const SubmissionFact& fact);
ResultOrErrors<std::vector<std::string>> CheckFits(const View& view, const CycleFact& cycle,
                                                   const WaiverFact& fact);
ResultOrErrors<std::vector<std::string>> CheckFits(const View& view, const CycleFact& cycle,
                                                   const ExtensionFact& fact);
ResultOrErrors<std::vector<std::string>> CheckFits(const View& view, const CycleFact& cycle,
                                                   const DisputeFact& fact);

/// The unit. Errors: kNotFound.
ResultOrErrors<const UnitFact*> FindUnit(const View& view, std::string_view unit);

}  // namespace shouze
