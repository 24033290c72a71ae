#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "service/school.h"
#include "service/use_case.h"

/// Facts files in and out (docs/reference/facts-format.md).
namespace shouze {

struct ExportFactsRequest {
  int year = 0;
  std::optional<Instant> as_of;  ///< Absent: now. Counted posts are counted then.
};
SHOUZE_DESCRIBE(ExportFactsRequest, year, as_of)

/// The facts of all units as a file: `shouze score` computes the same sheets from it.
extern const CallerReadCase<ExportFactsRequest, JsonText> kExportFacts;

struct ImportFactsRequest {
  JsonText facts;
};
SHOUZE_DESCRIBE(ImportFactsRequest, facts)

struct ImportAnswer {
  int year = 0;
  std::int64_t entries = 0;
};
SHOUZE_DESCRIBE(ImportAnswer, year, entries)

/// Takes a year's facts over, by the machine's operator. The cycle must be open and the file right
/// beside what the ledger has: units that are there already stay as they are, records and
/// submissions must be new. All of it or nothing. Errors: as a facts file is judged, and every fact
/// that the ledger would leave out.
ResultOrErrors<ImportAnswer> ImportFacts(School& school, const std::string& text);

}  // namespace shouze
