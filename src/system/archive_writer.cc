#include <archive.h>
#include <archive_entry.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <new>
#include <utility>

#include "base/check.h"
#include "base/text.h"
#include "system/archive.h"
#include "system/envelope.h"
#include "system/posix_file.h"
#include "system/random.h"
#include "system/vault.h"

namespace shouze {
namespace {

namespace fs = std::filesystem;

constexpr int kBlockBytes = 64 * 1024;
constexpr mode_t kMemberMode = 0600;
constexpr std::int64_t kMsPerSecond = 1000;

Error NameTaken(const std::string& path) {
  return {ErrorCode::kConflict, path, "已有同名文件，不覆盖；请换一个文件名或先移走它",
          "something has this name already and is not overwritten: choose another one"};
}

Error CannotWrite(const std::string& path, std::string_view reason) {
  return {ErrorCode::kNotFound, path, "不能写这个文件，请检查目录和权限",
          Concat("cannot write this file, check the folder and its permissions: ", reason)};
}

/// The file on the disk, under another name until it is complete.
class PartialFile {
 public:
  explicit PartialFile(std::string path)
      : path_(std::move(path)),
        partial_(Concat(path_, ".partial-", SystemRandom().Hex(4))),
        file_(PosixFile::Create(partial_)) {}
  ~PartialFile() { unlink(partial_.c_str()); }
  PartialFile(const PartialFile&) = delete;
  PartialFile& operator=(const PartialFile&) = delete;

  void Write(std::string_view bytes) { file_.Write(bytes); }

  const std::string& path() const { return partial_; }
  void Sync() { file_.Sync(); }

  /// Gives it its name for good.
  Result<std::int64_t> Place() {
    const std::int64_t bytes = file_.SizeBytes();
    if (link(partial_.c_str(), path_.c_str()) != 0) {
      if (errno == EEXIST) return NameTaken(path_);
      const bool without_links = errno == EPERM || errno == EOPNOTSUPP;
      if (!without_links) ThrowBroken("link", path_);
      if (fs::exists(path_)) return NameTaken(path_);
      if (std::rename(partial_.c_str(), path_.c_str()) != 0) ThrowBroken("rename", path_);
    } else if (unlink(partial_.c_str()) != 0) {
      ThrowBroken("remove", partial_);
    }
    SyncFolder(fs::path(path_).parent_path().string());
    return bytes;
  }

 private:
  std::string path_;
  std::string partial_;
  PosixFile file_;
};

class TarWriter : public ArchiveWriter {
 public:
  TarWriter(std::string path, Instant made_at, const std::optional<std::string>& passphrase)
      : file_(std::move(path)),
        envelope_(
            WriteEnvelope([this](std::string_view bytes) { file_.Write(bytes); }, passphrase)),
        made_at_(made_at),
        tar_(archive_write_new()) {
    if (tar_ == nullptr) throw std::bad_alloc();
    Expect(archive_write_set_format_pax_restricted(tar_));
    Expect(archive_write_add_filter_gzip(tar_));
    // The same content gives the same bytes: no time of writing in the gzip header.
    Expect(archive_write_set_filter_option(tar_, "gzip", "timestamp", nullptr));
    Expect(archive_write_set_bytes_per_block(tar_, kBlockBytes));
    Expect(archive_write_set_bytes_in_last_block(tar_, 1));
    Expect(archive_write_open2(tar_, this, nullptr, WriteBlock, nullptr, nullptr));
  }
  ~TarWriter() override {
    finished_ = true;  // What libarchive still wants to write is written nowhere.
    archive_write_free(tar_);
  }

  void Begin(const ArchiveMember& member) override {
    CHECK(left_ == 0 && !finished_);
    CHECK(IsMemberName(member.name));
    CHECK(member.bytes >= 0 && member.bytes <= MemberBytesMax(member.name));
    left_ = member.bytes;
    archive_entry* const entry = archive_entry_new();
    if (entry == nullptr) throw std::bad_alloc();
    archive_entry_set_pathname(entry, member.name.c_str());
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, kMemberMode);
    archive_entry_set_mtime(entry, static_cast<time_t>(made_at_.ms / kMsPerSecond), 0);
    archive_entry_set_size(entry, member.bytes);
    const int done = archive_write_header(tar_, entry);
    archive_entry_free(entry);
    Expect(done);
  }

  void Write(std::string_view bytes) override {
    CHECK(static_cast<std::int64_t>(bytes.size()) <= left_ && !finished_);
    left_ -= static_cast<std::int64_t>(bytes.size());
    while (!bytes.empty()) {
      const la_ssize_t written = archive_write_data(tar_, bytes.data(), bytes.size());
      if (written <= 0) Expect(ARCHIVE_FATAL);
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }

  std::string Close() override {
    CHECK(left_ == 0 && !finished_);
    Expect(archive_write_close(tar_));
    finished_ = true;
    envelope_->Finish();
    file_.Sync();
    return file_.path();
  }

  Result<std::int64_t> Finish() override {
    if (!finished_) Close();
    return file_.Place();
  }

 private:
  /// Called by libarchive, which no exception may pass through.
  static la_ssize_t WriteBlock(archive*, void* self, const void* bytes, std::size_t size) {
    auto& writer = *static_cast<TarWriter*>(self);
    if (writer.finished_) return static_cast<la_ssize_t>(size);
    try {
      writer.envelope_->Write({static_cast<const char*>(bytes), size});
      return static_cast<la_ssize_t>(size);
    } catch (...) {
      writer.failure_ = std::current_exception();
      return -1;
    }
  }

  void Expect(int done) {
    if (done == ARCHIVE_OK) return;
    if (failure_) std::rethrow_exception(failure_);
    const char* const reason = archive_error_string(tar_);
    throw VaultBroken(Concat("write an archive: ", reason == nullptr ? "" : reason));
  }

  PartialFile file_;
  std::unique_ptr<EnvelopeWriter> envelope_;
  Instant made_at_;
  archive* tar_;
  std::exception_ptr failure_;
  std::int64_t left_ = 0;  ///< Of the member.
  bool finished_ = false;
};

}  // namespace

Result<std::unique_ptr<ArchiveWriter>> ArchiveWriter::Create(
    const std::string& path, Instant made_at, const std::optional<std::string>& passphrase) {
  if (passphrase && passphrase->size() < kPassphraseBytesMin) {
    return Error{ErrorCode::kInvalidInput, "",
                 Concat("口令太短：至少 ", kPassphraseBytesMin,
                        " 个字符；可用 openssl rand -base64 24 生成一个"),
                 Concat("the passphrase is too short: at least ", kPassphraseBytesMin,
                        " characters, as from 'openssl rand -base64 24'")};
  }
  const std::string place = fs::absolute(path).lexically_normal().string();
  std::error_code failure;
  if (fs::exists(fs::symlink_status(place, failure))) return NameTaken(path);
  try {
    return std::unique_ptr<ArchiveWriter>(std::make_unique<TarWriter>(place, made_at, passphrase));
  } catch (const VaultBroken& broken) {
    return CannotWrite(path, broken.what());
  }
}

}  // namespace shouze
