#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"

/// Small files of many types, for tests.
namespace shouze {

/// Text as it stands.
inline std::string Bytes(std::string_view text) { return std::string(text); }

/// A number, the lowest byte first.
inline std::string NumberBytes(std::size_t value, int size) {
  std::string bytes;
  for (int i = 0; i < size; ++i) bytes += static_cast<char>((value >> (8 * i)) & 0xFF);
  return bytes;
}

/// Where a streamed ZIP tells sizes.
enum class Sizes { kBefore, kAfter };

/// A ZIP's local headers with stored contents, without its directory.
inline std::string Zip(std::initializer_list<std::string_view> names,
                       Sizes sizes = Sizes::kBefore) {
  std::string zip;
  for (const std::string_view name : names) {
    const std::string content(300, 'x');
    const std::size_t told = sizes == Sizes::kBefore ? content.size() : 0;
    zip += std::string("PK\3\4", 4) + NumberBytes(20, 2) +
           NumberBytes(sizes == Sizes::kAfter ? 8 : 0, 2) + std::string(10, '\0') +
           NumberBytes(told, 4) + NumberBytes(told, 4) + NumberBytes(name.size(), 2) +
           NumberBytes(0, 2) + std::string(name) + content;
  }
  return zip;
}

/// A picture or film of the ISO family by its brands; the first is the major one.
inline std::string FtypFile(std::initializer_list<std::string_view> brands) {
  std::string box = Concat("ftyp", *brands.begin(), std::string(4, '\0'));
  for (const std::string_view brand : brands) box += brand;
  return std::string(3, '\0') + static_cast<char>(box.size() + 4) + box + std::string(40, '\0');
}

/// An OLE compound file with one stream, which begins so: its header, its table of sectors, its
/// directory, the stream. Source: [MS-CFB] 2.2, 2.6.
inline std::string CompoundBytes(std::string_view stream, std::string_view content = "") {
  const std::size_t kEnd = 0xFFFFFFFE, kFree = 0xFFFFFFFF, kTable = 0xFFFFFFFD;
  const auto entry = [&](std::string_view name, char type, std::size_t child, std::size_t first,
                         std::size_t bytes) {
    std::string wide;
    for (const char c : name) wide += {c, '\0'};
    std::string text = wide;
    text.resize(64, '\0');
    text += NumberBytes(wide.size() + 2, 2) + std::string{type, 1} + NumberBytes(kFree, 4) +
            NumberBytes(kFree, 4) + NumberBytes(child, 4);
    text.resize(116, '\0');
    return text + NumberBytes(first, 4) + NumberBytes(bytes, 8);
  };
  std::string file = std::string("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8) + std::string(16, '\0');
  for (const std::size_t half : {0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0}) file += NumberBytes(half, 2);
  for (const std::size_t word : {std::size_t{0}, std::size_t{1}, std::size_t{1}, std::size_t{0},
                                 std::size_t{4096}, kEnd, std::size_t{0}, kEnd, std::size_t{0}}) {
    file += NumberBytes(word, 4);
  }
  file += NumberBytes(0, 4);
  while (file.size() < 512) file += NumberBytes(kFree, 4);
  file += NumberBytes(kTable, 4) + NumberBytes(kEnd, 4);
  for (std::size_t sector = 3; sector < 10; ++sector) file += NumberBytes(sector, 4);
  file += NumberBytes(kEnd, 4);
  while (file.size() < 1024) file += NumberBytes(kFree, 4);
  file += entry("Root Entry", 5, 1, kEnd, 0) + entry(stream, 2, kFree, 2, 4096);
  file.resize(1536, '\0');
  file += content;
  file.resize(1536 + 4096, '\0');
  return file;
}

/// A whole ZIP with its directory: names and stored contents; `flags` of each.
struct Packed {
  std::string_view name;
  std::string_view content;
};
inline std::string WholeZip(const std::vector<Packed>& files, std::size_t flags = 0,
                            std::size_t volume = 0) {
  std::string zip;
  std::string directory;
  for (const auto& [name, content] : files) {
    const std::string sizes = NumberBytes(content.size(), 4) + NumberBytes(content.size(), 4) +
                              NumberBytes(name.size(), 2);
    const std::string common = NumberBytes(20, 2) + NumberBytes(flags, 2) + std::string(10, '\0');
    directory += std::string("PK\1\2", 4) + NumberBytes(20, 2) + common + sizes +
                 std::string(12, '\0') + NumberBytes(zip.size(), 4) + std::string(name);
    zip += std::string("PK\3\4", 4) + common + sizes + NumberBytes(0, 2) + std::string(name) +
           std::string(content);
  }
  const std::size_t at = zip.size();
  return zip + directory + std::string("PK\5\6", 4) + NumberBytes(volume, 2) +
         NumberBytes(volume, 2) + NumberBytes(files.size(), 2) + NumberBytes(files.size(), 2) +
         NumberBytes(directory.size(), 4) + NumberBytes(at, 4) + NumberBytes(0, 2);
}

}  // namespace shouze
