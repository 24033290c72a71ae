#include "system/envelope.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

#include "base/text.h"
#include "system/random.h"

namespace shouze {
namespace {

using ::testing::HasSubstr;

const std::string kPassphrase = "Ming-Yue-Ji-Shi-You";

std::string Sealed(std::string_view bytes) {
  std::string sealed;
  const auto writer = WriteEnvelope([&](std::string_view piece) { sealed += piece; }, kPassphrase);
  writer->Write(bytes);
  writer->Finish();
  return sealed;
}

Result<std::string> Unsealed(const std::string& sealed) {
  bool given = false;
  const auto reader = ReadEnvelope(
      [&] { return std::exchange(given, true) ? std::string() : sealed; }, kPassphrase);
  if (!reader) return reader.error();
  std::string bytes;
  while (true) {
    const auto piece = (*reader)->Next();
    if (!piece || piece->empty()) return piece ? Result<std::string>(bytes) : piece;
    bytes += *piece;
  }
}

TEST(Envelope, SealsAnyNumberOfBytes) {
  constexpr std::size_t kChunk = 64 * 1024;
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, kChunk - 1, kChunk, kChunk + 1,
                                 2 * kChunk, 3 * kChunk + 7}) {
    const std::string bytes = SystemRandom().Bytes(size);
    const auto back = Unsealed(Sealed(bytes));
    ASSERT_TRUE(back) << size << Describe(back.error());
    EXPECT_TRUE(*back == bytes) << size;
  }
}

TEST(Envelope, KeepsSealedChunksInOrder) {
  constexpr std::size_t kHeader = 136;
  constexpr std::size_t kChunk = 64 * 1024 + 17;
  const std::string whole = Sealed(SystemRandom().Bytes(5 * kChunk));
  const std::string header = whole.substr(0, kHeader);
  const auto chunk = [&](std::size_t i) { return whole.substr(kHeader + i * kChunk, kChunk); };
  const std::string rest = whole.substr(kHeader + 2 * kChunk);
  EXPECT_TRUE(Unsealed(Concat(header, chunk(0), chunk(1), rest)));
  EXPECT_FALSE(Unsealed(Concat(header, chunk(1), chunk(0), rest)));
  EXPECT_FALSE(Unsealed(Concat(header, chunk(0), rest)));
  EXPECT_FALSE(Unsealed(Concat(header, chunk(0), chunk(0), chunk(1), rest)));
  const auto cut = Unsealed(Concat(header, chunk(0), chunk(1)));
  ASSERT_FALSE(cut);
  EXPECT_THAT(cut.error().message, HasSubstr("不完整"));
}

TEST(Envelope, IsSealedAnewEachTime) { EXPECT_NE(Sealed("守责"), Sealed("守责")); }

}  // namespace
}  // namespace shouze
