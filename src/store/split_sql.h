#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Internal to the room.
namespace shouze {

/// The statements of a migration, without their `;` and without comments: through SOCI, SQLite runs
/// only the first of several, and a colon in a comment would be a parameter. Knows '…' and "…" with
/// their doubled quotes, `--` and `/* */`.
std::vector<std::string> SplitSql(std::string_view sql);

}  // namespace shouze
