#include "system/file_type.h"

#include <fcntl.h>
#include <magic.h>
#include <unistd.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <memory>
#include <mutex>
#include <stdexcept>

#include "base/text.h"
#include "system/zip_names.h"

namespace shouze {
namespace {

constexpr std::string_view kUnknown = "application/octet-stream";
constexpr std::string_view kZip = "application/zip";
constexpr std::string_view kDocx =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
constexpr std::string_view kXlsx =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
constexpr std::string_view kPptx =
    "application/vnd.openxmlformats-officedocument.presentationml.presentation";
constexpr std::string_view kOfd = "application/ofd";  // GB/T 33190

/// As much of a file as its ZIP entries' names are looked for in.
constexpr std::size_t kHeadBytes = std::size_t{256} * 1024;

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

/// What libmagic takes for a plain ZIP or does not know, by the names in it.
std::string Refined(std::string type, std::string_view head) {
  if ((type != kZip && type != kUnknown) || !head.starts_with("PK\3\4")) return type;
  const auto names = ZipNames(head);
  const auto any = [&names](auto&& holds) { return std::ranges::any_of(names, holds); };
  const auto has = [&](std::string_view name) {
    return any([name](std::string_view one) { return one == name; });
  };
  const auto has_folder = [&](std::string_view folder) {
    return any([folder](std::string_view one) { return one.starts_with(folder); });
  };
  if (has("OFD.xml")) return std::string(kOfd);
  if (has("[Content_Types].xml") || has("_rels/.rels")) {
    if (has_folder("word/")) return std::string(kDocx);
    if (has_folder("xl/")) return std::string(kXlsx);
    if (has_folder("ppt/")) return std::string(kPptx);
  }
  return std::string(kZip);
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

 private:
  int fd_;
};

std::string HeadOf(int fd) {
  std::string head(kHeadBytes, '\0');
  std::size_t got = 0;
  while (got < head.size()) {
    const ssize_t more = pread(fd, head.data() + got, head.size() - got, static_cast<off_t>(got));
    if (more <= 0) break;
    got += static_cast<std::size_t>(more);
  }
  head.resize(got);
  return head;
}

}  // namespace

std::string FileTypeOf(const std::string& path) {
  const OpenFile file(path);
  if (file.fd() < 0) return std::string(kUnknown);
  std::string type =
      TheMagic().Ask([&](magic_t magic) { return magic_descriptor(magic, file.fd()); });
  if (type == "inode/x-empty") type = "application/x-empty";  // as magic_buffer says it
  return Refined(std::move(type), HeadOf(file.fd()));
}

std::string FileTypeOfBytes(std::string_view bytes) {
  std::string type = TheMagic().Ask(
      [&](magic_t magic) { return magic_buffer(magic, bytes.data(), bytes.size()); });
  return Refined(std::move(type), bytes.substr(0, kHeadBytes));
}

bool MayBeEvidence(std::string_view type) {
  static constexpr std::string_view kEvidence[] = {
      "application/pdf", kOfd, kZip, kDocx, kXlsx, kPptx,
      // Before 2007; the last is libmagic's word for what other Office programs write.
      "application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint",
      "application/vnd.ms-office", "image/jpeg", "image/png", "image/heic", "image/heif",
      "image/webp", "image/tiff",
      // A list exported as CSV is plain text, too.
      "text/plain", "text/csv"};
  return std::ranges::find(kEvidence, type) != std::end(kEvidence);
}

}  // namespace shouze
