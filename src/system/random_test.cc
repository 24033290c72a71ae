#include "system/random.h"

#include <gmock/gmock.h>

#include <set>

#include "system/password_rules.h"

namespace shouze {
namespace {

using testing::MatchesRegex;

/// A source that always says the same.
class StuckRandom : public Random {
 public:
  explicit StuckRandom(char byte) : byte_(byte) {}
  std::string Bytes(std::size_t size) override { return std::string(size, byte_); }

 private:
  char byte_;
};

TEST(Random, GivesAsManyBytesAsAskedFor) {
  SystemRandom random;
  EXPECT_EQ(random.Bytes(0).size(), 0u);
  EXPECT_EQ(random.Bytes(33).size(), 33u);
  EXPECT_THAT(random.Hex(16), MatchesRegex("[0-9a-f]{32}"));
  EXPECT_EQ(StuckRandom('\x0A').Hex(2), "0a0a");
}

TEST(Random, DoesNotRepeatItself) {
  SystemRandom random;
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(random.Bytes(16));
  EXPECT_EQ(seen.size(), 1000u);
}

TEST(Random, PasswordsCanBeReadOutAndKeepTheRules) {
  SystemRandom random;
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string password = random.Password();
    EXPECT_THAT(password, MatchesRegex("([2-9A-HJ-NP-Za-km-z]{4}-){3}[2-9A-HJ-NP-Za-km-z]{4}"));
    EXPECT_THAT(PasswordFaults(password, {{"zhangsan"}, {}}, {.kinds_min = 3}), testing::IsEmpty())
        << password;
    seen.insert(password);
  }
  EXPECT_EQ(seen.size(), 1000u);
}

TEST(Random, PasswordsUseEveryLetterOfTheAlphabet) {
  SystemRandom random;
  std::set<char> letters;
  for (int i = 0; i < 1000; ++i) {
    const std::string password = random.Password();
    letters.insert(password.begin(), password.end());
  }
  EXPECT_EQ(letters.size(), 57u + 1u);
}

TEST(Random, AStuckSourceStillGivesAWellFormedPassword) {
  for (const char byte : {'\0', '\x7F', '\xFF'}) {
    EXPECT_THAT(StuckRandom(byte).Password(),
                MatchesRegex("([2-9A-HJ-NP-Za-km-z]{4}-){3}[2-9A-HJ-NP-Za-km-z]{4}"));
  }
}

}  // namespace
}  // namespace shouze
