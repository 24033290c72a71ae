#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/describe.h"
#include "base/result.h"
#include "service/holders.h"
#include "service/school.h"
#include "store/store.h"
#include "system/vault.h"

/// 备份与恢复: one archive of everything that a school is: ledger, accounts, files. It is the same
/// for SQLite and PostgreSQL, and so it also moves a school from one to the other. What is left out
/// (sessions, what follows from the ledger …) is in store/dump.h; how the file is built in
/// system/archive.h: manifest.json, then tables/NAME.jsonl, then vault/DIGEST.
namespace shouze {

inline constexpr char kBackupFormat[] = "shouze-backup/1";

/// 备份清单: what an archive says of itself, `manifest.json`.
struct BackupManifest {
  std::string format = kBackupFormat;
  std::string program;  ///< The version that wrote it.
  int schema = 0;       ///< The tables' version.
  std::string school;
  Instant created_at;
  std::string database;                      ///< For people: `SQLite 3.40.1`.
  std::int64_t head_seq = 0;                 ///< The ledger's last entry,
  std::string head_digest;                   ///< and its digest: keep it elsewhere.
  std::int64_t log_id = 0;                   ///< The security log's last event,
  std::string log_digest;                    ///< and its digest.
  std::map<std::string, std::int64_t> rows;  ///< By table.
  std::int64_t files = 0;                    ///< Files of the vault, and their bytes.
  std::int64_t file_bytes = 0;
  /// Not in the file: who holds school roles in it, by what was proven of it.
  std::vector<Holder> holders = {};
};
SHOUZE_DESCRIBE(BackupManifest, format, program, schema, school, created_at, database, head_seq,
                head_digest, log_id, log_digest, rows, files, file_bytes)

/// What came of a backup.
struct BackupReport {
  BackupManifest manifest;
  std::int64_t archive_bytes = 0;
  std::int64_t files_left_out = 0;  ///< Collected while it was made, used by nothing.
};

/// Writes an archive at `path`, sealed where there is a passphrase; safe while the school is
/// served: the tables are as they were at one instant, and every file that they use is in it.
/// Durable, for its owner alone, and under its name only once it is complete and has been read back
/// as ProveBackup does. Errors: kNotFound for an empty ledger (the wrong folder, most likely); as
/// of ArchiveWriter::Create; kConflict: files that are used are missing or damaged in the vault,
/// all of them named; as of ProveBackup, after one that says so; there is no archive then.
ResultOrErrors<BackupReport> Backup(const SchoolParts& parts, const SchoolOptions& options,
                                    const std::string& path,
                                    const std::optional<std::string>& passphrase);
/// The same of a school that is open. The other needs none: a ledger that cannot be loaded any more
/// can still be backed up.
inline ResultOrErrors<BackupReport> Backup(const School& school, const std::string& path,
                                           const std::optional<std::string>& passphrase) {
  return Backup(school.parts(), school.options(), path, passphrase);
}

/// What an archive says of itself; of the rest nothing is read. Errors: as of ArchiveReader;
/// kConflict for a format this program does not know.
ResultOrErrors<BackupManifest> ReadBackupManifest(const std::string& path,
                                                  const std::optional<std::string>& passphrase);

/// Proves that an archive can be restored: restores it, by the same reader, into a scratch database
/// that is thrown away; its files are hashed and go nowhere. The scratch lies in the machine's
/// folder for temporary files. `known_head`: a digest kept elsewhere, which must be among the
/// entries. Errors: as of Restore; kBusy where there is no room for the scratch.
ResultOrErrors<BackupManifest> ProveBackup(const std::string& path,
                                           const std::optional<std::string>& passphrase,
                                           const std::optional<std::string>& known_head);

/// What kind of archive a file is: its manifest's `format`. Errors: as of ArchiveReader;
/// kInvalidInput where it does not begin with a manifest.
ResultOrErrors<std::string> ReadArchiveFormat(const std::string& path,
                                              const std::optional<std::string>& passphrase);

/// From where, and into what.
struct RestoreOptions {
  std::string path;
  std::optional<std::string> passphrase;
  StoreOptions database;
  Vault& vault;
};

/// Fills an empty database and an empty vault from an archive, in one transaction, and commits only
/// once the ledger's chain, its frozen sheets, every file and the head are proven to be what they
/// were; projections are made anew from the ledger. Nobody is logged in afterwards. Errors, nothing
/// being changed then: as of ReadBackupManifest and Store::Open; kConflict: something is there
/// already, or another program version's tables; kInvalidInput: what is wrong with the archive.
ResultOrErrors<BackupManifest> Restore(const RestoreOptions& options);

}  // namespace shouze
