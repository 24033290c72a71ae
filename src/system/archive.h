#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/civil.h"
#include "base/result.h"

/// 备份文件: a pax tar in gzip, written and read as a stream, sealed with a passphrase if one is
/// given. How its bytes stand in the file: envelope.h. A broken disk throws VaultBroken.
namespace shouze {

/// One file in an archive.
struct ArchiveMember {
  std::string name;
  std::int64_t bytes = 0;
};

/// Whether an archive may have a member of this name: `manifest.json`, `tables/NAME.jsonl` (NAME of
/// letters a–z and `_`) or `vault/` with 64 hex digits.
bool IsMemberName(std::string_view name);

/// The most bytes a member of this name may have: a manifest 1 MiB, a table 1 TiB, a file of the
/// vault 1 GiB.
std::int64_t MemberBytesMax(std::string_view name);

/// A passphrase that seals is at least this long.
inline constexpr std::size_t kPassphraseBytesMin = 12;

/// Writes an archive. Destroyed before Finish it leaves nothing behind; a killed process leaves a
/// file whose name has `.partial-` at its end.
class ArchiveWriter {
 public:
  /// Begins an archive that will be at `path`, for its owner alone (0600). `made_at` stands in it
  /// as its members' time. Errors: kConflict where something has that name, kNotFound where it
  /// cannot be written, kInvalidInput for a short passphrase.
  static Result<std::unique_ptr<ArchiveWriter>> Create(
      const std::string& path, Instant made_at, const std::optional<std::string>& passphrase);
  virtual ~ArchiveWriter() = default;

  /// Begins a member of exactly `member.bytes` bytes, the one before being complete.
  virtual void Begin(const ArchiveMember& member) = 0;
  virtual void Write(std::string_view bytes) = 0;
  /// Everything is in the file and on the disk; where it lies until Finish, to be read back. Once
  /// only.
  virtual std::string Close() = 0;
  /// Closes it where that was not done. Durable under its name when it returns: how many bytes the
  /// file has. Once only. Errors: kConflict where something has taken the name meanwhile.
  virtual Result<std::int64_t> Finish() = 0;
};

/// Reads an archive that anybody may have written.
class ArchiveReader {
 public:
  /// Errors: kNotFound where there is no such file; kInvalidInput: a passphrase is missing, wrong
  /// or too many.
  static Result<std::unique_ptr<ArchiveReader>> Open(const std::string& path,
                                                     const std::optional<std::string>& passphrase);
  /// The same of bytes that `source` gives, none at the end; `name` for messages.
  static Result<std::unique_ptr<ArchiveReader>> Read(std::function<std::string()> source,
                                                     const std::string& name,
                                                     const std::optional<std::string>& passphrase);
  virtual ~ArchiveReader() = default;

  /// The next member, whatever was left of the one before; absent at the end, every byte of the
  /// file then being as it was written. Errors: kInvalidInput: damaged, cut off, no archive of
  /// ours.
  virtual Result<std::optional<ArchiveMember>> Next() = 0;
  /// The next bytes of the member, none at its end. Errors: the same.
  virtual Result<std::string> Piece() = 0;
};

}  // namespace shouze
