#include "service/backup.h"

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "base/digest.h"
#include "base/text.h"
#include "exchange/described.h"
#include "exchange/version.h"
#include "service/backup_reading.h"
#include "store/dump.h"
#include "store/ledger_rows.h"
#include "store/matter_rows.h"
#include "store/security_rows.h"
#include "system/archive.h"

namespace shouze {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{1} << 20;

/// A snapshot of the tables on its way into an archive.
class Backing {
 public:
  Backing(const SchoolParts& parts, const SchoolOptions& options, ArchiveWriter& archive)
      : parts_(parts), options_(options), archive_(archive) {}

  BackupManifest& manifest() { return manifest_; }
  std::int64_t files_left_out() const { return files_left_out_; }

  /// The manifest and the tables. A table's bytes stand before its rows in an archive, so it is
  /// read twice: nothing is held in memory or on the disk.
  void Tables() {
    manifest_.program = kEngineVersion;
    manifest_.schema = parts_.store.schema_version();
    manifest_.school = options_.name;
    manifest_.created_at = parts_.clock.Now();
    manifest_.database = parts_.store.Describe();
    parts_.store.Read([&](const ReadTx& tx) {
      const Head head = ReadHead(tx);
      manifest_.head_seq = head.seq;
      manifest_.head_digest = head.digest;
      const SecurityHead log = ReadSecurityHead(tx);
      manifest_.log_id = log.id;
      manifest_.log_digest = log.digest;
      files_ = ReadFiles(tx);
      manifest_.files = static_cast<std::int64_t>(files_.size());
      for (const StoredFile& file : files_) manifest_.file_bytes += file.bytes;
      std::map<std::string_view, std::int64_t> bytes;
      for (const std::string_view table : DumpedTables()) {
        std::int64_t& rows = manifest_.rows[std::string(table)];
        ForEachDumpedRow(tx, table, [&](std::string_view row) {
          ++rows;
          bytes[table] += static_cast<std::int64_t>(row.size()) + 1;
        });
      }
      const std::string manifest = WriteJson(manifest_, options_.offset) + "\n";
      archive_.Begin({std::string(kManifestMember), static_cast<std::int64_t>(manifest.size())});
      archive_.Write(manifest);
      for (const std::string_view table : DumpedTables()) {
        archive_.Begin({TableMember(table), bytes[table]});
        ForEachDumpedRow(tx, table, [&](std::string_view row) {
          archive_.Write(row);
          archive_.Write("\n");
        });
      }
      return true;
    });
  }

  /// The files that the tables name. They never change, so no transaction is needed. Once one is
  /// wrong there will be no archive: the others are only looked at, so that all are named.
  Errors Files() {
    Errors errors;
    for (const StoredFile& file : files_) {
      const auto kept = parts_.vault.Open(file.digest);
      if (kept) {
        if (!Copy(file, **kept, errors.empty())) errors.push_back(DamagedFile(file));
      } else if (IsUsed(file)) {
        errors.push_back(Missing(file));
      } else {
        ++files_left_out_;
      }
    }
    return errors;
  }

 private:
  /// Whether a fact uses it now: what has been collected since, nothing used.
  bool IsUsed(const StoredFile& file) {
    return parts_.store.Read(
        [&](const ReadTx& tx) { return !ReadFileUses(tx, file.digest).empty(); });
  }

  /// False where the content is not what the digest says.
  bool Copy(const StoredFile& file, const VaultFile& kept, bool write) {
    if (kept.bytes() != file.bytes) return false;
    if (write) archive_.Begin({FileMember(file.digest), file.bytes});
    Sha256 sha256;
    for (std::int64_t offset = 0; offset < file.bytes;) {
      const std::string piece = kept.Read(offset, kPieceBytes);
      if (piece.empty()) return false;
      if (write) archive_.Write(piece);
      sha256.Add(piece);
      offset += static_cast<std::int64_t>(piece.size());
    }
    return sha256.Hex() == file.digest;
  }

  static Error Missing(const StoredFile& file) {
    return {ErrorCode::kConflict, Concat("vault/", file.digest),
            "佐证库里缺少这个有用的文件，备份没有做成；请从以前的备份取回它",
            "the vault lacks this file, which is used: take it back from an earlier backup"};
  }
  static Error DamagedFile(const StoredFile& file) {
    return {ErrorCode::kConflict, Concat("vault/", file.digest),
            "佐证库里的这个文件已损坏，备份没有做成；请从以前的备份取回它（shouze vault check "
            "列出全部）",
            "this file of the vault is damaged: take it back from an earlier backup ('shouze vault "
            "check' lists all)"};
  }

  const SchoolParts& parts_;
  const SchoolOptions& options_;
  ArchiveWriter& archive_;
  BackupManifest manifest_;
  std::vector<StoredFile> files_;
  std::int64_t files_left_out_ = 0;
};

Errors NotABackup(const std::string& path, const Errors& found) {
  Errors errors =
      Fail(ErrorCode::kConflict,
           "写成的备份读回核对时不能恢复，没有留下备份；原因如下，数据库多半已损坏，请运行 "
           "shouze doctor",
           "what was written cannot be restored, so there is no backup; the causes "
           "follow, and the database is damaged, most likely: run 'shouze doctor'",
           path);
  errors.insert(errors.end(), found.begin(), found.end());
  return errors;
}

}  // namespace

ResultOrErrors<BackupReport> Backup(const SchoolParts& parts, const SchoolOptions& options,
                                    const std::string& path,
                                    const std::optional<std::string>& passphrase) {
  if (parts.store.Read([](const ReadTx& tx) { return ReadHead(tx).seq == 0; })) {
    return Fail(ErrorCode::kNotFound, "账本是空的，没有什么可备份；请检查数据目录和数据库的设置",
                "the ledger is empty, there is nothing to back up: check the data folder and the "
                "database",
                "database");
  }
  if (const auto damage = parts.store.FindDamage(); !damage.empty()) {
    return Fail(ErrorCode::kConflict,
                Concat("数据库文件已损坏（", damage.size(), " 处，如 ", damage.front(),
                       "），备份没有做成；请停止服务，原样复制数据目录保存，再从以前的备份恢复"),
                Concat("the database is damaged (", damage.front(),
                       "): stop the server, keep a copy of the data folder as it is, restore an "
                       "earlier backup"),
                "database");
  }
  auto archive = ArchiveWriter::Create(path, parts.clock.Now(), passphrase);
  if (!archive) return Errors{archive.error()};
  Backing backing(parts, options, **archive);
  backing.Tables();
  if (Errors errors = backing.Files(); !errors.empty()) return errors;
  // What cannot be restored is no backup, whatever was written.
  const std::string written = (*archive)->Close();
  if (const auto proven = ProveBackup(written, passphrase, std::nullopt); !proven) {
    return NotABackup(path, proven.error());
  }
  const auto bytes = (*archive)->Finish();
  if (!bytes) return Errors{bytes.error()};
  return BackupReport{backing.manifest(), *bytes, backing.files_left_out()};
}

}  // namespace shouze
