#pragma once

#include <span>
#include <string_view>

namespace shouze {

/// A file of the checkout that was built into the program (cmake/embed.cmake).
struct EmbeddedFile {
  /// From the checkout's root, as in "policies/czie-2024.yaml".
  std::string_view path;
  /// The file's bytes as they were at build time; they live as long as the program.
  std::string_view bytes;
};

}  // namespace shouze
