#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/connection.h"
#include "store/store.h"

/// Internal to the room.
namespace shouze {

/// Brings the tables up to the last of `migrations` (ascending from 1 without gaps), each in a
/// transaction of its own, and returns its version. Tables that are there are copied first:
/// StoreOptions says how. Two programs may do it at once. Errors: kConflict; nothing was changed.
Result<int> Migrate(Connection& writer, std::span<const Migration> migrations,
                    const StoreOptions& options);

}  // namespace shouze
