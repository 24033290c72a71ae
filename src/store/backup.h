#pragma once

#include "base/error.h"
#include "store/connection.h"
#include "store/store.h"

#include <optional>

/// Internal to the room.
namespace shouze {

/// Copies an SQLite database of schema `version` into the backup folder; of PostgreSQL, says how
/// (kConflict). Not to be called within a transaction.
std::optional<Error> BackUp(Connection& writer, int version, const StoreOptions& options);

}  // namespace shouze
