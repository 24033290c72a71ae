#include "exchange/write_facts.h"

#include <gmock/gmock.h>

#include "exchange/tiny_policy.h"

namespace shouze {
namespace {

/// Facts that have every member, every shape of value, and texts that need escapes.
RawFacts Everything() {
  const Instant at{1'775'095'200'123};
  const CivilDate day{20'000};
  RawFacts facts;
  facts.year = 2026;
  facts.offset = UtcOffset{-90};
  facts.dates = {{"paper_due", day}, {"other/due", day + 1}};
  facts.units = {{"a",
                  "甲\"\\\n\t\x01",
                  "teaching",
                  day,
                  day + 9,
                  "b",
                  {{"headcount", RawNumber{3000}}, {"half", RawNumber{-500}}, {"is", true}}},
                 {"b", "", "teaching", {}, {}, "", {}}};
  facts.posts = {{"a", "contact", day, day + 1}, {"a", "contact", day, {}}};
  facts.records = {{"t1", {"a"}, true, "thing", at, {}},
                   {"t2",
                    {"a"},
                    false,
                    "thing",
                    Instant{at.ms - 123},
                    {{"name", std::string_view("")},
                     {"big", false},
                     {"count", RawPerUnit{{"a", {1000}}, {"b", {125}}}},
                     {"none", RawPerUnit{}},
                     {"list", RawOther{}}}}};
  facts.submissions = {{"s1", "a", "1/fix/t1", at}};
  facts.reviews = {{"s1", at, true, ""}, {"s1", Instant{at.ms + 1}, false, "缺页"}};
  facts.waivers = {{"a", "1/paper", {}, at, "停用"}, {"a", {}, "t1", at, ""}};
  facts.extensions = {{"a", "1/fix/t1", at, at, "理由"}};
  facts.disputes = {{"a", "t1", at, {}, ""}, {"a", "t2", at, at, "异议"}};
  return facts;
}

TEST(WriteFacts, WhatIsWrittenIsReadBack) {
  const std::string text = WriteFactsJson(Everything());
  const auto document = ReadFacts(text);
  ASSERT_TRUE(document.has_value()) << Describe(document.error().front());
  EXPECT_EQ(WriteFactsJson(document->facts), text);

  const RawFacts& read = document->facts;
  const RawFacts wrote = Everything();
  EXPECT_EQ(read.offset, wrote.offset);
  EXPECT_EQ(read.dates, wrote.dates);
  EXPECT_EQ(read.units[0].name, wrote.units[0].name);
  EXPECT_EQ(read.units[0].to, wrote.units[0].to);
  EXPECT_EQ(read.records[0].at, wrote.records[0].at);
  EXPECT_TRUE(read.records[0].one_unit);
  EXPECT_FALSE(read.records[1].one_unit);
  EXPECT_EQ(std::get<RawPerUnit>(read.records[1].fields[2].value)[1].second.thousandths, 125);
  EXPECT_TRUE(std::get<RawPerUnit>(read.records[1].fields[3].value).empty());
  EXPECT_TRUE(std::holds_alternative<RawOther>(read.records[1].fields[4].value));
  EXPECT_EQ(read.disputes[1].decided_at, wrote.disputes[1].decided_at);
}

TEST(WriteFacts, OneItemStandsOnOneLine) {
  RawFacts facts;
  facts.year = 2026;
  facts.units = {{"a", "甲", "teaching", {}, {}, "", {{"headcount", RawNumber{3000}}}},
                 {"b", "乙", "teaching", {}, {}, "", {}}};
  EXPECT_EQ(WriteFactsJson(facts), R"({
  "cycle": {"year":2026},
  "units": [
    {"code":"a","name":"甲","kind":"teaching","headcount":3},
    {"code":"b","name":"乙","kind":"teaching"}
  ]
}
)");
}

TEST(WriteFacts, NoUnitsAreAnEmptyList) {
  RawFacts facts;
  facts.year = 2026;
  const auto document = ReadFacts(WriteFactsJson(facts));
  ASSERT_TRUE(document.has_value());
  EXPECT_TRUE(document->facts.units.empty());
}

}  // namespace
}  // namespace shouze
