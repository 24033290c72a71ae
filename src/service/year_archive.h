#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/describe.h"
#include "base/result.h"
#include "ledger/kept_facts.h"
#include "service/school.h"

/// 归档: a published year as a file that proves itself on any machine: the ledger whole (the policy
/// and the calendars are in it; people are opaque ids in it) and the frozen sheets. No accounts, no
/// contact data, no evidence. In the file (system/archive.h): manifest.json, tables/entry.jsonl,
/// tables/frozen_sheet.jsonl; docs/reference/archive-format.md.
namespace shouze {

inline constexpr char kYearArchiveFormat[] = "shouze-archive/1";

/// 归档清单.
struct YearArchiveManifest {
  std::string format = kYearArchiveFormat;
  std::string program;  ///< The version that wrote it.
  std::string school;
  int year = 0;
  Stage stage = Stage::kPublished;
  std::string policy;       ///< Its digest.
  std::int64_t freeze = 0;  ///< The entry that froze the final sheets.
  Instant created_at;
  std::int64_t head_seq = 0;  ///< The ledger's last entry,
  std::string head_digest;    ///< and its digest: keep it elsewhere.
  std::int64_t entries = 0;
  std::int64_t frozen_sheets = 0;
};
SHOUZE_DESCRIBE(YearArchiveManifest, format, program, school, year, stage, policy, freeze,
                created_at, head_seq, head_digest, entries, frozen_sheets)

struct YearArchiveReport {
  YearArchiveManifest manifest;
  std::int64_t archive_bytes = 0;
};

/// Writes it at `path`, for its owner alone; under its name only once it is complete. Safe while
/// the school is served. Errors: kNotFound for the year; kConflict before it is published; as of
/// ArchiveWriter::Create.
ResultOrErrors<YearArchiveReport> WriteYearArchive(const School& school, int year,
                                                   const std::string& path);

/// What a proof of one found.
struct YearArchiveProof {
  YearArchiveManifest manifest;
  std::int64_t entries = 0;
  std::int64_t frozen_sheets = 0;
  std::int64_t not_recomputed = 0;  ///< Sheets of another engine: their digests alone are proven.
  std::string head;
  Errors findings;  ///< Empty: everything follows from the chain.
};

/// Checks the chain, recomputes every frozen sheet bit for bit, and compares with what the manifest
/// says. `known_head`: a digest kept elsewhere, which must be among the entries. Errors: a file
/// that is no such archive, damaged or cut off.
ResultOrErrors<YearArchiveProof> ProveYearArchive(const std::string& path,
                                                  const std::optional<std::string>& known_head);

}  // namespace shouze
