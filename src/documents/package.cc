#include "documents/package.h"

#include <archive.h>
#include <archive_entry.h>

#include <clocale>
#include <utility>

#include "base/check.h"

namespace shouze::documents {
namespace {

/// libarchive takes names in the thread's encoding, and marks them as UTF-8 where that is it.
class NamesAreUtf8 {
 public:
  NamesAreUtf8() : before_(uselocale(Utf8())) {}
  ~NamesAreUtf8() { uselocale(before_); }
  NamesAreUtf8(const NamesAreUtf8&) = delete;
  NamesAreUtf8& operator=(const NamesAreUtf8&) = delete;

 private:
  static locale_t Utf8() {
    static const locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", locale_t{});
    CHECK(utf8 != locale_t{});  // It comes with Debian's C library itself.
    return utf8;
  }
  const locale_t before_;
};

}  // namespace

PackageWriter::PackageWriter(Sink sink, Instant made_at)
    : sink_(std::move(sink)), made_at_(made_at), zip_(archive_write_new(), archive_write_free) {
  CHECK(archive_write_set_format_zip(zip_.get()) == ARCHIVE_OK);
  CHECK(archive_write_set_bytes_in_last_block(zip_.get(), 1) == ARCHIVE_OK);
  CHECK(archive_write_open(zip_.get(), this, nullptr, &PackageWriter::Take, nullptr) == ARCHIVE_OK);
}

PackageWriter::~PackageWriter() {
  // Left before its end: nothing more is written.
  if (!broken_) broken_ = std::make_exception_ptr(0);
}

long PackageWriter::Take(archive*, void* writer, const void* bytes, std::size_t size) {
  auto& self = *static_cast<PackageWriter*>(writer);
  if (self.broken_) return -1;
  try {
    self.sink_({static_cast<const char*>(bytes), size});
    return static_cast<long>(size);
  } catch (...) {
    self.broken_ = std::current_exception();
    return -1;
  }
}

void PackageWriter::Must(bool done) {
  if (broken_) std::rethrow_exception(broken_);
  CHECK(done);
}

void PackageWriter::Begin(const std::string& name, std::int64_t bytes) {
  const NamesAreUtf8 names;
  const std::unique_ptr<archive_entry, decltype(&archive_entry_free)> entry(archive_entry_new(),
                                                                            archive_entry_free);
  archive_entry_set_pathname(entry.get(), name.c_str());
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  archive_entry_set_perm(entry.get(), 0644);
  archive_entry_set_mtime(entry.get(), made_at_.ms / 1000, 0);
  archive_entry_set_size(entry.get(), bytes);
  Must(archive_write_header(zip_.get(), entry.get()) == ARCHIVE_OK);
}

void PackageWriter::Write(std::string_view bytes) {
  const NamesAreUtf8 names;
  Must(archive_write_data(zip_.get(), bytes.data(), bytes.size()) ==
       static_cast<la_ssize_t>(bytes.size()));
}

void PackageWriter::Finish() {
  const NamesAreUtf8 names;
  Must(archive_write_close(zip_.get()) == ARCHIVE_OK);
}

std::string WritePackage(const std::vector<PackagePart>& parts, Instant made_at) {
  std::string bytes;
  PackageWriter zip([&bytes](std::string_view piece) { bytes += piece; }, made_at);
  for (const PackagePart& part : parts) {
    zip.Begin(part.name, static_cast<std::int64_t>(part.bytes.size()));
    zip.Write(part.bytes);
  }
  zip.Finish();
  return bytes;
}

}  // namespace shouze::documents
