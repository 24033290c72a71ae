#pragma once

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
  Result<std::string> Read(std::string_view digest) override;
  Result<std::string> ReadPart(std::string_view digest, std::int64_t offset,
                               std::size_t size) override;
  bool Has(std::string_view digest) override;
  void Remove(std::string_view digest) override;
  void Check(const std::function<void(const Found&)>& use) override;
  std::vector<std::string> List() override;

  /// The next `times` calls of this kind throw VaultBroken; 0: none any more.
  void Break(VaultFault fault, int times = 1);
  /// Puts bytes under a name that need not be theirs: a file that decayed, or a stray one.
  void Put(std::string_view digest, std::string bytes);
  /// Takes a file away behind everybody's back.
  void Lose(std::string_view digest);

 private:
  friend class MemoryUpload;

  void ThrowIfBroken(VaultFault fault);
  VaultUpload::Kept Keep(std::string bytes);

  const std::int64_t file_bytes_max_;
  std::mutex mutex_;
  std::map<std::string, std::string, std::less<>> files_;
  std::map<VaultFault, int> broken_;
};

}  // namespace shouze
