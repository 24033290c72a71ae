#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace shouze {

/// The bytes of a file, wherever they lie; parts of it are read as they are needed.
struct FileBytes {
  std::int64_t size = 0;
  /// Up to `size` bytes from `offset` >= 0 on; fewer only at the end.
  std::function<std::string(std::int64_t offset, std::size_t size)> read;

  std::string Head(std::size_t bytes) const { return read(0, bytes); }
  std::string Tail(std::size_t bytes) const {
    const std::int64_t from = size - static_cast<std::int64_t>(bytes);
    return read(std::max<std::int64_t>(0, from), bytes);
  }
};

/// Of bytes in memory, which must outlive it.
inline FileBytes FileBytesOf(std::string_view bytes) {
  return {std::ssize(bytes), [bytes](std::int64_t offset, std::size_t size) {
            if (offset >= std::ssize(bytes)) return std::string();
            return std::string(bytes.substr(static_cast<std::size_t>(offset), size));
          }};
}

/// `size` <= 8 bytes from `at` on as a number, the lowest first; 0 where they are not there.
inline std::uint64_t LittleEndian(std::string_view bytes, std::size_t at, std::size_t size) {
  if (at > bytes.size() || bytes.size() - at < size) return 0;
  std::uint64_t value = 0;
  for (std::size_t i = size; i > 0; --i) {
    value = (value << 8) | static_cast<unsigned char>(bytes[at + i - 1]);
  }
  return value;
}

}  // namespace shouze
