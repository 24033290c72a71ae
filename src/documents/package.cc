#include "documents/package.h"

#include <archive.h>
#include <archive_entry.h>

#include <memory>

#include "base/check.h"

namespace shouze::documents {
namespace {

la_ssize_t Append(archive*, void* bytes, const void* piece, std::size_t size) {
  static_cast<std::string*>(bytes)->append(static_cast<const char*>(piece), size);
  return static_cast<la_ssize_t>(size);
}

}  // namespace

std::string WritePackage(const std::vector<PackagePart>& parts, Instant made_at) {
  std::string bytes;
  const std::unique_ptr<archive, decltype(&archive_write_free)> zip(archive_write_new(),
                                                                    archive_write_free);
  CHECK(archive_write_set_format_zip(zip.get()) == ARCHIVE_OK);
  CHECK(archive_write_set_bytes_in_last_block(zip.get(), 1) == ARCHIVE_OK);
  CHECK(archive_write_open(zip.get(), &bytes, nullptr, Append, nullptr) == ARCHIVE_OK);
  for (const PackagePart& part : parts) {
    const std::unique_ptr<archive_entry, decltype(&archive_entry_free)> entry(archive_entry_new(),
                                                                              archive_entry_free);
    archive_entry_set_pathname(entry.get(), part.name.c_str());
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0644);
    archive_entry_set_mtime(entry.get(), made_at.ms / 1000, 0);
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(part.bytes.size()));
    CHECK(archive_write_header(zip.get(), entry.get()) == ARCHIVE_OK);
    CHECK(archive_write_data(zip.get(), part.bytes.data(), part.bytes.size()) ==
          static_cast<la_ssize_t>(part.bytes.size()));
  }
  CHECK(archive_write_close(zip.get()) == ARCHIVE_OK);
  return bytes;
}

}  // namespace shouze::documents
