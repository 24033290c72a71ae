#pragma once

#include <cstdint>
#include <span>

#include "province.h"
#include "sqlite.h"

namespace shouze {

/// What kernel and SQL say of the same units.
struct Comparison {
  std::int64_t lines = 0;    ///< Compared.
  std::int64_t differ = 0;   ///< Of them.
  std::int64_t missing = 0;  ///< Lines that only one of the two has.

  bool full() const { return differ == 0 && missing == 0; }
};

/// The same facts in SQLite, and the twenty lines as SQL over them (sql_schema.sql, sql_score.sql).
class SqlProvince {
 public:
  /// Loads and analyses.
  SqlProvince(const Rulebook& rulebook, std::span<const SchoolYear> schools);

  /// Computes every line of every unit, once.
  void Score();

  /// Compares the lines with the kernel's. Names the first few that differ on stderr.
  Comparison Compare() const;

 private:
  std::int64_t ValueOf(std::string_view parameter) const;

  const Rulebook& rulebook_;
  const std::span<const SchoolYear> schools_;
  SqlDatabase database_;
};

}  // namespace shouze
