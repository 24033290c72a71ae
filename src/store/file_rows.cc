#include <algorithm>
#include <tuple>

#include "store/matter_columns.h"
#include "store/matter_rows.h"
#include "store/query.h"

namespace shouze {
namespace {

constexpr char kSelectFile[] =
    "SELECT f.digest, f.bytes, f.type, f.uploaded_by, f.uploaded_at FROM file f";
constexpr auto kFindFile = Sql(kSelectFile, " WHERE f.digest = :digest");
constexpr auto kReadFiles = Sql(kSelectFile);
constexpr auto kReadFilesAfter =
    Sql(kSelectFile, " WHERE f.digest > :digest ORDER BY f.digest LIMIT :limit");
constexpr auto kReadUnusedFiles =
    Sql(kSelectFile,
        " WHERE f.uploaded_at < :uploaded_before"
        " AND NOT EXISTS (SELECT 1 FROM file_use u WHERE u.digest = f.digest)"
        " AND NOT EXISTS (SELECT 1 FROM upload p WHERE p.digest = f.digest"
        " AND p.at >= :uploaded_before)");
constexpr std::string_view kAddFile =
    "INSERT INTO file (digest, bytes, type, uploaded_by, uploaded_at)"
    " VALUES (:digest, :bytes, :type, :uploaded_by, :uploaded_at)"
    " ON CONFLICT (digest) DO NOTHING";
constexpr std::string_view kDropUploads = "DELETE FROM upload WHERE digest = :digest";
constexpr std::string_view kDropFile = "DELETE FROM file WHERE digest = :digest";
constexpr std::string_view kAddUpload =
    "INSERT INTO upload (digest, account, at) VALUES (:digest, :account, :at)"
    " ON CONFLICT (digest, account) DO UPDATE SET at = excluded.at";
constexpr std::string_view kFindUpload =
    "SELECT COUNT(*) FROM upload WHERE digest = :digest AND account = :account";
constexpr std::string_view kCountUnusedUploads =
    "SELECT COUNT(*) AS files, CAST(COALESCE(SUM(f.bytes), 0) AS BIGINT) AS bytes"
    " FROM upload p JOIN file f ON f.digest = p.digest WHERE p.account = :account"
    " AND NOT EXISTS (SELECT 1 FROM file_use u WHERE u.digest = p.digest)";
constexpr std::string_view kAddFileUse =
    "INSERT INTO file_use (digest, unit, fact_kind, fact_id)"
    " VALUES (:digest, :unit, :fact_kind, :fact_id)"
    " ON CONFLICT (digest, fact_kind, fact_id, unit) DO NOTHING";
constexpr char kSelectFileUse[] = "SELECT digest, unit, fact_kind, fact_id FROM file_use";
constexpr auto kReadAllFileUses = Sql(kSelectFileUse);
constexpr auto kReadFileUses = Sql(kSelectFileUse, " WHERE digest = :digest");

std::vector<StoredFile> ByDigest(std::vector<StoredFile> files) {
  std::ranges::sort(files, {}, &StoredFile::digest);
  return files;
}

std::vector<FileUse> InOrder(std::vector<FileUse> uses) {
  std::ranges::sort(uses, {}, [](const FileUse& use) {
    return std::tie(use.digest, use.unit, use.fact_kind, use.fact_id);
  });
  return uses;
}

}  // namespace

std::optional<StoredFile> FindFile(const ReadTx& tx, std::string_view digest) {
  return Query(tx, kFindFile).With("digest", digest).One<StoredFile>();
}

void AddFile(WriteTx& tx, const StoredFile& file) { Query(tx, kAddFile).WithRow(file).Run(); }

void AddUpload(WriteTx& tx, std::string_view digest, std::string_view account, Instant at) {
  Query(tx, kAddUpload).With("digest", digest).With("account", account).With("at", at).Run();
}

bool HasUploaded(const ReadTx& tx, std::string_view digest, std::string_view account) {
  const auto found =
      Query(tx, kFindUpload).With("digest", digest).With("account", account).One<OneNumber>();
  return found && found->value > 0;
}

UnusedUploads CountUnusedUploads(const ReadTx& tx, std::string_view account) {
  return *Query(tx, kCountUnusedUploads).With("account", account).One<UnusedUploads>();
}

std::vector<StoredFile> ReadFiles(const ReadTx& tx) {
  return ByDigest(Query(tx, kReadFiles).All<StoredFile>());
}

std::vector<StoredFile> ReadFilesAfter(const ReadTx& tx, std::string_view digest, int limit) {
  return Query(tx, kReadFilesAfter).With("digest", digest).With("limit", limit).All<StoredFile>();
}

void DropFile(WriteTx& tx, std::string_view digest) {
  Query(tx, kDropUploads).With("digest", digest).Run();
  Query(tx, kDropFile).With("digest", digest).Run();
}

void AddFileUse(WriteTx& tx, const FileUse& use) { Query(tx, kAddFileUse).WithRow(use).Run(); }

std::vector<FileUse> ReadFileUses(const ReadTx& tx, std::string_view digest) {
  return InOrder(Query(tx, kReadFileUses).With("digest", digest).All<FileUse>());
}

std::vector<FileUse> ReadAllFileUses(const ReadTx& tx) {
  return InOrder(Query(tx, kReadAllFileUses).All<FileUse>());
}

std::vector<StoredFile> ReadUnusedFiles(const ReadTx& tx, Instant uploaded_before) {
  return ByDigest(
      Query(tx, kReadUnusedFiles).With("uploaded_before", uploaded_before).All<StoredFile>());
}

}  // namespace shouze
