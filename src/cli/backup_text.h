#pragma once

#include <optional>
#include <string>

#include "base/civil.h"
#include "base/result.h"
#include "cli/context.h"
#include "service/backup.h"

/// What the commands about backups have in common.
namespace shouze {

/// A passphrase's file: its content without a line feed at its end; absent without a file.
ResultOrErrors<std::optional<std::string>> ReadPassphrase(const std::optional<std::string>& path);

/// What is in a backup, for people.
void PrintBackupManifest(CliContext& context, const BackupManifest& manifest, UtcOffset offset);

/// What a proven backup proves and what not, and who holds school roles in it.
void PrintProven(CliContext& context, const BackupManifest& manifest, bool is_sealed,
                 UtcOffset offset);

/// SHA-256 of a file's bytes; empty where it cannot be read.
std::string FileDigest(const std::string& path);

}  // namespace shouze
