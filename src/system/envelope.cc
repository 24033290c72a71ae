#include "system/envelope.h"

#include <sodium.h>

#include <array>
#include <new>
#include <utility>

#include "base/check.h"
#include "base/digest.h"
#include "base/text.h"
#include "system/sodium_start.h"
#include "system/turnstile.h"

namespace shouze {
namespace {

constexpr std::size_t kChunkBytes = std::size_t{64} * 1024;
constexpr std::size_t kSealedChunkBytes =
    kChunkBytes + crypto_secretstream_xchacha20poly1305_ABYTES;
constexpr unsigned long long kPasses = 3;
constexpr std::size_t kMemoryBytes = std::size_t{64} * 1024 * 1024;

constexpr std::size_t kSaltBytes = crypto_pwhash_SALTBYTES;
constexpr std::size_t kCheckBytes = 16;
constexpr std::size_t kStreamHeaderBytes = crypto_secretstream_xchacha20poly1305_HEADERBYTES;
constexpr std::size_t kDigestLetters = 64;
constexpr std::size_t kSaltAt = kSealedMark.size();
constexpr std::size_t kCheckAt = kSaltAt + kSaltBytes;
constexpr std::size_t kStreamHeaderAt = kCheckAt + kCheckBytes;
constexpr std::size_t kHeaderDigestAt = kStreamHeaderAt + kStreamHeaderBytes;
constexpr std::size_t kHeaderBytes = kHeaderDigestAt + kDigestLetters;

/// An empty gzip member with a comment (RFC 1952), around the comment's digest.
constexpr std::string_view kTrailerBegin("\x1f\x8b\x08\x10\0\0\0\0\0\xffshouze sha256 ", 24);
constexpr std::string_view kTrailerEnd("\0\x03\0\0\0\0\0\0\0\0\0", 11);
constexpr std::size_t kTrailerBytes = kTrailerBegin.size() + kDigestLetters + kTrailerEnd.size();

unsigned char* Bytes(std::string& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }
const unsigned char* Bytes(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

Error Damaged() {
  return {ErrorCode::kInvalidInput, "",
          "备份文件已损坏：内容与它的校验不符，未采用其中任何内容；请换一个备份",
          "the archive is damaged: its content and its check differ; use another one"};
}

Error CutOff() {
  return {ErrorCode::kInvalidInput, "", "备份文件不完整：末尾缺失，可能没有写完或没有传完",
          "the archive is incomplete: its end is missing"};
}

/// A key for the stream and, from the same derivation, what tells a wrong passphrase.
struct Key {
  std::array<unsigned char, crypto_secretstream_xchacha20poly1305_KEYBYTES + kCheckBytes> bytes{};

  Key(std::string_view passphrase, std::string_view salt) {
    CHECK(salt.size() == kSaltBytes);
    static Turnstile turnstile(1, kWaitingMax);
    const auto turn = turnstile.Enter();
    if (!turn ||
        crypto_pwhash(bytes.data(), bytes.size(), passphrase.data(), passphrase.size(), Bytes(salt),
                      kPasses, kMemoryBytes, crypto_pwhash_ALG_ARGON2ID13) != 0) {
      throw std::bad_alloc();
    }
  }
  ~Key() { sodium_memzero(bytes.data(), bytes.size()); }
  Key(const Key&) = delete;
  Key& operator=(const Key&) = delete;

  const unsigned char* stream() const { return bytes.data(); }
  std::string_view check() const {
    return {reinterpret_cast<const char*>(bytes.data()) + bytes.size() - kCheckBytes, kCheckBytes};
  }

 private:
  static constexpr int kWaitingMax = 1000;
};

class PlainWriter : public EnvelopeWriter {
 public:
  explicit PlainWriter(ByteSink sink) : sink_(std::move(sink)) {}

  void Write(std::string_view bytes) override {
    sha256_.Add(bytes);
    sink_(bytes);
  }
  void Finish() override { sink_(Concat(kTrailerBegin, sha256_.Hex(), kTrailerEnd)); }

 private:
  ByteSink sink_;
  Sha256 sha256_;
};

class SealedWriter : public EnvelopeWriter {
 public:
  SealedWriter(ByteSink sink, std::string_view passphrase) : sink_(std::move(sink)) {
    std::string salt(kSaltBytes, '\0');
    randombytes_buf(salt.data(), salt.size());
    const Key key(passphrase, salt);
    std::string stream_header(kStreamHeaderBytes, '\0');
    crypto_secretstream_xchacha20poly1305_init_push(&state_, Bytes(stream_header), key.stream());
    const std::string header = Concat(kSealedMark, salt, key.check(), stream_header);
    sink_(Concat(header, Sha256Hex(header)));
  }
  ~SealedWriter() override { sodium_memzero(&state_, sizeof state_); }

  void Write(std::string_view bytes) override {
    waiting_.append(bytes);
    // The last chunk is known for it only at the end.
    std::size_t at = 0;
    for (; waiting_.size() - at > kChunkBytes; at += kChunkBytes) {
      Push(std::string_view(waiting_).substr(at, kChunkBytes),
           crypto_secretstream_xchacha20poly1305_TAG_MESSAGE);
    }
    waiting_.erase(0, at);
  }
  void Finish() override { Push(waiting_, crypto_secretstream_xchacha20poly1305_TAG_FINAL); }

 private:
  void Push(std::string_view chunk, unsigned char tag) {
    std::string sealed(chunk.size() + crypto_secretstream_xchacha20poly1305_ABYTES, '\0');
    CHECK(crypto_secretstream_xchacha20poly1305_push(&state_, Bytes(sealed), nullptr, Bytes(chunk),
                                                     chunk.size(), nullptr, 0, tag) == 0);
    sink_(sealed);
  }

  ByteSink sink_;
  crypto_secretstream_xchacha20poly1305_state state_{};
  std::string waiting_;
};

/// A source that gives as many bytes as are asked for.
class Inlet {
 public:
  explicit Inlet(ByteSource source) : source_(std::move(source)) {}

  /// Fewer only at the end. They stay until they are taken.
  std::string_view Peek(std::size_t size) {
    while (!ended_ && waiting_.size() < size) {
      const std::string more = source_();
      ended_ = more.empty();
      waiting_.append(more);
    }
    return std::string_view(waiting_).substr(0, size);
  }
  std::string Take(std::size_t size) {
    std::string taken(Peek(size));
    waiting_.erase(0, taken.size());
    return taken;
  }

 private:
  ByteSource source_;
  std::string waiting_;
  bool ended_ = false;
};

class PlainReader : public EnvelopeReader {
 public:
  explicit PlainReader(Inlet inlet) : inlet_(std::move(inlet)) {}

  Result<std::string> Next() override {
    const std::size_t there = inlet_.Peek(kChunkBytes + kTrailerBytes).size();
    if (there > kTrailerBytes) {
      std::string bytes = inlet_.Take(there - kTrailerBytes);
      sha256_.Add(bytes);
      return bytes;
    }
    if (proven_) return std::string();
    const std::string trailer = inlet_.Take(there);
    if (!trailer.starts_with(kTrailerBegin) || !trailer.ends_with(kTrailerEnd)) return CutOff();
    if (trailer != Concat(kTrailerBegin, sha256_.Hex(), kTrailerEnd)) return Damaged();
    proven_ = true;
    return std::string();
  }

 private:
  Inlet inlet_;
  Sha256 sha256_;
  bool proven_ = false;
};

class SealedReader : public EnvelopeReader {
 public:
  SealedReader(Inlet inlet, const Key& key, std::string_view stream_header)
      : inlet_(std::move(inlet)) {
    sound_ = crypto_secretstream_xchacha20poly1305_init_pull(&state_, Bytes(stream_header),
                                                             key.stream()) == 0;
  }
  ~SealedReader() override { sodium_memzero(&state_, sizeof state_); }

  Result<std::string> Next() override {
    if (ended_) return std::string();
    if (!sound_) return Damaged();
    const std::string sealed = inlet_.Take(kSealedChunkBytes);
    if (sealed.size() < crypto_secretstream_xchacha20poly1305_ABYTES) return CutOff();
    std::string chunk(sealed.size() - crypto_secretstream_xchacha20poly1305_ABYTES, '\0');
    unsigned char tag = 0;
    sound_ =
        crypto_secretstream_xchacha20poly1305_pull(&state_, Bytes(chunk), nullptr, &tag,
                                                   Bytes(sealed), sealed.size(), nullptr, 0) == 0;
    const bool more = !inlet_.Peek(1).empty();
    // Only a file that ends too early has a chunk that is neither whole nor the last.
    if (!sound_) return sealed.size() < kSealedChunkBytes && !more ? CutOffOrDamaged() : Damaged();
    const bool last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    if (last == more) {
      sound_ = false;
      return more ? Damaged() : CutOff();
    }
    ended_ = last;
    if (chunk.empty() && !last) return Damaged();
    return chunk;
  }

 private:
  static Error CutOffOrDamaged() {
    return {ErrorCode::kInvalidInput, "", "备份文件不完整或已损坏：末尾不是写下时的样子",
            "the archive is incomplete or damaged: its end is not as it was written"};
  }

  Inlet inlet_;
  crypto_secretstream_xchacha20poly1305_state state_{};
  bool sound_ = false;
  bool ended_ = false;
};

Result<std::unique_ptr<EnvelopeReader>> Unseal(Inlet inlet, const std::string& passphrase) {
  const std::string header = inlet.Take(kHeaderBytes);
  if (header.size() < kHeaderBytes) return CutOff();
  const std::string_view view(header);
  if (Sha256Hex(view.substr(0, kHeaderDigestAt)) != view.substr(kHeaderDigestAt)) return Damaged();
  const Key key(passphrase, view.substr(kSaltAt, kSaltBytes));
  if (sodium_memcmp(key.check().data(), view.data() + kCheckAt, kCheckBytes) != 0) {
    return Error{ErrorCode::kInvalidInput, "", "口令不对：这个备份是用另一个口令加密的",
                 "wrong passphrase: the archive was sealed with another one"};
  }
  return std::unique_ptr<EnvelopeReader>(std::make_unique<SealedReader>(
      std::move(inlet), key, view.substr(kStreamHeaderAt, kStreamHeaderBytes)));
}

}  // namespace

std::unique_ptr<EnvelopeWriter> WriteEnvelope(ByteSink sink,
                                              const std::optional<std::string>& passphrase) {
  StartSodium();
  if (passphrase) return std::make_unique<SealedWriter>(std::move(sink), *passphrase);
  return std::make_unique<PlainWriter>(std::move(sink));
}

Result<std::unique_ptr<EnvelopeReader>> ReadEnvelope(ByteSource source,
                                                     const std::optional<std::string>& passphrase) {
  StartSodium();
  Inlet inlet(std::move(source));
  const bool sealed = inlet.Peek(kSealedMark.size()) == kSealedMark;
  if (sealed && !passphrase) {
    return Error{ErrorCode::kInvalidInput, "",
                 "这个备份是加密的：请用 --passphrase-file 给出口令文件",
                 "the archive is sealed: give the passphrase with --passphrase-file"};
  }
  if (!sealed && passphrase) {
    return Error{ErrorCode::kInvalidInput, "",
                 "给了口令，但这个文件没有加密：它不是当初那个备份，或当初没有用口令",
                 "a passphrase was given, but this file is not sealed: it is another file, or none "
                 "was used"};
  }
  if (sealed) return Unseal(std::move(inlet), *passphrase);
  return std::unique_ptr<EnvelopeReader>(std::make_unique<PlainReader>(std::move(inlet)));
}

}  // namespace shouze
