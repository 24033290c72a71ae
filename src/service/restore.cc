#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "exchange/described.h"
#include "exchange/json_tree.h"
#include "ledger/verify.h"
#include "service/backup.h"
#include "service/backup_reading.h"
#include "service/security_archive.h"
#include "store/dump.h"
#include "store/ledger_rows.h"
#include "store/matter_rows.h"

namespace shouze {
namespace {

/// A row holds at most a policy's text, which JSON in JSON makes longer.
constexpr std::size_t kRowBytesMax = std::size_t{32} << 20;
/// Entries are read so many at a time: libpq holds a whole answer in memory.
constexpr int kEntriesAtOnce = 500;
/// China has one time (DESIGN 3.1); a backup is read without settings.
constexpr UtcOffset kSchoolTime{480};
/// Of what is wrong with a ledger, so much is told.
constexpr std::size_t kFindingsMax = 20;

Errors NotThisArchive(const std::string& path, std::string message, std::string english) {
  return Fail(ErrorCode::kInvalidInput, std::move(message), std::move(english), path);
}

/// Files that were put into the vault; unless they are kept, they are taken out again.
class PutFiles {
 public:
  explicit PutFiles(FilesTarget& target) : target_(target) {}
  ~PutFiles() {
    if (kept_) return;
    for (const std::string& digest : digests_) {
      try {
        target_.Remove(digest);
      } catch (const VaultBroken&) {
        // It stays as a file that nothing uses; the next restore says that the vault is not empty.
      }
    }
  }
  PutFiles(const PutFiles&) = delete;
  PutFiles& operator=(const PutFiles&) = delete;

  void Add(std::string digest) { digests_.insert(std::move(digest)); }
  void Keep() { kept_ = true; }
  bool Has(const std::string& digest) const { return digests_.contains(digest); }

 private:
  FilesTarget& target_;
  std::set<std::string> digests_;
  bool kept_ = false;
};

/// One archive on its way into an empty school, within one transaction.
class Restoring {
 public:
  Restoring(WriteTx& tx, const ReadingBack& what, ArchiveReader& archive,
            const BackupManifest& manifest, PutFiles& files)
      : tx_(tx),
        target_(what.files),
        path_(what.path),
        known_head_(what.known_head),
        archive_(archive),
        manifest_(manifest),
        files_(files) {}

  std::vector<Holder> TakeHolders() { return std::move(holders_); }

  ResultOrErrors<void> Run() {
    for (const std::string_view table : DumpedTables()) {
      if (auto done = RestoreTable(table); !done) return done;
    }
    if (auto done = RestoreFiles(); !done) return done;
    if (auto done = SettleFiles(); !done) return done;
    return Prove();
  }

 private:
  ResultOrErrors<void> RestoreTable(std::string_view table) {
    const std::string name = TableMember(table);
    const auto member = archive_.Next();
    if (!member) return Errors{member.error()};
    if (!*member || (*member)->name != name) {
      return NotThisArchive(path_, Concat("备份里缺少 ", name), Concat(name, " is missing"));
    }
    std::int64_t rows = 0;
    std::string waiting;
    while (true) {
      const auto piece = archive_.Piece();
      if (!piece) return Errors{piece.error()};
      if (piece->empty()) break;
      waiting += *piece;
      std::size_t from = 0;
      for (std::size_t end; (end = waiting.find('\n', from)) != waiting.npos; from = end + 1) {
        ++rows;
        if (const auto done = RestoreRow(tx_, table, waiting.substr(from, end - from)); !done) {
          Error error = done.error();
          error.where = Concat(path_, ": ", name, ":", rows);
          return Errors{std::move(error)};
        }
      }
      waiting.erase(0, from);
      if (waiting.size() > kRowBytesMax) break;
    }
    const auto told = manifest_.rows.find(std::string(table));
    if (!waiting.empty() || told == manifest_.rows.end() || told->second != rows) {
      return NotThisArchive(path_, Concat(name, " 的行数与清单不符"),
                            Concat(name, " does not have the rows that the manifest tells"));
    }
    return {};
  }

  ResultOrErrors<void> RestoreFiles() {
    std::map<std::string, std::int64_t> wanted;
    for (const StoredFile& file : ReadFiles(tx_)) wanted[file.digest] = file.bytes;
    while (true) {
      const auto member = archive_.Next();
      if (!member) return Errors{member.error()};
      if (!*member) break;
      const std::string& name = (*member)->name;
      const std::string digest = name.substr(name.find('/') + 1);
      const auto found = wanted.find(digest);
      if (name != FileMember(digest) || found == wanted.end() ||
          found->second != (*member)->bytes || files_.Has(digest)) {
        return NotThisArchive(path_, Concat("备份里的 ", name, " 与它的数据表不符"),
                              Concat(name, " is not what the archive's tables tell of"));
      }
      if (auto done = RestoreFile(digest); !done) return done;
      // PostgreSQL ends a transaction in which nothing is asked for five minutes.
      ReadHead(tx_);
    }
    target_.Complete();
    return {};
  }

  ResultOrErrors<void> RestoreFile(const std::string& digest) {
    const auto upload = target_.Begin();
    while (true) {
      const auto piece = archive_.Piece();
      if (!piece) return Errors{piece.error()};
      if (piece->empty()) break;
      if (const auto written = upload->Write(*piece); !written) return Errors{written.error()};
    }
    const auto kept = upload->Finish();
    if (!kept) return Errors{kept.error()};
    files_.Add(kept->digest);
    if (kept->digest == digest) return {};
    return NotThisArchive(path_, Concat("vault/", digest, " 的内容与它的摘要不符"),
                          Concat("vault/", digest, " does not have the content of its digest"));
  }

  /// Files that were collected while the backup was made: nothing used them.
  ResultOrErrors<void> SettleFiles() {
    for (const StoredFile& file : ReadFiles(tx_)) {
      if (files_.Has(file.digest)) continue;
      if (!ReadFileUses(tx_, file.digest).empty()) {
        return NotThisArchive(path_, Concat("备份里缺少 vault/", file.digest),
                              Concat("vault/", file.digest, " is missing"));
      }
      DropFile(tx_, file.digest);
    }
    return {};
  }

  ResultOrErrors<void> Prove() {
    LedgerProof proof;
    EntryFilter filter;
    filter.limit = kEntriesAtOnce;
    for (std::int64_t before = -1; before != filter.after;) {
      before = filter.after;
      ForEachEntry(tx_, filter, [&](Entry&& entry) {
        proof.Add(entry);
        filter.after = entry.seq;
      });
    }
    proof.CheckHead(ReadHead(tx_));
    for (const std::int64_t seq : FrozenEntries(tx_)) {
      for (const FrozenSheet& sheet : ReadFrozenSheets(tx_, seq)) {
        proof.CheckFrozenSheet(sheet.seq, sheet.unit, sheet.digest, sheet.sheet);
      }
    }
    proof.CheckFrozenComplete();
    ReplaceProjections(tx_, proof.FactRows(), proof.EntryUnits());
    proof.CheckFacts(ReadFactRows(tx_));
    proof.CheckEntryUnits(ReadEntryUnits(tx_));
    if (known_head_) proof.CheckKnownHead(*known_head_);
    if (!proof.findings().empty()) return Findings(proof.findings());
    if (auto done = ProveLog(); !done) return done;
    // Roles as of the backup's own day: it may be an old one.
    holders_ = HoldersOf(tx_, proof.state(), DateAt(manifest_.created_at, kSchoolTime));
    if (proof.head() == Head{manifest_.head_seq, manifest_.head_digest}) return {};
    return NotThisArchive(path_, "账本的末尾与备份清单所记的不同",
                          "the ledger's head is not the one that the manifest tells");
  }

  /// Its archive files are not in a backup: where it begins is told by itself.
  ResultOrErrors<void> ProveLog() {
    const SecurityReport log = ProveSecurityLog(tx_, std::nullopt, "");
    if (!log.findings.empty()) return Findings(log.findings);
    if (log.head == SecurityHead{manifest_.log_id, manifest_.log_digest}) return {};
    return NotThisArchive(path_, "安全日志的末尾与备份清单所记的不同",
                          "the security log's head is not the one that the manifest tells");
  }

  Errors Findings(const Errors& findings) const {
    Errors errors = NotThisArchive(
        path_, Concat("备份里的账本或安全日志未通过验证，共 ", findings.size(), " 处，未恢复"),
        Concat("the archive's ledger or security log does not prove itself, ", findings.size(),
               " findings"));
    const std::size_t told = std::min(findings.size(), kFindingsMax);
    errors.insert(errors.end(), findings.begin(),
                  findings.begin() + static_cast<std::ptrdiff_t>(told));
    return errors;
  }

  WriteTx& tx_;
  FilesTarget& target_;
  const std::string& path_;
  const std::optional<std::string>& known_head_;
  ArchiveReader& archive_;
  const BackupManifest& manifest_;
  PutFiles& files_;
  std::vector<Holder> holders_;
};

Errors NotEmpty(std::string_view where, std::string_view chinese, std::string_view english) {
  return Fail(ErrorCode::kConflict,
              Concat(chinese,
                     "；恢复只在空的数据库和空的佐证库里进行：请换一个数据目录或数据库，"
                     "若是上次恢复中断留下的，请先清空"),
              Concat(english,
                     "; restore into an empty database and an empty vault: choose others, "
                     "or empty what an interrupted restore has left"),
              std::string(where));
}

Errors OtherSchema(const BackupManifest& manifest, int schema, const std::string& path) {
  return Fail(ErrorCode::kConflict,
              Concat("备份由 ", manifest.program, " 版写成，数据表的版本是 ", manifest.schema,
                     "，本程序的是 ", schema, "；请用那一版恢复，再升级"),
              Concat("it was written by version ", manifest.program, " with tables of version ",
                     manifest.schema, ", this program's are ", schema,
                     "; restore with that version, then upgrade"),
              path);
}

/// The text of the first member.
ResultOrErrors<std::string> ReadManifestText(ArchiveReader& archive, const std::string& path) {
  const auto member = archive.Next();
  if (!member) return Errors{member.error()};
  if (!*member || (*member)->name != kManifestMember) {
    return NotThisArchive(path, "不是守责的备份文件：开头不是备份清单",
                          "no archive of Shouze's: it does not begin with a manifest");
  }
  std::string text;
  while (true) {
    const auto piece = archive.Piece();
    if (!piece) return Errors{piece.error()};
    if (piece->empty()) break;
    text += *piece;
  }
  return text;
}

/// The first member. Errors: no manifest, or of a format this program does not know.
ResultOrErrors<BackupManifest> ReadManifest(ArchiveReader& archive, const std::string& path) {
  auto text = ReadManifestText(archive, path);
  if (!text) return text.error();
  auto manifest = ReadJson<BackupManifest>(*std::move(text));
  if (!manifest) {
    Errors errors = manifest.error();
    for (Error& error : errors) error.where = Concat(path, ": ", kManifestMember, error.where);
    return errors;
  }
  if (manifest->format != kBackupFormat) {
    return Fail(ErrorCode::kConflict, "备份的格式不是本程序认识的，请用更新的程序恢复",
                "the archive's format is unknown to this program: use a newer one", path);
  }
  return manifest;
}

/// The vault that a school is restored into.
class VaultTarget : public FilesTarget {
 public:
  explicit VaultTarget(Vault& vault) : vault_(vault) {}
  bool IsEmpty() override { return vault_.List().empty(); }
  std::unique_ptr<VaultUpload> Begin() override { return vault_.BeginOneOfMany(); }
  void Complete() override { vault_.SyncNames(); }
  void Remove(std::string_view digest) override { vault_.Remove(digest); }

 private:
  Vault& vault_;
};

}  // namespace

ResultOrErrors<std::string> ReadArchiveFormat(const std::string& path,
                                              const std::optional<std::string>& passphrase) {
  const auto archive = ArchiveReader::Open(path, passphrase);
  if (!archive) return Errors{archive.error()};
  auto text = ReadManifestText(**archive, path);
  if (!text) return text.error();
  const auto tree = JsonTree::Parse(*std::move(text));
  if (!tree) return Errors{tree.error()};
  const JsonValue manifest = (*tree)->root();
  if (manifest.Is(JsonType::kObject)) {
    for (const JsonValue member : manifest) {
      if (member.key() == "format") return std::string(member.text());
    }
  }
  return NotThisArchive(path, "不是守责的备份或归档：清单里没有格式",
                        "no archive of Shouze's: its manifest tells no format");
}

ResultOrErrors<BackupManifest> ReadBackupManifest(const std::string& path,
                                                  const std::optional<std::string>& passphrase) {
  const auto archive = ArchiveReader::Open(path, passphrase);
  if (!archive) return Errors{archive.error()};
  return ReadManifest(**archive, path);
}

ResultOrErrors<BackupManifest> ReadBack(const ReadingBack& what) {
  const auto archive = ArchiveReader::Open(what.path, what.passphrase);
  if (!archive) return Errors{archive.error()};
  auto manifest = ReadManifest(**archive, what.path);
  if (!manifest) return manifest.error();
  if (!what.files.IsEmpty()) {
    return NotEmpty("vault", "佐证库里已有文件", "the vault has files already");
  }
  const auto store = Store::Open(what.database);
  if (!store) return Errors{store.error()};
  if (manifest->schema != (*store)->schema_version()) {
    return OtherSchema(*manifest, (*store)->schema_version(), what.path);
  }
  PutFiles files(what.files);
  bool proven = false;
  try {
    const auto done = (*store)->Write([&](WriteTx& tx) -> ResultOrErrors<void> {
      if (!IsEmpty(tx)) {
        return NotEmpty("database", "数据库里已有数据", "the database has rows already");
      }
      Restoring restoring(tx, what, **archive, *manifest, files);
      auto run = restoring.Run();
      proven = run.has_value();
      manifest->holders = restoring.TakeHolders();
      return run;
    });
    if (!done) return done.error();
  } catch (const StoreBroken&) {
    // Whether a commit that failed took place is not known: then the files must stay.
    if (proven && !(*store)->Read([](const ReadTx& tx) { return IsEmpty(tx); })) files.Keep();
    throw;
  }
  files.Keep();
  return manifest;
}

ResultOrErrors<BackupManifest> Restore(const RestoreOptions& options) {
  VaultTarget target(options.vault);
  return ReadBack({options.path, options.passphrase, options.database, target, std::nullopt});
}

}  // namespace shouze
