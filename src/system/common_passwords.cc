#include "system/common_passwords.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/check.h"
#include "base/embedded.h"

namespace shouze {

std::span<const EmbeddedFile> EmbeddedPasswords();

namespace {

/// The lines of passwords/common.txt, in its order.
std::vector<std::string_view> Lines() {
  std::vector<std::string_view> lines;
  for (const EmbeddedFile& file : EmbeddedPasswords()) {
    for (std::string_view left = file.bytes; !left.empty();) {
      const std::size_t end = std::min(left.find('\n'), left.size());
      lines.push_back(left.substr(0, end));
      left.remove_prefix(std::min(end + 1, left.size()));
    }
  }
  CHECK(std::ranges::is_sorted(lines));
  return lines;
}

}  // namespace

bool IsCommonPassword(std::string_view lower_case) {
  static const std::vector<std::string_view> common = Lines();
  return std::ranges::binary_search(common, lower_case);
}

}  // namespace shouze
