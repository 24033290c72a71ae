#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "http/message.h"

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
  std::string name;  ///< What it is saved as.
  std::function<std::string(std::int64_t offset, std::size_t size)> read;
};

/// An attachment that no browser runs: nosniff, sandboxed. 206, 304 and 416 as the request asks.
Response FileAnswer(const Request& request, FileToSend file);

/// `attachment` with the name in ASCII and in UTF-8. Source: RFC 6266, RFC 8187.
std::string AttachmentNamed(std::string_view name);

}  // namespace shouze
