#include "system/written_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "base/text.h"

namespace shouze {
namespace {

constexpr mode_t kOwnerOnly = 0600;

Error CannotWrite(const std::string& path) {
  const std::string cause = std::generic_category().message(errno);
  return {ErrorCode::kNotFound, path,
          Concat("不能写这个文件（", cause, "），请检查目录、权限和磁盘空间"),
          Concat("cannot write this file (", cause, "): check folder, permissions and room")};
}

}  // namespace

bool WriteAll(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

void GiveToOwnerOf(const std::string& path, int fd) {
  if (geteuid() != 0) return;
  struct stat folder {};
  const std::string parent = std::filesystem::path(path).parent_path().string();
  if (stat(parent.empty() ? "." : parent.c_str(), &folder) != 0) return;
  if (fchown(fd, folder.st_uid, folder.st_gid) != 0) errno = 0;
}

Result<void> WriteForOwner(const std::string& path, std::string_view bytes) {
  const int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, kOwnerOnly);
  if (fd < 0) return CannotWrite(path);
  struct stat found {};
  bool well = fstat(fd, &found) == 0;
  if (well && S_ISREG(found.st_mode)) {
    // One that was there is closed to others before anything is in it.
    well = fchmod(fd, kOwnerOnly) == 0 && ftruncate(fd, 0) == 0;
    GiveToOwnerOf(path, fd);
  }
  well = well && WriteAll(fd, bytes);
  Result<void> done;
  if (!well) done = CannotWrite(path);
  if (close(fd) != 0 && well) done = CannotWrite(path);
  return done;
}

}  // namespace shouze
