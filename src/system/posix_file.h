#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace shouze {

/// An open file of the vault, closed at the end. Every failure of the disk throws VaultBroken,
/// which names the file and the cause; partial writes and interruptions are seen to.
class PosixFile {
 public:
  /// Absent when there is no such file.
  static std::optional<PosixFile> OpenToRead(const std::string& path);
  /// A new file that its owner alone may read and write; one that exists already is a failure.
  static PosixFile Create(const std::string& path);

  PosixFile(PosixFile&& other) noexcept;
  PosixFile& operator=(PosixFile&&) = delete;
  ~PosixFile();

  void Write(std::string_view bytes);
  /// Up to `size` bytes from `offset` on; fewer only at the end of the file.
  std::string Read(std::int64_t offset, std::size_t size) const;
  /// The whole content, piece by piece.
  void ReadAll(const std::function<void(std::string_view)>& use) const;
  std::int64_t SizeBytes() const;
  /// Another one once the file has been written, replaced or had its rights changed.
  std::string Identity() const;
  /// What is read next comes from the disk, not from the machine's memory of it.
  void ForgetCached() const;
  /// From now on its owner may read it and nobody may write it.
  void MakeReadOnly();
  /// On the disk when it returns.
  void Sync();

 private:
  PosixFile(int fd, std::string path);

  int fd_;
  std::string path_;
};

/// Makes `path` if there is none, for its owner alone.
void MakeFolder(const std::string& path);

/// Makes the names in a folder durable.
void SyncFolder(const std::string& path);

/// Throws VaultBroken with what errno says about `path`.
[[noreturn]] void ThrowBroken(std::string_view doing, const std::string& path);

}  // namespace shouze
