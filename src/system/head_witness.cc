#include "system/head_witness.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>

#include "base/digest.h"
#include "base/text.h"
#include "system/log.h"
#include "system/written_file.h"

namespace shouze {
namespace {

/// A file that has grown to this is begun anew with its last line.
constexpr std::int64_t kBytesMax = std::int64_t{1} << 18;
/// Before a line that counts whatever the lines before it say.
constexpr std::string_view kAnew = "= ";
constexpr mode_t kOwnerOnly = 0600;

/// `12 <digest> 2026-11-30T08:00:00.000Z`; absent for what a cut-off write has left.
std::optional<WitnessedHead> ReadLine(std::string_view line) {
  const std::size_t first = line.find(' ');
  const std::size_t second = first == line.npos ? first : line.find(' ', first + 1);
  if (second == line.npos) return std::nullopt;
  const auto seq = ParseInteger(line.substr(0, first));
  const auto at = ParseInstant(line.substr(second + 1));
  const std::string_view digest = line.substr(first + 1, second - first - 1);
  if (!seq || *seq < 1 || !at || !IsSha256Hex(digest)) return std::nullopt;
  return WitnessedHead{*seq, std::string(digest), *at};
}

std::string LineOf(const WitnessedHead& head, std::string_view mark) {
  return Concat(mark, head.seq, " ", head.digest, " ", FormatRfc3339(head.at, UtcOffset{0}), "\n");
}

void SyncParent(const std::string& path) {
  const std::string parent = std::filesystem::path(path).parent_path().string();
  const int fd = open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return;
  fsync(fd);
  close(fd);
}

}  // namespace

std::optional<WitnessedHead> HeadWitness::Read(const std::string& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return std::nullopt;
  std::string text;
  std::array<char, 1 << 16> piece{};
  for (ssize_t size; (size = read(fd, piece.data(), piece.size())) > 0;) {
    text.append(piece.data(), static_cast<std::size_t>(size));
  }
  close(fd);
  std::optional<WitnessedHead> last;
  std::string_view left = text;
  for (std::size_t end; (end = left.find('\n')) != left.npos; left.remove_prefix(end + 1)) {
    std::string_view line = left.substr(0, end);
    const bool anew = line.starts_with(kAnew);
    if (anew) line.remove_prefix(kAnew.size());
    auto head = ReadLine(line);
    // Two processes may have written in the other order than they were acknowledged in.
    if (head && (anew || !last || head->seq > last->seq)) last = std::move(head);
  }
  return last;
}

HeadWitness::HeadWitness(std::string path) : path_(std::move(path)) {}

HeadWitness::~HeadWitness() {
  Sync();
  if (fd_ >= 0) close(fd_);
}

void HeadWitness::See(const WitnessedHead& head) { Append(head, ""); }

void HeadWitness::BeginAnew(const WitnessedHead& head) {
  Append(head, kAnew);
  Sync();
}

void HeadWitness::Append(const WitnessedHead& head, std::string_view mark) {
  const std::lock_guard lock(mutex_);
  if (!OpenAgain()) return Failed("open");
  const bool written = WriteAll(fd_, LineOf(head, mark));
  struct stat file {};
  const bool long_enough = written && fstat(fd_, &file) == 0 && file.st_size >= kBytesMax;
  if (long_enough) Shorten(head);
  flock(fd_, LOCK_UN);
  if (!written) return Failed("write");
  synced_ = failed_ = false;
}

/// Opens and locks the file that has the name now: another process may have put a shorter one
/// there.
bool HeadWitness::OpenAgain() {
  for (int tries = 0; tries < 3; ++tries) {
    if (fd_ < 0) {
      fd_ = open(path_.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, kOwnerOnly);
      if (fd_ < 0) return false;
      GiveToOwnerOf(path_, fd_);
      SyncParent(path_);
    }
    struct stat file {};
    if (flock(fd_, LOCK_EX) == 0 && fstat(fd_, &file) == 0 && file.st_nlink > 0) return true;
    close(fd_);
    fd_ = -1;
  }
  return false;
}

void HeadWitness::Shorten(const WitnessedHead& head) {
  const std::string part = path_ + ".new";
  const int fd = open(part.c_str(), O_WRONLY | O_TRUNC | O_CREAT | O_CLOEXEC, kOwnerOnly);
  if (fd < 0) return;
  GiveToOwnerOf(path_, fd);
  const auto last = Read(path_).value_or(head);
  const bool whole = WriteAll(fd, LineOf(last, kAnew)) && fsync(fd) == 0;
  close(fd);
  if (whole && std::rename(part.c_str(), path_.c_str()) == 0) SyncParent(path_);
}

void HeadWitness::Sync() {
  const std::lock_guard lock(mutex_);
  if (synced_ || fd_ < 0) return;
  if (fdatasync(fd_) != 0) return Failed("sync");
  synced_ = true;
}

void HeadWitness::Failed(std::string_view doing) {
  if (failed_) return;
  failed_ = true;
  Log(LogLevel::kError, "ledger.witness",
      {{"cause", Concat(doing, " ", path_, ": ", std::strerror(errno))}});
}

}  // namespace shouze
