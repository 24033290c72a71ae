#include "system/password.h"

#include <gmock/gmock.h>

#include <atomic>
#include <latch>
#include <thread>
#include <vector>

namespace shouze {
namespace {

using testing::StartsWith;

/// One hash for all tests: making it is slow on purpose.
const std::string& HashOfRightPassword() {
  static const std::string hash = *HashPassword("Right-horse7");
  return hash;
}

TEST(Password, TheRightOneIsRecognisedAndNoOther) {
  const std::string& hash = HashOfRightPassword();
  EXPECT_THAT(hash, StartsWith("$argon2id$v=19$m=19456,t=2,p=1$"));
  EXPECT_TRUE(*IsPassword("Right-horse7", hash));
  EXPECT_FALSE(*IsPassword("Right-horse8", hash));
  EXPECT_FALSE(*IsPassword("", hash));
  EXPECT_FALSE(NeedsRehash(hash));
}

TEST(Password, TheSamePasswordHashesDifferentlyEachTime) {
  EXPECT_NE(*HashPassword("Right-horse7"), HashOfRightPassword());
}

TEST(Password, AZeroByteDoesNotEndIt) {
  const std::string hash = *HashPassword(std::string_view("abc\0def", 7));
  EXPECT_FALSE(*IsPassword("abc", hash));
  EXPECT_TRUE(*IsPassword(std::string_view("abc\0def", 7), hash));
}

TEST(Password, EmptyForeignAndBrokenHashesAreNobodysPassword) {
  const std::string& hash = HashOfRightPassword();
  const std::string foreign[] = {
      "",
      "Right-horse7",
      "$2b$12$abcdefghijklmnopqrstuuNBRcLqFLoYm5JLnNnKzPpAh5eVfV1e2",
      "$argon2i$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$AAAA",
      "$argon2id$",
      hash.substr(0, hash.size() - 20),
      hash + "A",
      hash + std::string(200, 'A'),
      hash + std::string("\0A", 2),
  };
  for (const std::string& one : foreign) {
    EXPECT_FALSE(*IsPassword("Right-horse7", one)) << one;
    EXPECT_TRUE(NeedsRehash(one)) << one;
  }
}

TEST(Password, AnAbsentAccountTakesAsLongAsAWrongPassword) {
  const auto fastest_us = [](std::string_view hash) {
    auto fastest = std::chrono::steady_clock::duration::max();
    for (int i = 0; i < 3; ++i) {
      const auto start = std::chrono::steady_clock::now();
      EXPECT_FALSE(*IsPassword("Wrong-horse7", hash));
      fastest = std::min(fastest, std::chrono::steady_clock::now() - start);
    }
    return std::chrono::duration_cast<std::chrono::microseconds>(fastest).count();
  };
  // Generous: only an answer without the work would be so much faster.
  EXPECT_GT(fastest_us("") * 3, fastest_us(HashOfRightPassword()));
}

TEST(Password, HashesOfOtherCostStillVerifyAndAreMadeAnew) {
  // "Right-horse7" with 8 MiB and one pass, made with crypto_pwhash itself.
  const std::string weaker =
      "$argon2id$v=19$m=8192,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$9+7UNkgQXRR9QYSOuds3FdEZ+Fz4bvoxgAFieyxf4k4";
  EXPECT_TRUE(*IsPassword("Right-horse7", weaker));
  EXPECT_TRUE(NeedsRehash(weaker));
}

TEST(Password, AFloodOfLoginsIsTurnedAwayBeyondTheQueue) {
  constexpr int kThreads = 100;
  std::latch start(kThreads);
  std::atomic<int> done = 0;
  std::atomic<int> busy = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&] {
        start.arrive_and_wait();
        const auto is = IsPassword("Wrong-horse7", "");
        if (is) {
          ++done;
        } else {
          EXPECT_EQ(is.error().code, ErrorCode::kBusy);
          ++busy;
        }
      });
    }
  }
  EXPECT_EQ(done + busy, kThreads);
  EXPECT_GE(done, kHashQueueMax + 2);
  EXPECT_GT(busy, 0);
}

TEST(Secrets, AreEqualOrNot) {
  EXPECT_TRUE(EqualSecrets("", ""));
  EXPECT_TRUE(EqualSecrets("token", "token"));
  EXPECT_FALSE(EqualSecrets("token", "tokem"));
  EXPECT_FALSE(EqualSecrets("token", "token1"));
}

}  // namespace
}  // namespace shouze
