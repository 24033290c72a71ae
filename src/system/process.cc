#include "system/process.h"

#include <malloc.h>
#include <sys/resource.h>

#include <algorithm>
#include <limits>

namespace shouze {
namespace {

rlimit FilesLimit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return {};
  return limit;
}

}  // namespace

std::int64_t AllowManyFiles() {
  rlimit limit = FilesLimit();
  limit.rlim_cur = limit.rlim_max;
  static_cast<void>(setrlimit(RLIMIT_NOFILE, &limit));
  return OpenFilesMax();
}

std::int64_t OpenFilesMax() {
  constexpr auto kMost = static_cast<rlim_t>(std::numeric_limits<std::int64_t>::max());
  return static_cast<std::int64_t>(std::min(FilesLimit().rlim_cur, kMost));
}

void GiveBackMemory() { malloc_trim(0); }

}  // namespace shouze
