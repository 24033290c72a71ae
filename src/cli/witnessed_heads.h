#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/civil.h"
#include "base/describe.h"
#include "base/result.h"
#include "system/signature.h"

/// 另机见证: the heads of a school's ledger and security log as another machine has seen them, in a
/// folder of its own: `key` (Ed25519, 0600, made at the first look), `heads`: a line a head,
/// signed, each with the digest of the line before.
namespace shouze {

/// What was seen at one look.
struct SeenHead {
  std::int64_t number = 0;  ///< Of the line, from 1.
  Instant at;
  std::string server;
  std::int64_t seq = 0;  ///< The ledger's last entry,
  std::string digest;
  std::int64_t log_id = 0;  ///< and the security log's last event.
  std::string log_digest;
  std::string before;  ///< SHA-256 of the line before; empty: the first.
};
SHOUZE_DESCRIBE(SeenHead, number, at, server, seq, digest, log_id, log_digest, before)

class WitnessedHeads {
 public:
  /// Reads the folder, made where it is missing. Errors: kConflict naming the first line that is
  /// not as it was written; as of SigningKey.
  static Result<WitnessedHeads> Open(const std::string& folder);

  const std::vector<SeenHead>& heads() const { return heads_; }
  const std::string& public_key() const { return key_.public_key(); }
  /// Signs and keeps it, durable when it returns.
  Result<void> Add(SeenHead head);

 private:
  WitnessedHeads(std::string file, SigningKey key) : file_(std::move(file)), key_(std::move(key)) {}
  Result<void> Read();

  std::string file_;
  SigningKey key_;
  std::vector<SeenHead> heads_;
  std::string last_line_;
};

}  // namespace shouze
