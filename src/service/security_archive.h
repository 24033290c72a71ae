#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>

#include "base/describe.h"
#include "base/result.h"
#include "service/school.h"
#include "store/security_rows.h"

/// 安全日志的归档: what is older than the settings say leaves the database for a file of its own in
/// the data folder, 0600, compressed, a piece of the chain. In the file (system/archive.h):
/// manifest.json, tables/security_event.jsonl.
namespace shouze {

inline constexpr char kSecurityArchiveFormat[] = "shouze-security-log/1";

/// 归档清单.
struct SecurityArchiveManifest {
  std::string format = kSecurityArchiveFormat;
  std::string program;
  std::string school;
  Instant created_at;
  std::int64_t events = 0;
  std::int64_t first_id = 0;
  std::int64_t last_id = 0;
  Instant first_at;
  Instant last_at;
  std::string prev_digest;  ///< Of the event before the first,
  std::string digest;       ///< and of the last: the next file, or the database, goes on from it.
};
SHOUZE_DESCRIBE(SecurityArchiveManifest, format, program, school, created_at, events, first_id,
                last_id, first_at, last_at, prev_digest, digest)

SHOUZE_DESCRIBE(SecurityEvent, id, at, account, kind, address, detail, outcome, subject,
                prev_digest, digest)

/// Archives what is older than SchoolOptions::security_days once there is a month of it: writes the
/// file, proves it, and only then drops the rows, which an event `log_archived` tells of. The
/// file's path; absent: there was nothing to do. Errors: as of ArchiveWriter; nothing was dropped.
ResultOrErrors<std::optional<std::string>> ArchiveSecurityLog(School& school);

/// What a proof of one found.
struct SecurityArchiveProof {
  SecurityArchiveManifest manifest;
  std::set<std::string, std::less<>> digests;  ///< Of its events.
  Errors findings;  ///< Empty: an unbroken piece of the chain, as its manifest says.
};
/// Errors: a file that is no such archive, damaged or cut off.
ResultOrErrors<SecurityArchiveProof> ProveSecurityArchive(const std::string& path);

/// What a proof of a school's log found.
struct SecurityReport {
  std::int64_t events = 0;
  std::int64_t first_id = 0;  ///< What came before it is in archive files.
  SecurityHead head;
  Errors findings;
};
/// Proves the log, and that it goes on from the archive files in `archives` (empty, or no such
/// folder, as after a restore elsewhere: they are not looked at). `known_head`: a digest that was
/// kept elsewhere, to be found in either.
SecurityReport ProveSecurityLog(const ReadTx& tx, const std::optional<std::string>& known_head,
                                const std::string& archives);

}  // namespace shouze
