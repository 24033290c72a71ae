#include "system/process.h"

#include <malloc.h>
#include <pwd.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <limits>
#include <string_view>

#include "base/text.h"

namespace shouze {
namespace {

constexpr std::size_t kNameMax = 64;
/// What an environment may say is cut down to what a user's name looks like.
constexpr std::string_view kNameSigns =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-@";

rlimit FilesLimit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return {};
  return limit;
}

std::string WhoRunsThis() {
  const uid_t uid = getuid();
  std::array<char, 4096> buffer{};
  passwd entry{};
  passwd* found = nullptr;
  getpwuid_r(uid, &entry, buffer.data(), buffer.size(), &found);
  const std::string name = found == nullptr ? Concat(uid) : found->pw_name;
  const char* const before = std::getenv("SUDO_USER");
  const bool is_name = before != nullptr && *before != '\0' &&
                       std::string_view(before).size() <= kNameMax &&
                       std::string_view(before).find_first_not_of(kNameSigns) == std::string::npos;
  return is_name && name != before ? Concat("os:", before, "/", name) : Concat("os:", name);
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

std::string AtTheMachine() {
  // A directory of users may be slow to ask, and the answer stays.
  static const std::string who = WhoRunsThis();
  return who;
}

void GiveBackMemory() { malloc_trim(0); }

}  // namespace shouze
