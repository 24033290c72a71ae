#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/civil.h"

namespace shouze {

/// A ledger's last entry, as it was acknowledged.
struct WitnessedHead {
  std::int64_t seq = 0;
  std::string digest;
  Instant at;  ///< When it was seen.

  friend bool operator==(const WitnessedHead&, const WitnessedHead&) = default;
};

/// 末尾见证: a file outside the database that says how far the ledger had come when somebody was
/// told that something is kept. A database that has lost entries since (a deleted journal, an older
/// copy put in its place) does not agree with it. A line per head, the newest last; other processes
/// may add to it at the same time. A disk that fails is logged and stops nobody: what was
/// acknowledged is in the database.
class HeadWitness {
 public:
  /// What the file at `path` says; absent where there is none, or it says nothing.
  static std::optional<WitnessedHead> Read(const std::string& path);

  explicit HeadWitness(std::string path);
  ~HeadWitness();
  HeadWitness(const HeadWitness&) = delete;
  HeadWitness& operator=(const HeadWitness&) = delete;

  /// The head is acknowledged now. Outlives this process when it returns, the machine's power once
  /// Sync has been called.
  void See(const WitnessedHead& head);
  /// From now on the ledger ends here, whatever was seen before: a loss was accepted.
  void BeginAnew(const WitnessedHead& head);
  /// Makes what was seen durable; nothing to do is cheap.
  void Sync();

 private:
  void Append(const WitnessedHead& head, std::string_view mark);
  bool OpenAgain();
  void Shorten(const WitnessedHead& head);
  void Failed(std::string_view doing);

  const std::string path_;
  std::mutex mutex_;
  int fd_ = -1;
  bool synced_ = true;
  bool failed_ = false;  ///< Said so once.
};

}  // namespace shouze
