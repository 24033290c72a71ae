#include "system/packed_files.h"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

#include "base/check.h"
#include "base/text.h"

namespace shouze {
namespace {

struct FreeReader {
  void operator()(archive* reader) const { archive_read_free(reader); }
};

[[noreturn]] void Broken(archive* reader) {
  const char* cause = archive_error_string(reader);
  throw std::runtime_error(Concat("packed files cannot be read: ", cause ? cause : "?"));
}

std::string Bytes(archive* reader, archive_entry* entry) {
  std::string bytes(static_cast<std::size_t>(archive_entry_size(entry)), '\0');
  std::size_t done = 0;
  while (done < bytes.size()) {
    const la_ssize_t read = archive_read_data(reader, bytes.data() + done, bytes.size() - done);
    if (read <= 0) Broken(reader);
    done += static_cast<std::size_t>(read);
  }
  return bytes;
}

}  // namespace

std::vector<PackedFile> Unpack(std::string_view tar) {
  std::vector<PackedFile> files;
  if (tar.empty()) return files;
  const std::unique_ptr<archive, FreeReader> reader(archive_read_new());
  CHECK(archive_read_support_format_tar(reader.get()) == ARCHIVE_OK);
  if (archive_read_open_memory(reader.get(), tar.data(), tar.size()) != ARCHIVE_OK) {
    Broken(reader.get());
  }
  archive_entry* entry = nullptr;
  for (;;) {
    const int done = archive_read_next_header(reader.get(), &entry);
    if (done == ARCHIVE_EOF) break;
    if (done != ARCHIVE_OK) Broken(reader.get());
    if (archive_entry_filetype(entry) != AE_IFREG) continue;
    std::string_view path = archive_entry_pathname(entry);
    if (path.starts_with("./")) path.remove_prefix(2);
    files.push_back({std::string(path), Bytes(reader.get(), entry)});
  }
  std::ranges::sort(files, {}, &PackedFile::path);
  return files;
}

}  // namespace shouze
