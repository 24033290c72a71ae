#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Files packed into the program as a tar.
namespace shouze {

/// One of them.
struct PackedFile {
  std::string path;  ///< `assets/index-1a2b3c.js`: no `./` before it.
  std::string bytes;
};

/// The regular files of a tar made by ourselves, by path bytewise. Throws std::runtime_error where
/// it is none: the program was put together wrongly.
std::vector<PackedFile> Unpack(std::string_view tar);

}  // namespace shouze
