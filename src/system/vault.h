#pragma once

#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace shouze {

/// Bytes on their way into the vault. Destroyed before Finish they leave nothing behind.
class VaultUpload {
 public:
  virtual ~VaultUpload() = default;
  /// Errors: kTooLarge when more than the vault allows for one file; nothing is kept then.
  virtual Result<void> Write(std::string_view bytes) = 0;

  struct Kept {
    std::string digest;  ///< SHA-256, hex: the file's name from now on.
    std::int64_t bytes = 0;
    std::string type;        ///< MIME type by content (file_type.h).
    bool was_there = false;  ///< So it was before; put right if its content had decayed.
  };
  /// Durable when it returns: synced under a temporary name, renamed, the folder synced. Once only.
  /// Errors: kTooLarge, if a Write said so.
  virtual Result<Kept> Finish() = 0;
};

/// A file that is open to be read: it stays what it was, whatever takes its name meanwhile. A
/// broken disk throws VaultBroken.
class VaultFile {
 public:
  virtual ~VaultFile() = default;
  virtual std::int64_t bytes() const = 0;
  /// `size` bytes from `offset` >= 0 on; fewer at the end.
  virtual std::string Read(std::int64_t offset, std::size_t size) const = 0;
  /// Whether the content has the file's digest. Reads the whole, unless it was found sound within
  /// the last minutes and nobody has touched it since.
  virtual bool IsSound() = 0;
};

/// 佐证库: files by the digest of their content, never changed. A broken disk throws VaultBroken.
class Vault {
 public:
  virtual ~Vault() = default;

  virtual std::unique_ptr<VaultUpload> Begin() = 0;
  /// One of many that are put in at once: its name is durable only after SyncNames.
  virtual std::unique_ptr<VaultUpload> BeginOneOfMany() = 0;
  virtual void SyncNames() = 0;

  /// Errors: kNotFound, also for what is no digest.
  virtual Result<std::unique_ptr<VaultFile>> Open(std::string_view digest) = 0;
  /// The whole file. Errors: the same.
  Result<std::string> Read(std::string_view digest);
  virtual bool Has(std::string_view digest) = 0;
  /// Unused files only; absent ones are no error.
  virtual void Remove(std::string_view digest) = 0;

  /// What a check finds about one file of the vault.
  struct Found {
    std::string digest;  ///< As the name says; the path where the name is none.
    std::int64_t bytes = 0;
    bool whole = false;  ///< It can be read, and the content has that digest.
  };
  /// Reads one file, from the disk itself; absent where there is none.
  virtual std::optional<Found> Examine(std::string_view digest) = 0;
  /// Reads every file there is.
  virtual void Check(const std::function<void(const Found&)>& use) = 0;
  /// Names only, nothing read.
  virtual std::vector<std::string> List() = 0;
  /// Those that nobody has written to for so long.
  virtual std::vector<std::string> ListOlderThan(std::chrono::hours age) = 0;
  /// Removes what killed processes have left of uploads; only what nobody has written to for a day.
  /// Returns how many.
  virtual int RemoveLeftovers() = 0;
  /// How much more the disk takes.
  virtual std::int64_t FreeBytes() = 0;
};

/// The disk failed.
class VaultBroken : public std::exception {
 public:
  explicit VaultBroken(std::string what) : what_(std::move(what)) {}
  const char* what() const noexcept override { return what_.c_str(); }

 private:
  std::string what_;
};

/// A vault in `folder` (made if absent, mode 0700): `ab/cdef…`, temporary files in `incoming/`,
/// old ones of which are removed.
std::unique_ptr<Vault> OpenVault(const std::string& folder, std::int64_t file_bytes_max);
/// The same for those who only read: nothing is made or removed, and a vault that is not there is
/// an empty one.
std::unique_ptr<Vault> OpenVaultToRead(const std::string& folder);

}  // namespace shouze
