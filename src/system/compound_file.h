#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "system/file_bytes.h"

namespace shouze {

/// An OLE compound file (Office before 2007, WPS, Outlook): its streams by name. Reads no more than
/// its directory and the streams' beginnings, whatever the file says of itself.
/// Source: [MS-CFB] 2.
class CompoundFile {
 public:
  /// Absent where the bytes are none, or its directory is not there (cut, broken).
  static std::optional<CompoundFile> Open(const FileBytes& bytes);

  /// Whether there is a stream of that name, anywhere in it.
  bool Has(std::string_view name) const;
  /// Up to 512 bytes of the beginning of a stream; empty where there is none.
  std::string HeadOf(std::string_view name) const;

 private:
  struct Stream {
    std::string name;  ///< ASCII; other characters are `?`.
    std::uint32_t first_sector = 0;
    std::uint64_t bytes = 0;
  };

  explicit CompoundFile(const FileBytes& bytes) : bytes_(bytes) {}
  bool ReadDirectory();
  std::string Sector(std::uint32_t sector) const;
  /// The sector after this one in its chain; absent at its end and where the table is broken.
  std::optional<std::uint32_t> After(std::uint32_t sector) const;

  FileBytes bytes_;
  std::string header_;
  std::size_t sector_bytes_ = 512;
  std::vector<Stream> streams_;  ///< The root first.
};

}  // namespace shouze
