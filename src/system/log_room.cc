#include "system/log_room.h"

#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace shouze {
namespace {

/// A pipe holds 64 KiB, a socket some 200.
constexpr int kWaitingMax = 16 << 10;

}  // namespace

bool LogHasRoom() {
  struct stat found {};
  if (fstat(STDERR_FILENO, &found) != 0) return false;
  const bool is_pipe = S_ISFIFO(found.st_mode);
  if (!is_pipe && !S_ISSOCK(found.st_mode)) return true;
  int waiting = 0;
  return ioctl(STDERR_FILENO, is_pipe ? FIONREAD : TIOCOUTQ, &waiting) != 0 ||
         waiting < kWaitingMax;
}

}  // namespace shouze
