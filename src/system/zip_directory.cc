#include "system/zip_directory.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "system/inflate.h"

namespace shouze {
namespace {

constexpr std::string_view kEnd("PK\5\6", 4);
constexpr std::string_view kEnd64("PK\6\6", 4);
constexpr std::string_view kEnd64Place("PK\6\7", 4);
constexpr std::string_view kEntry("PK\1\2", 4);
constexpr std::size_t kEndBytes = 22, kEnd64PlaceBytes = 20, kEntryBytes = 46;
/// A comment of up to 64 KB stands behind the end, and some programs add a little of their own.
constexpr std::size_t kTailBytes = kEndBytes + 0xFFFF + 1024;
constexpr std::size_t kDirectoryBytesMax = std::size_t{4} << 20;
constexpr std::size_t kEntriesMax = 65'536;

/// What the end says of the directory.
struct End {
  std::int64_t at = 0;  ///< Where the directory ends.
  std::uint64_t bytes = 0;
  bool split = false;
};

std::optional<End> FindEnd(const FileBytes& bytes) {
  const std::string tail = bytes.Tail(kTailBytes);
  const std::size_t at = tail.rfind(kEnd);
  if (at == std::string::npos || tail.size() - at < kEndBytes) return {};
  const std::int64_t tail_at = bytes.size - std::ssize(tail);
  End end{tail_at + static_cast<std::int64_t>(at), LittleEndian(tail, at + 12, 4),
          LittleEndian(tail, at + 4, 2) != 0 && LittleEndian(tail, at + 4, 2) != 0xFFFF};
  if (at < kEnd64PlaceBytes) return end;
  const std::string_view place = std::string_view(tail).substr(at - kEnd64PlaceBytes);
  if (!place.starts_with(kEnd64Place)) return end;
  end.split = LittleEndian(place, 16, 4) > 1;
  const std::uint64_t end64_at = LittleEndian(place, 8, 8);
  if (end64_at > static_cast<std::uint64_t>(end.at)) return end;
  const std::string end64 = bytes.read(static_cast<std::int64_t>(end64_at), 56);
  if (!end64.starts_with(kEnd64)) return end;
  end.at = static_cast<std::int64_t>(end64_at);
  end.bytes = LittleEndian(end64, 40, 8);
  return end;
}

}  // namespace

std::string ReadZipEntry(const FileBytes& bytes, const ZipEntry& entry, std::size_t bytes_max) {
  constexpr std::size_t kHeaderBytes = 30, kNameBytesAt = 26, kExtraBytesAt = 28;
  if (entry.encrypted || (!entry.stored && !entry.deflated)) return "";
  if (std::cmp_greater_equal(entry.at, bytes.size)) return "";
  const auto at = static_cast<std::int64_t>(entry.at);
  const std::string header = bytes.read(at, kHeaderBytes);
  if (header.size() < kHeaderBytes || !header.starts_with(std::string_view("PK\3\4", 4))) return "";
  const std::size_t before =
      kHeaderBytes + LittleEndian(header, kNameBytesAt, 2) + LittleEndian(header, kExtraBytesAt, 2);
  const std::string packed = bytes.read(at + static_cast<std::int64_t>(before),
                                        std::min<std::uint64_t>(entry.packed_bytes, bytes_max));
  return entry.stored ? packed : Inflate(packed, Deflated::kBare, bytes_max);
}

std::optional<ZipDirectory> ReadZipDirectory(const FileBytes& bytes) {
  constexpr std::size_t kFlagsAt = 8, kSizeAt = 24, kNameBytesAt = 28, kExtraBytesAt = 30,
                        kCommentBytesAt = 32, kWayAt = 10, kPackedAt = 20, kPlaceAt = 42;
  constexpr std::uint64_t kDeflate = 8;
  const auto end = FindEnd(bytes);
  if (!end) return {};
  ZipDirectory directory{end->split, {}};
  if (end->bytes > static_cast<std::uint64_t>(end->at)) {
    // What it names stands before the file's beginning: in another volume, or nowhere.
    if (end->split) return directory;
    return {};
  }
  const std::string whole =
      bytes.read(end->at - static_cast<std::int64_t>(end->bytes),
                 static_cast<std::size_t>(std::min<std::uint64_t>(end->bytes, kDirectoryBytesMax)));
  std::string_view left = whole;
  while (left.size() >= kEntryBytes && left.starts_with(kEntry) &&
         directory.entries.size() < kEntriesMax) {
    const std::size_t name_bytes = LittleEndian(left, kNameBytesAt, 2);
    const std::size_t entry_bytes = kEntryBytes + name_bytes +
                                    LittleEndian(left, kExtraBytesAt, 2) +
                                    LittleEndian(left, kCommentBytesAt, 2);
    const std::uint64_t way = LittleEndian(left, kWayAt, 2);
    directory.entries.push_back(
        {std::string(left.substr(kEntryBytes, name_bytes)), LittleEndian(left, kSizeAt, 4),
         (LittleEndian(left, kFlagsAt, 2) & 1) != 0, way == kDeflate, way == 0,
         LittleEndian(left, kPackedAt, 4), LittleEndian(left, kPlaceAt, 4)});
    left.remove_prefix(std::min(entry_bytes, left.size()));
  }
  return directory;
}

}  // namespace shouze
