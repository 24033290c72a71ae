#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/text.h"
#include "http/message.h"
#include "system/vault.h"

namespace shouze {

/// Bytes [first, last] of a file.
struct ByteRange {
  std::int64_t first = 0;
  std::int64_t last = 0;
};

/// The one range that a Range field asks for, cut to the file's size. Absent: the whole file, also
/// where several ranges are asked for or the field is not understood. Source: RFC 9110 14.
struct RangeWanted {
  std::optional<ByteRange> range;
  bool satisfiable = true;
};
RangeWanted RangeOf(std::string_view field, std::int64_t bytes);

/// A file as it is answered.
struct FileToSend {
  std::string digest;
  std::string type;
  std::int64_t bytes = 0;
  std::string name;                 ///< What it is saved as.
  std::shared_ptr<VaultFile> file;  ///< Null: there is none.
  /// What to do where it is missing or damaged.
  std::string_view remedy;
  std::string_view remedy_english;
};

/// An attachment that no browser runs: nosniff, sandboxed. 206, 304 and 416 as the request asks.
/// Nobody is given bytes as the file's that are not: one that is missing, of another size, or,
/// where it is small or a part is asked for, of another content, is a 500 that says so and is
/// logged. A large one is hashed while it is sent; where that shows another content, the last part
/// is kept back, which cuts the connection, and that is logged.
Response FileAnswer(const Request& request, FileToSend file);

/// `attachment` with the name in ASCII and in UTF-8. Source: RFC 6266, RFC 8187.
std::string AttachmentNamed(std::string_view name);

}  // namespace shouze
