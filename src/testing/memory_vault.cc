#include "testing/memory_vault.h"

#include <algorithm>
#include <utility>

#include "base/digest.h"
#include "system/file_type.h"

namespace shouze {

/// Bytes that become a file of the memory vault.
class MemoryUpload : public VaultUpload {
 public:
  explicit MemoryUpload(MemoryVault& vault) : vault_(vault) {}

  Result<void> Write(std::string_view bytes) override {
    vault_.ThrowIfBroken(VaultFault::kWrite);
    bytes_.append(bytes);
    too_large_ = too_large_ || std::ssize(bytes_) > vault_.file_bytes_max_;
    if (too_large_) return TooLarge();
    return {};
  }

  Result<Kept> Finish() override {
    if (too_large_) return TooLarge();
    vault_.ThrowIfBroken(VaultFault::kFinish);
    return vault_.Keep(std::move(bytes_));
  }

 private:
  static Error TooLarge() {
    return {ErrorCode::kTooLarge, "", "文件太大", "the file is too large"};
  }

  MemoryVault& vault_;
  std::string bytes_;
  bool too_large_ = false;
};

namespace {

class MemoryFile : public VaultFile {
 public:
  MemoryFile(std::string digest, std::string bytes)
      : digest_(std::move(digest)), bytes_(std::move(bytes)) {}

  std::int64_t bytes() const override { return std::ssize(bytes_); }
  std::string Read(std::int64_t offset, std::size_t size) const override {
    if (offset >= bytes()) return "";
    return bytes_.substr(static_cast<std::size_t>(offset), size);
  }
  bool IsSound() override { return Sha256Hex(bytes_) == digest_; }

 private:
  const std::string digest_;
  const std::string bytes_;
};

Error NoSuchFile() { return {ErrorCode::kNotFound, "", "没有这个文件", "there is no such file"}; }

}  // namespace

std::unique_ptr<VaultUpload> MemoryVault::Begin() { return std::make_unique<MemoryUpload>(*this); }

Result<std::unique_ptr<VaultFile>> MemoryVault::Open(std::string_view digest) {
  ThrowIfBroken(VaultFault::kRead);
  const std::lock_guard lock(mutex_);
  const auto found = files_.find(digest);
  if (found == files_.end()) return NoSuchFile();
  return std::unique_ptr<VaultFile>(std::make_unique<MemoryFile>(found->first, found->second));
}

std::optional<Vault::Found> MemoryVault::Examine(std::string_view digest) {
  ThrowIfBroken(VaultFault::kRead);
  const std::lock_guard lock(mutex_);
  const auto found = files_.find(digest);
  if (found == files_.end()) return std::nullopt;
  const std::string& bytes = found->second;
  return Found{found->first, std::ssize(bytes), Sha256Hex(bytes) == digest};
}

bool MemoryVault::Has(std::string_view digest) {
  const std::lock_guard lock(mutex_);
  return files_.contains(digest);
}

void MemoryVault::Remove(std::string_view digest) {
  ThrowIfBroken(VaultFault::kRemove);
  Lose(digest);
}

void MemoryVault::Check(const std::function<void(const Found&)>& use) {
  ThrowIfBroken(VaultFault::kRead);
  std::map<std::string, std::string, std::less<>> files;
  {
    const std::lock_guard lock(mutex_);
    files = files_;
  }
  for (const auto& [digest, bytes] : files) {
    use({digest, std::ssize(bytes), Sha256Hex(bytes) == digest});
  }
}

std::vector<std::string> MemoryVault::List() {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> names;
  for (const auto& [digest, bytes] : files_) names.push_back(digest);
  return names;
}

void MemoryVault::Break(VaultFault fault, int times) {
  const std::lock_guard lock(mutex_);
  broken_[fault] = times;
}

void MemoryVault::Put(std::string_view digest, std::string bytes) {
  const std::lock_guard lock(mutex_);
  files_[std::string(digest)] = std::move(bytes);
}

void MemoryVault::Lose(std::string_view digest) {
  const std::lock_guard lock(mutex_);
  const auto found = files_.find(digest);
  if (found != files_.end()) files_.erase(found);
}

void MemoryVault::ThrowIfBroken(VaultFault fault) {
  const std::lock_guard lock(mutex_);
  int& times = broken_[fault];
  if (times == 0) return;
  --times;
  throw VaultBroken("the test broke the vault");
}

VaultUpload::Kept MemoryVault::Keep(std::string bytes) {
  VaultUpload::Kept kept;
  kept.digest = Sha256Hex(bytes);
  kept.bytes = std::ssize(bytes);
  kept.type = FileTypeOfBytes(bytes);
  kept.was_there = Has(kept.digest);
  Put(kept.digest, std::move(bytes));
  return kept;
}

}  // namespace shouze
