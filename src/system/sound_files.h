#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "system/vault.h"

namespace shouze {

/// Which files were found sound lately: a page asks for a document in many parts, and it is not
/// read whole for each of them. Bounded; threads may use it at once.
class SoundFiles {
 public:
  /// So long a finding holds. What the disk loses meanwhile shows afterwards.
  static constexpr std::chrono::minutes kHoldsFor{10};

  /// A file that must have the content of `digest`; null where there is none. This must outlive it.
  /// A broken disk throws VaultBroken.
  std::unique_ptr<VaultFile> Open(const std::string& path, std::string_view digest);

 private:
  class OpenFile;
  using Clock = std::chrono::steady_clock;

  bool Knows(const std::string& identity);
  void Add(const std::string& identity);

  std::mutex mutex_;
  std::map<std::string, Clock::time_point> found_;  ///< When, by PosixFile::Identity.
};

}  // namespace shouze
