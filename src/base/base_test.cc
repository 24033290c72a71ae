#include <gtest/gtest.h>

#include "base/civil.h"
#include "base/digest.h"
#include "base/json_writer.h"
#include "base/place.h"
#include "base/points.h"
#include "base/text.h"

namespace shouze {
namespace {

constexpr UtcOffset kChina{480};

TEST(Points, ArePlainDecimalsNeverExponents) {
  EXPECT_EQ(Format(Points{7000}), "7");
  EXPECT_EQ(Format(Points{2500}), "2.5");
  EXPECT_EQ(Format(Points{-50}), "-0.05");
  EXPECT_EQ(Format(Points{167}), "0.167");
  EXPECT_EQ(Format(Points{0}), "0");
  EXPECT_EQ(Format(Points{1'000'000'000}), "1000000");
}

TEST(Points, ReadBackWhatTheyWrite) {
  for (std::int64_t value = -3000; value <= 3000; ++value) {
    EXPECT_EQ(ParseThousandths(FormatThousandths(value)), value);
  }
}

TEST(Points, RefuseWhatIsNoPlainDecimal) {
  for (const char* text : {"", "-", ".5", "1.", "010", "0x1", "1e3", "1.2345", "1_000", " 1", "1 ",
                           "+1", "--1", "1.-5", "99999999999999999999"}) {
    EXPECT_FALSE(ParseThousandths(text)) << text;
  }
}

TEST(CivilDate, KnowsItsWeekday) {
  EXPECT_EQ(WeekdayOf(*ParseDate("2026-10-10")), Weekday::kSaturday);
  EXPECT_EQ(WeekdayOf(*ParseDate("1970-01-01")), Weekday::kThursday);
  EXPECT_EQ(WeekdayOf(*ParseDate("1969-12-28")), Weekday::kSunday);
}

TEST(CivilDate, RoundTripsEveryDay) {
  for (CivilDate date = FirstDayOf(1999); date < FirstDayOf(2101); date = date + 1) {
    EXPECT_EQ(ParseDate(Format(date)), date);
  }
}

TEST(CivilDate, RefusesDaysThatDoNotExist) {
  for (const char* text : {"2026-02-29", "2026-13-01", "2026-00-10", "2026-1-01", "26-01-01",
                           "2026-04-31", "2026/01/01", "2026-01-01T", "0001-01-01"}) {
    EXPECT_FALSE(ParseDate(text)) << text;
  }
  EXPECT_TRUE(ParseDate("2024-02-29"));
}

TEST(Instant, NeedsAnOffset) {
  EXPECT_FALSE(ParseInstant("2026-04-02T10:00:00"));
  EXPECT_FALSE(ParseInstant("2026-04-02"));
  EXPECT_EQ(ParseInstant("2026-04-02T10:00:00+08:00"), ParseInstant("2026-04-02T02:00:00Z"));
}

TEST(Instant, TakesAtMostThreeFractionDigits) {
  EXPECT_TRUE(ParseInstant("2026-04-02T10:00:00.123+08:00"));
  EXPECT_FALSE(ParseInstant("2026-04-02T10:00:00.1234+08:00"));
  EXPECT_FALSE(ParseInstant("2026-04-02T10:00:00.+08:00"));
  EXPECT_EQ(ParseInstant("2026-04-02T10:00:00.1Z")->ms % 1000, 100);
}

TEST(Instant, RefusesClocksThatDoNotExist) {
  for (const char* text :
       {"2026-04-02T24:00:00+08:00", "2026-04-02T10:60:00+08:00", "2026-04-02T10:00:60+08:00",
        "2026-04-02T10:00+08:00", "2026-04-02T10:00:00+8:00", "2026-04-02T10:00:00+15:00",
        "2026-04-02T10:00:00Zx"}) {
    EXPECT_FALSE(ParseInstant(text)) << text;
  }
}

TEST(Instant, IsWrittenWithTheSchoolsOffset) {
  const Instant instant = *ParseInstant("2026-04-02T02:00:00.007Z");
  EXPECT_EQ(FormatRfc3339(instant, kChina), "2026-04-02T10:00:00.007+08:00");
  EXPECT_EQ(FormatForPeople(*ParseInstant("2026-04-02T02:00:00Z"), kChina), "2026-04-02 10:00");
}

TEST(Instant, MidnightIsSpokenOfAsTwentyFourHoursOfTheDayItEnds) {
  const Instant midnight = Midnight(*ParseDate("2026-04-09"), kChina);
  EXPECT_EQ(FormatDeadline(midnight, kChina), "2026-04-08 24:00");
  EXPECT_EQ(FormatRfc3339(midnight, kChina), "2026-04-09T00:00:00+08:00");
}

TEST(Instant, MayBeTypedInSchoolTimeOrAsADay) {
  EXPECT_EQ(ParseTypedInstant("2026-04-02T10:00", kChina), ParseInstant("2026-04-02T02:00:00Z"));
  EXPECT_EQ(ParseTypedInstant("2026-04-08", kChina), Midnight(*ParseDate("2026-04-09"), kChina));
  EXPECT_FALSE(ParseTypedInstant("2026-04-08T", kChina));
  EXPECT_FALSE(ParseTypedInstant("gestern", kChina));
}

TEST(Instant, BeforeTheEpochLiesOnTheRightDay) {
  EXPECT_EQ(Format(DateAt(Instant{-1}, UtcOffset{0})), "1969-12-31");
  EXPECT_EQ(Format(DateAt(Instant{-kMsPerDay}, UtcOffset{0})), "1969-12-31");
}

TEST(Digest, IsSha256) {
  EXPECT_EQ(Sha256Hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(JsonWriter, WritesInTheOrderTold) {
  JsonWriter json;
  json.BeginObject();
  json.Member("points", Points{2500});
  json.Key("list");
  json.BeginArray();
  json.Text("引\"号\n");
  json.Null();
  json.Boolean(true);
  json.EndArray();
  json.EndObject();
  EXPECT_EQ(json.Take(), R"({"points":2.5,"list":["引\"号\n",null,true]})");
}

TEST(Text, ControlCharactersNeverReachTheTerminal) {
  EXPECT_EQ(ForTerminal("教务处\x1b[2J\r\n\xc2\x9b"
                        "31m\x7f"),
            "教务处?[2J?\n?31m?");
  EXPECT_EQ(ForTerminal("…漏洞 v1（−5）"), "…漏洞 v1（−5）");
}

TEST(Place, IsAPointerThatEscapesSlashAndTilde) {
  const Place root;
  const Place records = root.Member("records");
  EXPECT_EQ(root.Pointer(), "");
  EXPECT_EQ(records.Item(3).Member("a/b~c").Pointer(), "/records/3/a~1b~0c");
}

TEST(Text, WidthCountsChineseAsTwo) {
  EXPECT_EQ(DisplayWidth("漏洞 v1"), 7);
  EXPECT_EQ(PadRight("学院", 6), "学院  ");
  EXPECT_EQ(PadLeft("9.5", 5), "  9.5");
}

}  // namespace
}  // namespace shouze
