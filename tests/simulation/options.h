#pragma once

#include <cstdint>
#include <string>

#include "base/civil.h"

namespace shouze::simulation {

inline constexpr UtcOffset kOffset{480};
inline constexpr int kYear = 2026;

/// How the program was called.
struct Options {
  std::uint64_t seed = 1;
  std::string database = "sqlite";  ///< Or the URL of an empty PostgreSQL database.
  std::string folder;
  CivilDate from;  ///< The first day: twelve days before the year.
  int days = 386;  ///< To ten days after it.
  int units = 8;
  int busyness = 100;      ///< Percent of a busy school's acts.
  int thorough_every = 1;  ///< Days from one proof of the whole ledger to the next.
  bool faults = true;
  bool verbose = false;  ///< Counts each kind of act and each refusal.
};

/// Reads `--name value` pairs. Throws std::runtime_error where something is not understood.
Options ParseOptions(int argc, char** argv);

}  // namespace shouze::simulation
