#include "policy/plain_scalar.h"

#include <gtest/gtest.h>

namespace shouze {
namespace {

TEST(PlainScalar, TakesWordsForText) {
  for (const std::string_view text :
       {"整改", "fix", "5.1/fix", "v1", "nobody", "10 月", "e3", "0x", "1.2.3", "-", "a:1", "3-1",
        "12:", "1e", "常工职院〔2024〕50 号"}) {
    EXPECT_EQ(MeaningOf(text), PlainMeaning::kText) << text;
  }
}

TEST(PlainScalar, SeesBooleansOfOldReaders) {
  for (const std::string_view text : {"true", "False", "YES", "no", "On", "off", "y", "N"}) {
    EXPECT_EQ(MeaningOf(text), PlainMeaning::kBoolean) << text;
  }
}

TEST(PlainScalar, SeesNumbersOfAllSpellings) {
  for (const std::string_view text :
       {"1", "-1", "+1", "010", "0o17", "0x1F", "0b11", "1_000", "1,000", "3.10", "1e3", "1.5E-3",
        ".5", "5.", ".inf", "-.INF", ".nan"}) {
    EXPECT_EQ(MeaningOf(text), PlainMeaning::kNumber) << text;
  }
}

TEST(PlainScalar, SeesDatesAndTimes) {
  EXPECT_EQ(MeaningOf("2026-01-01"), PlainMeaning::kDate);
  EXPECT_EQ(MeaningOf("2026-1-1"), PlainMeaning::kDate);
  EXPECT_EQ(MeaningOf("2026-01-01T08:00:00+08:00"), PlainMeaning::kDate);
  EXPECT_EQ(MeaningOf("12:30"), PlainMeaning::kTime);
  EXPECT_EQ(MeaningOf("1:30:00.5"), PlainMeaning::kTime);
}

}  // namespace
}  // namespace shouze
