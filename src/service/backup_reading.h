#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/text.h"
#include "service/backup.h"
#include "system/archive.h"

/// Internal to backup and restore: how an archive's members are named and its manifest is read.
namespace shouze {

inline constexpr std::string_view kManifestMember = "manifest.json";

/// The member that holds a table's rows, or a file of the vault.
inline std::string TableMember(std::string_view table) {
  return Concat("tables/", table, ".jsonl");
}
inline std::string FileMember(std::string_view digest) { return Concat("vault/", digest); }

/// The first member of an archive. Errors: no manifest, or of a format this program does not know.
ResultOrErrors<BackupManifest> ReadManifest(ArchiveReader& archive, const std::string& path);

}  // namespace shouze
