#include "system/zip_names.h"

#include <cstddef>
#include <cstdint>

#include "system/file_bytes.h"

namespace shouze {
namespace {

constexpr std::string_view kSignature("PK\3\4", 4);
constexpr std::size_t kHeaderBytes = 30;
constexpr std::size_t kNamesMax = 64;

}  // namespace

std::vector<std::string_view> ZipNames(std::string_view bytes) {
  constexpr std::size_t kFlagsAt = 6, kPackedBytesAt = 18, kNameBytesAt = 26, kExtraBytesAt = 28;
  constexpr std::uint32_t kBytesFollowContent = 1u << 3;
  std::vector<std::string_view> names;
  while (names.size() < kNamesMax && bytes.size() >= kHeaderBytes &&
         bytes.starts_with(kSignature)) {
    const std::size_t name_bytes = LittleEndian(bytes, kNameBytesAt, 2);
    const std::size_t extra_bytes = LittleEndian(bytes, kExtraBytesAt, 2);
    const std::size_t packed_bytes = LittleEndian(bytes, kPackedBytesAt, 4);
    if (bytes.size() - kHeaderBytes < name_bytes) break;
    names.push_back(bytes.substr(kHeaderBytes, name_bytes));

    const std::size_t content_at = kHeaderBytes + name_bytes + extra_bytes;
    std::size_t next = content_at + packed_bytes;
    if ((LittleEndian(bytes, kFlagsAt, 2) & kBytesFollowContent) != 0) {
      // How long the content is stands only behind it: the next header is looked for.
      next = bytes.find(kSignature, content_at);
    }
    if (next >= bytes.size()) break;
    bytes.remove_prefix(next);
  }
  return names;
}

}  // namespace shouze
