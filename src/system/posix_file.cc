#include "system/posix_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include "base/text.h"
#include "system/vault.h"
#include "system/written_file.h"

namespace shouze {
namespace {

constexpr mode_t kOwnerWrites = 0600;
constexpr mode_t kOwnerReads = 0400;
constexpr mode_t kOwnerFolder = 0700;
constexpr std::size_t kPieceBytes = std::size_t{256} * 1024;

/// Opens again and again while signals interrupt; -1 and errno otherwise.
int Open(const std::string& path, int flags, mode_t mode = 0) {
  int fd = -1;
  do {
    fd = open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, mode);
  } while (fd < 0 && errno == EINTR);
  return fd;
}

}  // namespace

void ThrowBroken(std::string_view doing, const std::string& path) {
  const std::string cause = std::generic_category().message(errno);
  throw VaultBroken(Concat(doing, " ", path, ": ", cause));
}

PosixFile::PosixFile(int fd, std::string path) : fd_(fd), path_(std::move(path)) {}

PosixFile::PosixFile(PosixFile&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), path_(std::move(other.path_)) {}

PosixFile::~PosixFile() {
  if (fd_ >= 0) close(fd_);
}

std::optional<PosixFile> PosixFile::OpenToRead(const std::string& path) {
  const int fd = Open(path, O_RDONLY);
  if (fd < 0 && (errno == ENOENT || errno == ENOTDIR)) return std::nullopt;
  if (fd < 0) ThrowBroken("open", path);
  return PosixFile(fd, path);
}

PosixFile PosixFile::Create(const std::string& path) {
  const int fd = Open(path, O_WRONLY | O_CREAT | O_EXCL, kOwnerWrites);
  if (fd < 0) ThrowBroken("create", path);
  return PosixFile(fd, path);
}

void PosixFile::Write(std::string_view bytes) {
  if (!WriteAll(fd_, bytes)) ThrowBroken("write", path_);
}

std::string PosixFile::Read(std::int64_t offset, std::size_t size) const {
  const std::int64_t left_bytes = std::max<std::int64_t>(0, SizeBytes() - offset);
  std::string bytes(std::min(size, static_cast<std::size_t>(left_bytes)), '\0');
  std::size_t got = 0;
  while (got < bytes.size()) {
    const ssize_t more = pread(fd_, bytes.data() + got, bytes.size() - got,
                               static_cast<off_t>(offset + static_cast<std::int64_t>(got)));
    if (more < 0 && errno == EINTR) continue;
    if (more < 0) ThrowBroken("read", path_);
    if (more == 0) break;
    got += static_cast<std::size_t>(more);
  }
  bytes.resize(got);
  return bytes;
}

void PosixFile::ReadAll(const std::function<void(std::string_view)>& use) const {
  std::int64_t offset = 0;
  while (true) {
    const std::string piece = Read(offset, kPieceBytes);
    if (piece.empty()) return;
    use(piece);
    offset += static_cast<std::int64_t>(piece.size());
  }
}

std::int64_t PosixFile::SizeBytes() const {
  struct stat found {};
  if (fstat(fd_, &found) != 0) ThrowBroken("look at", path_);
  return found.st_size;
}

std::string PosixFile::Identity() const {
  struct stat found {};
  if (fstat(fd_, &found) != 0) ThrowBroken("look at", path_);
  return Concat(found.st_dev, ":", found.st_ino, ":", found.st_size, ":", found.st_ctim.tv_sec, ":",
                found.st_ctim.tv_nsec);
}

void PosixFile::ForgetCached() const {
  // A wish: where the machine keeps it all the same, the file is read from memory.
  static_cast<void>(posix_fadvise(fd_, 0, 0, POSIX_FADV_DONTNEED));
}

void PosixFile::MakeReadOnly() {
  if (fchmod(fd_, kOwnerReads) != 0) ThrowBroken("protect", path_);
}

void PosixFile::Sync() {
  if (fsync(fd_) != 0) ThrowBroken("sync", path_);
}

void MakeFolder(const std::string& path) {
  if (mkdir(path.c_str(), kOwnerFolder) == 0) return;
  struct stat found {};
  if (errno != EEXIST || stat(path.c_str(), &found) != 0) ThrowBroken("make folder", path);
  if (!S_ISDIR(found.st_mode)) throw VaultBroken(Concat(path, " is no folder"));
}

void SyncFolder(const std::string& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) ThrowBroken("open folder", path);
  const bool synced = fsync(fd) == 0;
  const int cause = errno;
  close(fd);
  errno = cause;
  if (!synced) ThrowBroken("sync folder", path);
}

}  // namespace shouze
