#include "system/sound_files.h"

#include <utility>

#include "base/digest.h"
#include "system/posix_file.h"

namespace shouze {
namespace {

constexpr std::size_t kFilesMax = 4096;

}  // namespace

class SoundFiles::OpenFile : public VaultFile {
 public:
  OpenFile(SoundFiles& found, PosixFile file, std::string_view digest)
      : found_(found), file_(std::move(file)), digest_(digest), bytes_(file_.SizeBytes()) {}

  std::int64_t bytes() const override { return bytes_; }
  std::string Read(std::int64_t offset, std::size_t size) const override {
    return file_.Read(offset, size);
  }
  bool IsSound() override {
    const std::string identity = file_.Identity();
    if (found_.Knows(identity)) return true;
    Sha256 sha256;
    file_.ReadAll([&](std::string_view piece) { sha256.Add(piece); });
    if (sha256.Hex() != digest_) return false;
    found_.Add(identity);
    return true;
  }

 private:
  SoundFiles& found_;
  const PosixFile file_;
  const std::string digest_;
  const std::int64_t bytes_;
};

std::unique_ptr<VaultFile> SoundFiles::Open(const std::string& path, std::string_view digest) {
  auto file = PosixFile::OpenToRead(path);
  if (!file) return nullptr;
  return std::make_unique<OpenFile>(*this, *std::move(file), digest);
}

bool SoundFiles::Knows(const std::string& identity) {
  const std::lock_guard lock(mutex_);
  const auto found = found_.find(identity);
  return found != found_.end() && Clock::now() - found->second < kHoldsFor;
}

void SoundFiles::Add(const std::string& identity) {
  const std::lock_guard lock(mutex_);
  const auto now = Clock::now();
  if (found_.size() >= kFilesMax) {
    std::erase_if(found_, [&](const auto& one) { return now - one.second >= kHoldsFor; });
    if (found_.size() >= kFilesMax) found_.clear();
  }
  found_[identity] = now;
}

}  // namespace shouze
