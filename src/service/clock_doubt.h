#pragma once

#include "base/civil.h"
#include "base/error.h"
#include "ledger/school_state.h"
#include "system/clock.h"

/// A clock that cannot be trusted: what may still be written, and what people are told.
namespace shouze {

/// kClockInDoubt in words: what the clock says, what it ought to say, whom to ask.
Errors ClockInDoubt(const ClockDoubt& doubt, UtcOffset offset);

/// Whether `change` may be written all the same: what asks for or answers a declaration of a clock
/// fault, where the ledger lies ahead of a clock that is believed.
bool MayWriteIn(const ClockDoubt& doubt, const Change& change);

}  // namespace shouze
