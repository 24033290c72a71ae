#pragma once

#include "ledger/kept_facts.h"
#include "service/school.h"

/// 冻结的得分表由谁看: the one rule for every way to a sheet as it was frozen — pages, papers, the
/// entry by its number.
namespace shouze {

/// The cycle's initial freeze that is in force, once it is made; null before.
const Kept<FrozenFact>* InitialFreeze(const SchoolState& state, const CycleFact& cycle);

/// Whether the caller may see what a freeze says of a unit whose sheet they may read. Whoever reads
/// the school: always. A unit: its initial sheet once the initial results are handed down to be
/// confirmed, its result once it is made, and only those that are in force: what the office made
/// anew before was its own, and a result that was given back is none.
bool MaySeeFreeze(const CallerView& view, const CycleFact& cycle, const Kept<FrozenFact>& freeze);

}  // namespace shouze
