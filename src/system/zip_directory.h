#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "system/file_bytes.h"

namespace shouze {

/// One entry as a ZIP's directory names it; nothing of it is inflated.
struct ZipEntry {
  std::string name;  ///< As it stands there: any bytes. Folders end with `/`.
  std::uint64_t bytes = 0;
  bool encrypted = false;
  bool deflated = false;  ///< Else it stands there as it is, or packed in a rarer way.
  bool stored = false;
  std::uint64_t packed_bytes = 0;
  std::uint64_t at = 0;  ///< Where its local header stands.
};

/// The directory at a ZIP's end.
struct ZipDirectory {
  bool split = false;  ///< One of several volumes.
  std::vector<ZipEntry> entries;
};

/// An entry's content, at most `bytes_max` of it; empty where it is not there, locked or packed in
/// another way than all programs pack.
std::string ReadZipEntry(const FileBytes& bytes, const ZipEntry& entry, std::size_t bytes_max);

/// Absent where the file has no directory: it is cut, or no ZIP. Reads 4 MB and 65,536 entries at
/// the most; what is said beyond them is left out.
/// Source: PKWARE APPNOTE 6.3, 4.3.12–4.3.16.
std::optional<ZipDirectory> ReadZipDirectory(const FileBytes& bytes);

}  // namespace shouze
