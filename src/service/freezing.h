#pragma once

#include <vector>

#include "service/cycles.h"
#include "service/school.h"

namespace shouze {

/// What stands in the way of a step. Of one that freezes the sheets: what waits for a review,
/// disputes that are undecided, tasks whose due instant is unknown (neither met nor waived), open
/// proposals that concern the cycle. Into 初评 also that it is too early; into 年度结果 also units'
/// words that are awaited, objections without an answer, and what was returned while it may still
/// be supplemented.
ResultOrErrors<std::vector<Blocker>> FindBlockers(const View& view, const CycleFact& cycle,
                                                  const StageStep& step);

/// Freezes every sheet at now(): one entry with all digests, and the sheets beside it. Nothing may
/// have been appended in this act before: a frozen sheet is of what the ledger said until then.
ResultOrErrors<void> Freeze(Act& act, const CycleFact& cycle, Stage stage);

}  // namespace shouze
