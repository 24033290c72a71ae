#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/text.h"
#include "service/backup.h"
#include "system/archive.h"

/// Internal to backup and restore: how an archive's members are named, and how it is read.
namespace shouze {

inline constexpr std::string_view kManifestMember = "manifest.json";

/// The member that holds a table's rows, or a file of the vault.
inline std::string TableMember(std::string_view table) {
  return Concat("tables/", table, ".jsonl");
}
inline std::string FileMember(std::string_view digest) { return Concat("vault/", digest); }

/// Where the files of an archive go.
class FilesTarget {
 public:
  virtual ~FilesTarget() = default;
  virtual bool IsEmpty() = 0;
  virtual std::unique_ptr<VaultUpload> Begin() = 0;
  /// All of them are there: they are durable when it returns.
  virtual void Complete() = 0;
  virtual void Remove(std::string_view digest) = 0;
};

/// Which archive, where to, and what must be in it.
struct ReadingBack {
  const std::string& path;
  const std::optional<std::string>& passphrase;
  const StoreOptions& database;
  FilesTarget& files;
  const std::optional<std::string>& known_head;
};

/// The one reader of archives: as of Restore.
ResultOrErrors<BackupManifest> ReadBack(const ReadingBack& what);

}  // namespace shouze
