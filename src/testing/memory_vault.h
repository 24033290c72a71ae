#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "system/vault.h"

namespace shouze {

/// What of the vault's work breaks, as a broken disk would.
enum class VaultFault { kWrite, kFinish, kRead, kRemove };

/// A vault in memory that keeps what a disk would keep, and fails on demand. Threads may use it at
/// once.
class MemoryVault : public Vault {
 public:
  explicit MemoryVault(std::int64_t file_bytes_max = std::int64_t{64} << 20)
      : file_bytes_max_(file_bytes_max) {}

  std::unique_ptr<VaultUpload> Begin() override;
  std::unique_ptr<VaultUpload> BeginOneOfMany() override { return Begin(); }
  void SyncNames() override {}
  Result<std::unique_ptr<VaultFile>> Open(std::string_view digest) override;
  bool Has(std::string_view digest) override;
  void Remove(std::string_view digest) override;
  void Check(const std::function<void(const Found&)>& use) override;
  std::optional<Found> Examine(std::string_view digest) override;
  std::vector<std::string> List() override;
  /// Whatever is there is old enough.
  std::vector<std::string> ListOlderThan(std::chrono::hours /*age*/) override { return List(); }
  int RemoveLeftovers() override { return leftovers_.exchange(0); }
  std::int64_t FreeBytes() override { return free_bytes_; }

  /// The next `times` calls of this kind throw VaultBroken; 0: none any more.
  void Break(VaultFault fault, int times = 1);
  /// Puts bytes under a name that need not be theirs: a file that decayed, or a stray one.
  void Put(std::string_view digest, std::string bytes);
  /// Takes a file away behind everybody's back.
  void Lose(std::string_view digest);
  /// What the disk has left.
  void SetFreeBytes(std::int64_t bytes) { free_bytes_ = bytes; }
  /// As if this many uploads had been killed more than a day ago.
  void Leave(int uploads) { leftovers_ = uploads; }

 private:
  friend class MemoryUpload;

  void ThrowIfBroken(VaultFault fault);
  VaultUpload::Kept Keep(std::string bytes);

  const std::int64_t file_bytes_max_;
  std::mutex mutex_;
  std::map<std::string, std::string, std::less<>> files_;
  std::map<VaultFault, int> broken_;
  std::atomic<std::int64_t> free_bytes_ = std::int64_t{1} << 40;
  std::atomic<int> leftovers_ = 0;
};

}  // namespace shouze
