#pragma once

#include <optional>

#include "base/result.h"
#include "store/store.h"
#include "system/clock.h"
#include "system/head_witness.h"

/// 账本末尾丢失: the ledger beside what was seen of it outside the database.
namespace shouze {

/// The last entry; absent where there is none.
std::optional<WitnessedHead> LastEntryIn(Store& store);

/// Why the ledger is not the one that was witnessed: it ends earlier, or has another entry there.
/// Absent where it goes on from it.
std::optional<Error> FindLoss(Store& store, const WitnessedHead& witnessed);

/// The operator goes on without what was lost: in the security log and the program's, and the
/// witness begins anew at the ledger's last entry. Errors: kConflict where nothing is lost, or
/// `head` is not the digest of that entry.
Result<void> AcceptLoss(Store& store, Clock& clock, HeadWitness& witness,
                        const WitnessedHead& witnessed, std::string_view head);

}  // namespace shouze
