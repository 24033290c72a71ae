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
};

/// The directory at a ZIP's end.
struct ZipDirectory {
  bool split = false;  ///< One of several volumes.
  std::vector<ZipEntry> entries;
};

/// Absent where the file has no directory: it is cut, or no ZIP. Reads 4 MB and 65,536 entries at
/// the most; what is said beyond them is left out.
/// Source: PKWARE APPNOTE 6.3, 4.3.12–4.3.16.
std::optional<ZipDirectory> ReadZipDirectory(const FileBytes& bytes);

}  // namespace shouze
