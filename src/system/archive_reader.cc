#include <archive.h>
#include <archive_entry.h>

#include <exception>
#include <filesystem>
#include <new>
#include <utility>

#include "base/check.h"
#include "base/text.h"
#include "system/archive.h"
#include "system/envelope.h"
#include "system/posix_file.h"
#include "system/vault.h"

namespace shouze {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPieceBytes = std::size_t{256} * 1024;

Error NoSuchFile(const std::string& path) {
  return {ErrorCode::kNotFound, path, "没有这个文件，或不能读",
          "there is no such file, or it cannot be read"};
}

class TarReader : public ArchiveReader {
 public:
  TarReader(std::string name, std::unique_ptr<EnvelopeReader> envelope)
      : name_(std::move(name)), envelope_(std::move(envelope)), tar_(archive_read_new()) {
    if (tar_ == nullptr) throw std::bad_alloc();
    CHECK(archive_read_support_filter_gzip(tar_) == ARCHIVE_OK);
    CHECK(archive_read_support_format_tar(tar_) == ARCHIVE_OK);
  }
  ~TarReader() override { archive_read_free(tar_); }

  Result<std::optional<ArchiveMember>> Next() override {
    if (failed_) return *failed_;
    if (ended_) return std::optional<ArchiveMember>();
    if (!opened_) {
      opened_ = true;
      if (archive_read_open2(tar_, this, nullptr, ReadBlock, nullptr, nullptr) != ARCHIVE_OK) {
        return Fail();
      }
    }
    archive_entry* entry = nullptr;
    const int done = archive_read_next_header(tar_, &entry);
    if (done == ARCHIVE_EOF) return End();
    if (done != ARCHIVE_OK) return Fail();
    return Look(entry);
  }

  Result<std::string> Piece() override {
    if (failed_) return *failed_;
    std::string piece(kPieceBytes, '\0');
    const la_ssize_t size = archive_read_data(tar_, piece.data(), piece.size());
    if (size < 0) return Fail();
    piece.resize(static_cast<std::size_t>(size));
    left_ -= static_cast<std::int64_t>(size);
    // Fewer bytes than the header says, or more: libarchive knows forms of tar in which that may
    // be.
    if (left_ < 0 || (size == 0 && left_ != 0)) return Foreign("大小与所记不符", "its size");
    return piece;
  }

 private:
  /// Called by libarchive, which no exception may pass through.
  static la_ssize_t ReadBlock(archive*, void* self, const void** bytes) {
    auto& reader = *static_cast<TarReader*>(self);
    try {
      auto block = reader.envelope_->Next();
      if (!block) {
        reader.failed_ = reader.Named(block.error());
        return -1;
      }
      reader.block_ = std::move(*block);
      *bytes = reader.block_.data();
      return static_cast<la_ssize_t>(reader.block_.size());
    } catch (...) {
      reader.thrown_ = std::current_exception();
      return -1;
    }
  }

  Result<std::optional<ArchiveMember>> Look(archive_entry* entry) {
    const char* const path = archive_entry_pathname(entry);
    ArchiveMember member{path == nullptr ? "" : path, archive_entry_size(entry)};
    if (!IsMemberName(member.name)) {
      return Foreign(Concat("里面有不该有的 ", Shown(member.name)),
                     Concat("there is ", Shown(member.name), " in it"));
    }
    if (archive_entry_filetype(entry) != AE_IFREG || archive_entry_hardlink(entry) != nullptr ||
        archive_entry_symlink(entry) != nullptr) {
      return Foreign(Concat(member.name, " 不是普通文件"),
                     Concat(member.name, " is no plain file"));
    }
    if (!archive_entry_size_is_set(entry) || member.bytes < 0 ||
        member.bytes > MemberBytesMax(member.name)) {
      return Foreign(Concat(member.name, " 的大小超出限制"),
                     Concat(member.name, " is larger than allowed"));
    }
    left_ = member.bytes;
    return std::optional(std::move(member));
  }

  Result<std::optional<ArchiveMember>> End() {
    while (true) {
      const auto rest = envelope_->Next();
      if (!rest) return *(failed_ = Named(rest.error()));
      if (rest->empty()) break;
    }
    ended_ = true;
    return std::optional<ArchiveMember>();
  }

  /// A name that anybody may have written, short and without commands to a terminal.
  static std::string Shown(std::string_view name) {
    constexpr std::size_t kShownBytesMax = 60;
    std::string shown = "“";
    for (const char c : name.substr(0, kShownBytesMax)) shown += c >= ' ' && c <= '~' ? c : '?';
    return Concat(shown, name.size() > kShownBytesMax ? "…”" : "”");
  }

  Error Named(Error error) const {
    error.where = name_;
    return error;
  }
  Error Foreign(std::string_view chinese, std::string_view english) {
    failed_ = Error{ErrorCode::kInvalidInput, name_, Concat("不是守责的备份文件：", chinese),
                    Concat("no archive of Shouze's: ", english)};
    return *failed_;
  }
  /// What libarchive stumbled over: the envelope, or the tar and gzip in it.
  Error Fail() {
    if (thrown_) std::rethrow_exception(thrown_);
    if (!failed_) {
      const char* const reason = archive_error_string(tar_);
      failed_ = Error{ErrorCode::kInvalidInput, name_, "不是守责的备份文件，或已损坏，读不下去",
                      Concat("no archive of Shouze's, or damaged: ",
                             ForTerminal(reason == nullptr ? "" : reason))};
    }
    return *failed_;
  }

  std::string name_;
  std::unique_ptr<EnvelopeReader> envelope_;
  archive* tar_;
  std::string block_;
  std::optional<Error> failed_;
  std::exception_ptr thrown_;
  std::int64_t left_ = 0;  ///< Of the member.
  bool opened_ = false;
  bool ended_ = false;
};

}  // namespace

Result<std::unique_ptr<ArchiveReader>> ArchiveReader::Read(
    std::function<std::string()> source, const std::string& name,
    const std::optional<std::string>& passphrase) {
  auto envelope = ReadEnvelope(std::move(source), passphrase);
  if (!envelope) {
    Error error = envelope.error();
    error.where = name;
    return error;
  }
  return std::unique_ptr<ArchiveReader>(std::make_unique<TarReader>(name, std::move(*envelope)));
}

Result<std::unique_ptr<ArchiveReader>> ArchiveReader::Open(
    const std::string& path, const std::optional<std::string>& passphrase) {
  // The name may be a link, such as to the newest of several.
  std::error_code failure;
  const fs::path place = fs::canonical(path, failure);
  if (failure || !fs::is_regular_file(place, failure)) return NoSuchFile(path);
  std::shared_ptr<const PosixFile> opened;
  try {
    auto file = PosixFile::OpenToRead(place.string());
    if (!file) return NoSuchFile(path);
    file->ForgetCached();
    opened = std::make_shared<const PosixFile>(std::move(*file));
  } catch (const VaultBroken&) {
    return NoSuchFile(path);
  }
  auto source = [file = std::move(opened), offset = std::int64_t{0}]() mutable {
    std::string piece = file->Read(offset, kPieceBytes);
    offset += static_cast<std::int64_t>(piece.size());
    return piece;
  };
  return Read(std::move(source), path, passphrase);
}

}  // namespace shouze
