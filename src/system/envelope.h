#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

/// Internal to archive.cc: how an archive's bytes stand in a file, so that a single changed,
/// missing or added byte is noticed.
///
/// Plain: the gzip stream as it is, then a gzip member that is empty but for its comment, which is
/// the SHA-256 of everything before; gzip and tar read the file as if it were not there.
/// Sealed: a header (kSealedMark, salt, passphrase check, stream header, SHA-256 of these), then
/// chunks of 64 KiB under libsodium's secretstream (XChaCha20-Poly1305), the last one marked as
/// such. The key is argon2id (64 MiB, t = 3) of the passphrase.
namespace shouze {

/// Where finished bytes go, and where they come from: the next ones, none at the end.
using ByteSink = std::function<void(std::string_view)>;
using ByteSource = std::function<std::string()>;

/// What a sealed file begins with.
inline constexpr std::string_view kSealedMark = "SHOUZE-SEALED 1\n";

/// Bytes on their way into an envelope.
class EnvelopeWriter {
 public:
  virtual ~EnvelopeWriter() = default;
  virtual void Write(std::string_view bytes) = 0;
  /// Once, at the end.
  virtual void Finish() = 0;
};

/// Puts what is written into a plain envelope, or into one that is sealed with the passphrase.
std::unique_ptr<EnvelopeWriter> WriteEnvelope(ByteSink sink,
                                              const std::optional<std::string>& passphrase);

/// The bytes that were put into an envelope.
class EnvelopeReader {
 public:
  virtual ~EnvelopeReader() = default;
  /// The next bytes, none at the end; whatever came before the end is then proven whole. Of a
  /// sealed envelope every byte is proven before it is given. Errors: kInvalidInput: damaged, cut
  /// off.
  virtual Result<std::string> Next() = 0;
};

/// Errors: kInvalidInput: sealed and no passphrase given, the wrong one, or one where nothing is
/// sealed (somebody may have put another file in its place); a damaged header.
Result<std::unique_ptr<EnvelopeReader>> ReadEnvelope(ByteSource source,
                                                     const std::optional<std::string>& passphrase);

}  // namespace shouze
