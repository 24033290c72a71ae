#include "system/temporary_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "base/text.h"

namespace shouze {
namespace {

namespace fs = std::filesystem;

/// The folder, locked; -1: somebody has it, or it is gone.
int Lock(const std::string& path) {
  const int folder = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (folder < 0) return -1;
  struct stat found {};
  if (flock(folder, LOCK_EX | LOCK_NB) == 0 && fstat(folder, &found) == 0 && found.st_nlink > 0 &&
      found.st_uid == geteuid()) {
    return folder;
  }
  close(folder);
  return -1;
}

/// A process that was killed had no time to.
void ClearAbandoned(const std::string& beginning) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(fs::temp_directory_path(), ignored)) {
    if (!entry.path().filename().string().starts_with(beginning)) continue;
    const int lock = Lock(entry.path().string());
    if (lock < 0) continue;
    fs::remove_all(entry.path(), ignored);
    close(lock);
  }
}

}  // namespace

TemporaryFolder::TemporaryFolder(const std::string& name) {
  const std::string beginning = name + "-";
  ClearAbandoned(beginning);
  const fs::path in = fs::temp_directory_path();
  // Between its making and its locking somebody who clears may take it for abandoned.
  for (int tries = 0; tries < 3; ++tries) {
    path_ = (in / Concat(beginning, "XXXXXX")).string();
    if (mkdtemp(path_.data()) == nullptr) break;
    lock_ = Lock(path_);
    if (lock_ >= 0) return;
  }
  throw fs::filesystem_error("mkdtemp", in, std::error_code(errno, std::generic_category()));
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
  close(lock_);
}

}  // namespace shouze
