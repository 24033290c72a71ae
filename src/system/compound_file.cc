#include "system/compound_file.h"

#include <algorithm>
#include <set>

namespace shouze {
namespace {

constexpr std::string_view kSignature("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8);
constexpr std::size_t kHeaderBytes = 512;
constexpr std::size_t kEntryBytes = 128;
constexpr std::size_t kHeadBytes = 512;
constexpr std::uint32_t kSectorMax = 0xFFFFFFFA;
/// So many sectors of the directory and of the table's own list are followed.
constexpr std::size_t kSectorsMax = 2048;

std::uint32_t Word(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint32_t>(LittleEndian(bytes, at, 4));
}

}  // namespace

std::optional<CompoundFile> CompoundFile::Open(const FileBytes& bytes) {
  CompoundFile file(bytes);
  file.header_ = bytes.Head(kHeaderBytes);
  if (file.header_.size() < kHeaderBytes || !file.header_.starts_with(kSignature)) return {};
  constexpr std::size_t kShiftAt = 0x1E;
  const std::uint64_t shift = LittleEndian(file.header_, kShiftAt, 2);
  if (shift != 9 && shift != 12) return {};
  file.sector_bytes_ = std::size_t{1} << shift;
  if (!file.ReadDirectory()) return {};
  return file;
}

std::string CompoundFile::Sector(std::uint32_t sector) const {
  if (sector >= kSectorMax) return "";
  const auto size = static_cast<std::int64_t>(sector_bytes_);
  return bytes_.read((static_cast<std::int64_t>(sector) + 1) * size, sector_bytes_);
}

std::optional<std::uint32_t> CompoundFile::After(std::uint32_t sector) const {
  constexpr std::size_t kListAt = 0x4C, kListLength = 109, kMoreAt = 0x44;
  const std::size_t a_sector = sector_bytes_ / 4;
  std::size_t table = sector / a_sector;
  std::uint32_t table_sector = kSectorMax;
  if (table < kListLength) {
    table_sector = Word(header_, kListAt + 4 * table);
  } else {
    // The list goes on in sectors of its own, each naming the next in its last place.
    table -= kListLength;
    std::uint32_t list = Word(header_, kMoreAt);
    for (std::size_t n = table / (a_sector - 1); n > 0 && n < kSectorsMax; --n) {
      list = Word(Sector(list), 4 * (a_sector - 1));
    }
    const std::string places = Sector(list);
    if (places.size() < sector_bytes_) return {};
    table_sector = Word(places, 4 * (table % (a_sector - 1)));
  }
  const std::string entries = Sector(table_sector);
  if (entries.size() < 4 * (sector % a_sector + 1)) return {};
  const std::uint32_t next = Word(entries, 4 * (sector % a_sector));
  if (next >= kSectorMax) return {};
  return next;
}

bool CompoundFile::ReadDirectory() {
  constexpr std::size_t kDirectoryAt = 0x30;
  constexpr std::size_t kNameBytesAt = 64, kKindAt = 66, kFirstAt = 116, kSizeAt = 120;
  constexpr char kStream = 2, kRoot = 5;
  std::set<std::uint32_t> seen;
  std::optional<std::uint32_t> sector = Word(header_, kDirectoryAt);
  while (sector && seen.size() < kSectorsMax && seen.insert(*sector).second) {
    const std::string entries = Sector(*sector);
    for (std::size_t at = 0; at + kEntryBytes <= entries.size(); at += kEntryBytes) {
      const std::string_view entry = std::string_view(entries).substr(at, kEntryBytes);
      if (entry[kKindAt] != kStream && entry[kKindAt] != kRoot) continue;
      Stream stream{"", Word(entry, kFirstAt), LittleEndian(entry, kSizeAt, 8)};
      const std::size_t name_bytes =
          std::min<std::size_t>(64, LittleEndian(entry, kNameBytesAt, 2));
      for (std::size_t i = 0; i + 2 < name_bytes; i += 2) {
        stream.name += entry[i + 1] == 0 ? entry[i] : '?';
      }
      streams_.push_back(std::move(stream));
    }
    sector = After(*sector);
  }
  return !streams_.empty();
}

bool CompoundFile::Has(std::string_view name) const {
  return std::ranges::find(streams_, name, &Stream::name) != streams_.end();
}

std::string CompoundFile::HeadOf(std::string_view name) const {
  constexpr std::size_t kSmallMaxAt = 0x38, kSmallTableAt = 0x3C, kSmallBytes = 64;
  const auto found = std::ranges::find(streams_, name, &Stream::name);
  if (found == streams_.end()) return "";
  const std::size_t size = std::min<std::uint64_t>(kHeadBytes, found->bytes);
  if (found->bytes >= Word(header_, kSmallMaxAt)) {
    return Sector(found->first_sector).substr(0, size);
  }
  // Small streams stand together in the root's, in pieces of 64 bytes with a table of their own.
  const std::string table = Sector(Word(header_, kSmallTableAt));
  std::string head;
  std::uint32_t piece = found->first_sector;
  while (head.size() < size && piece < sector_bytes_ / 4) {
    const std::size_t at = piece * kSmallBytes;
    std::optional<std::uint32_t> sector = streams_.front().first_sector;
    for (std::size_t n = at / sector_bytes_; n > 0 && sector; --n) sector = After(*sector);
    if (!sector) break;
    const std::string bytes = Sector(*sector);
    if (at % sector_bytes_ + kSmallBytes > bytes.size()) break;
    head += bytes.substr(at % sector_bytes_, kSmallBytes);
    piece = Word(table, 4 * std::size_t{piece});
    if (head.size() >= kHeadBytes) break;
  }
  return head.substr(0, size);
}

}  // namespace shouze
