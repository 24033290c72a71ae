#include "service/traces.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"

namespace shouze {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::int64_t kMinuteMs = 60'000;

SecurityEvent Read(std::int64_t at_ms, std::string subject = "sheet.read unit=07") {
  return {0, {at_ms}, "zhang", "read", "10.0.0.1", "{}", "ok", std::move(subject)};
}
SecurityEvent Refused(std::int64_t at_ms, std::string account, std::string address,
                      std::string subject) {
  return {0,    {at_ms},   std::move(account), "refused", std::move(address),
          "{}", "refused", std::move(subject)};
}

TEST(Traces, TellTheFirstOfEqualReadsAtOnceAndTheOthersOnceTheWindowEnds) {
  Traces traces;
  for (int second = 0; second < 600; ++second) traces.Note(Read(second * 1000));
  const auto first = traces.TakeDue();
  ASSERT_THAT(first, SizeIs(1));
  EXPECT_EQ(first[0].at.ms, 0);
  EXPECT_EQ(first[0].detail, "{}");
  EXPECT_THAT(traces.Take({Traces::kReadWindowMs - 1}), IsEmpty());
  const auto others = traces.Take({Traces::kReadWindowMs});
  ASSERT_THAT(others, SizeIs(1));
  EXPECT_EQ(others[0].at.ms, 599'000);
  EXPECT_EQ(others[0].subject, "sheet.read unit=07");
  EXPECT_THAT(others[0].detail, HasSubstr("\"more\":599"));
  EXPECT_THAT(others[0].detail, HasSubstr("\"until\":\"1970-01-01T00:09:59"));
  traces.Note(Read(Traces::kReadWindowMs + 1));
  EXPECT_THAT(traces.TakeDue(), SizeIs(1)) << "a new window begins";
}

TEST(Traces, ThatAreNotQuiteEqualAreEventsOfTheirOwn) {
  Traces traces;
  traces.Note(Read(0));
  traces.Note(Read(0, "sheet.read unit=08"));
  auto elsewhere = Read(0);
  elsewhere.address = "10.0.0.2";
  traces.Note(elsewhere);
  EXPECT_THAT(traces.TakeDue(), SizeIs(3));
}

TEST(Traces, OfOneAccountCannotFloodTheLog) {
  Traces traces;
  for (int i = 0; i < 100'000; ++i) traces.Note(Refused(i % 1000, "puppet", "::1", Concat(i)));
  // The others of the school are heard all the same.
  traces.Note(Refused(1000, "", "10.0.0.9", "ledger.read"));
  EXPECT_THAT(traces.TakeDue(), SizeIs(Traces::kRefusalsOfOneMax + 1));
  const auto after = traces.Take({kMinuteMs});
  ASSERT_THAT(after, SizeIs(1));
  EXPECT_EQ(after[0].kind, "suppressed");
  EXPECT_EQ(after[0].account, "puppet");
  EXPECT_THAT(after[0].detail, HasSubstr(R"("kind":"refused")"));
  EXPECT_THAT(after[0].detail, HasSubstr(Concat(100'000 - Traces::kRefusalsOfOneMax)));
}

TEST(Traces, OfManyAddressesCannotFloodTheLogEither) {
  Traces traces;
  for (int i = 0; i < 20'000; ++i) {
    traces.Note(Refused(0, "", Concat("2001:db8:", i / 5000, ":", i % 5000, "::1"), "x"));
  }
  EXPECT_THAT(traces.TakeDue(), SizeIs(Traces::kOfAllMax));
  EXPECT_THAT(traces.Take({kMinuteMs}), SizeIs(1));
}

TEST(Traces, OfOneNetworkAreOfOneSource) {
  Traces traces;
  for (int i = 0; i < 1000; ++i) {
    traces.Note(Refused(0, "", Concat("2001:db8:1:2::", i), Concat(i)));
  }
  EXPECT_THAT(traces.TakeDue(), SizeIs(Traces::kRefusalsOfOneMax));
}

TEST(Traces, AFloodOfRefusalsHidesNoExport) {
  Traces traces;
  for (int i = 0; i < 1000; ++i) traces.Note(Refused(0, "zhang", "::1", Concat(i)));
  traces.TakeDue();
  SecurityEvent taken_along = Read(0, "facts.export year=2026");
  taken_along.kind = "export";
  traces.Note(taken_along);
  EXPECT_THAT(traces.TakeDue(), SizeIs(1));
}

TEST(Traces, ThatCouldNotBeWrittenAreDueAgainAndInOrder) {
  Traces traces;
  traces.Note(Read(1, "a"));
  auto taken = traces.TakeDue();
  traces.Note(Read(2, "b"));
  traces.GiveBack(std::move(taken));
  const auto again = traces.TakeDue();
  ASSERT_THAT(again, SizeIs(2));
  EXPECT_EQ(again[0].subject, "a");
}

TEST(Traces, AreAllWrittenAtTheEnd) {
  Traces traces;
  traces.Note(Read(0));
  traces.Note(Read(5));
  EXPECT_THAT(traces.Take({10}, true), SizeIs(2));
  EXPECT_THAT(traces.Take({10}, true), IsEmpty());
}

}  // namespace
}  // namespace shouze
