#include "system/line_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <iterator>

#include "base/text.h"

namespace shouze {

bool AppendLine(const std::string& path, std::string_view line) {
  const int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (fd < 0) return false;
  const std::string text = Concat(line, "\n");
  const bool kept = write(fd, text.data(), text.size()) == std::ssize(text) && fsync(fd) == 0;
  close(fd);
  return kept;
}

}  // namespace shouze
