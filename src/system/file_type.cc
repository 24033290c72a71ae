#include "system/file_type.h"

#include <fcntl.h>
#include <magic.h>
#include <sys/stat.h>
#include <unistd.h>

#include <functional>
#include <memory>
#include <mutex>
#include <stdexcept>

#include "system/refined_type.h"

namespace shouze {
namespace {

constexpr std::string_view kUnknown = "application/octet-stream";

/// libmagic with its database; not for two threads at once.
class Magic {
 public:
  Magic() : cookie_(magic_open(MAGIC_MIME_TYPE), &magic_close) {
    if (!cookie_ || magic_load(cookie_.get(), nullptr) != 0) {
      throw std::runtime_error("libmagic has no database: install libmagic-mgc");
    }
  }

  /// What `ask` answers; unknown where it does not know.
  std::string Ask(const std::function<const char*(magic_t)>& ask) {
    const std::lock_guard lock(mutex_);
    const char* type = ask(cookie_.get());
    return type == nullptr ? std::string(kUnknown) : std::string(type);
  }

 private:
  std::mutex mutex_;
  std::unique_ptr<magic_set, decltype(&magic_close)> cookie_;
};

Magic& TheMagic() {
  static Magic magic;
  return magic;
}

/// A file opened for reading, closed at the end.
class OpenFile {
 public:
  explicit OpenFile(const std::string& path) : fd_(open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() {
    if (fd_ >= 0) close(fd_);
  }
  int fd() const { return fd_; }

  std::string Read(std::int64_t offset, std::size_t size) const {
    std::string part(size, '\0');
    std::size_t got = 0;
    while (got < size) {
      const ssize_t more = pread(fd_, part.data() + got, size - got,
                                 static_cast<off_t>(offset + static_cast<std::int64_t>(got)));
      if (more <= 0) break;
      got += static_cast<std::size_t>(more);
    }
    part.resize(got);
    return part;
  }

 private:
  int fd_;
};

}  // namespace

std::string FileTypeOf(const std::string& path) {
  const OpenFile file(path);
  struct stat found {};
  if (file.fd() < 0 || fstat(file.fd(), &found) != 0) return std::string(kUnknown);
  std::string type =
      TheMagic().Ask([&](magic_t magic) { return magic_descriptor(magic, file.fd()); });
  if (type == "inode/x-empty") type = "application/x-empty";  // as magic_buffer says it
  return RefinedType(std::move(type),
                     {found.st_size, [&file](std::int64_t offset, std::size_t size) {
                        return file.Read(offset, size);
                      }});
}

std::string FileTypeOfBytes(std::string_view bytes) {
  std::string type = TheMagic().Ask(
      [&](magic_t magic) { return magic_buffer(magic, bytes.data(), bytes.size()); });
  return RefinedType(std::move(type), FileBytesOf(bytes));
}

}  // namespace shouze
