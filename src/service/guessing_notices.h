#pragma once

#include <string_view>

#include "service/login_guard.h"
#include "store/account_rows.h"

namespace shouze {

/// An account's budget of guesses is used up: its person and the auditors are told, once a day.
void TellOfGuesses(WriteTx& tx, const School& school, const Account& account, const Lock& lock,
                   Instant now);

}  // namespace shouze
