#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

/// Internal to the room.
namespace shouze {

/// Where a database is, as SOCI is told.
struct DatabaseAddress {
  bool is_sqlite = true;
  /// SQLite: the file's absolute path. PostgreSQL: a URL for libpq.
  std::string target;
  /// What must not be shown to anybody.
  std::vector<std::string> secrets;
};

/// Reads StoreOptions::database. Errors: kInvalidInput.
Result<DatabaseAddress> ParseDatabaseAddress(std::string_view database);

/// `text` with the address's secrets replaced by `***`.
std::string WithoutSecrets(const DatabaseAddress& address, std::string text);

}  // namespace shouze
