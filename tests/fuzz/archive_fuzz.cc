// Backups as strangers may write them: never a crash, no member beyond its bounds, and every error
// names the file. Inputs are read as they are, and once more inside an envelope that is right, so
// that what is in it is reached.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/check.h"
#include "exchange/described.h"
#include "service/backup.h"
#include "system/archive.h"
#include "system/envelope.h"

namespace {

/// What a small archive may grow to; more is not looked at.
constexpr std::int64_t kBytesMax = std::int64_t{64} << 20;

void CheckError(const shouze::Error& error) {
  CHECK(error.where == "f" && !error.message.empty() && !error.english.empty());
}

void ReadAll(const std::string& bytes, const std::optional<std::string>& passphrase) {
  bool given = false;
  const auto reader = shouze::ArchiveReader::Read(
      [&] { return std::exchange(given, true) ? std::string() : bytes; }, "f", passphrase);
  if (!reader) return CheckError(reader.error());
  std::int64_t all = 0;
  while (all < kBytesMax) {
    const auto member = (*reader)->Next();
    if (!member) return CheckError(member.error());
    if (!*member) return;
    CHECK(shouze::IsMemberName((*member)->name));
    CHECK((*member)->bytes >= 0 && (*member)->bytes <= shouze::MemberBytesMax((*member)->name));
    std::int64_t size = 0;
    std::string text;
    while (all < kBytesMax) {
      const auto piece = (*reader)->Piece();
      if (!piece) return CheckError(piece.error());
      if (piece->empty()) break;
      size += static_cast<std::int64_t>(piece->size());
      all += static_cast<std::int64_t>(piece->size());
      CHECK(size <= (*member)->bytes);
      if ((*member)->name == "manifest.json") text += *piece;
    }
    (void)shouze::ReadJson<shouze::BackupManifest>(std::move(text));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  ReadAll(text, std::nullopt);
  if (text.starts_with(shouze::kSealedMark)) ReadAll(text, "Ming-Yue-Ji-Shi-You");
  std::string enveloped;
  const auto envelope =
      shouze::WriteEnvelope([&](std::string_view piece) { enveloped += piece; }, std::nullopt);
  envelope->Write(text);
  envelope->Finish();
  ReadAll(enveloped, std::nullopt);
  return 0;
}
