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
/// StoreOptions says how. Two programs may do it at once. Where `options.opening` does not allow
/// what would have to be done, nothing is. Errors: kConflict, NothingThere; nothing was changed.
Result<int> Migrate(Connection& connection, std::span<const Migration> migrations,
                    const StoreOptions& options);

/// No tables have been made at `place`.
Error NothingThere(std::string_view place);

}  // namespace shouze
