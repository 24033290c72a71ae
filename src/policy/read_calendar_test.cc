#include "policy/read_calendar.h"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>

#include "policy/small_policy.h"

namespace shouze {
namespace {

using testing::ElementsAre;

std::vector<std::string> ProblemsOf(std::string_view text) {
  const ResultOrErrors<CalendarYear> year = ReadCalendar(text, "c");
  std::vector<std::string> problems;
  if (year) return problems;
  for (const Error& error : year.error()) {
    problems.push_back(Concat(error.where, " ", error.english));
    EXPECT_FALSE(error.message.empty());
  }
  return problems;
}

TEST(ReadCalendar, WritesWhatItReads) {
  for (const int year : {2023, 2024, 2025, 2026}) {
    const std::string path = Concat("calendars/cn/", year, ".yaml");
    std::ifstream stream(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    const ResultOrErrors<CalendarYear> read = ReadCalendar(text, path);
    ASSERT_TRUE(read) << Describe(read.error().front());
    EXPECT_EQ(read->year, year);
    EXPECT_EQ(WriteCalendarYaml(*read), text);
  }
}

TEST(ReadCalendar, WritesNamesThatNeedQuotes) {
  CalendarYear year;
  year.year = 2026;
  year.papers = {"甲\"\\"};
  year.off = {{"no", {}}, {"春节: 甲", {*MakeDate(2026, 2, 17)}}};
  const ResultOrErrors<CalendarYear> read =
      ReadCalendar(Replaced(WriteCalendarYaml(year), "days: []", "days: [\"2026-01-01\"]"), "c");
  ASSERT_TRUE(read) << Describe(read.error().front());
  EXPECT_EQ(read->papers, year.papers);
  EXPECT_EQ(read->off[0].name, "no");
  EXPECT_EQ(read->off[1].name, "春节: 甲");
}

TEST(ReadCalendar, TellsEveryWrongDay) {
  EXPECT_THAT(
      ProblemsOf("year: 2026\n"
                 "papers: [甲]\n"
                 "holidays:\n"
                 "  - {name: 元旦, days: [\"2025-11-30\", \"2025-12-31\", 2026-01-01]}\n"
                 "  - {name: 春节, days: [\"2026-02-17\", \"2026-02-30\",\n"
                 "      \"2026-02-17\"]}\n"
                 "make_up: [\"2026-02-14\", \"2026-02-17\", \"2026-03-02\"]\n"),
      ElementsAre("c:4 2025-11-30 is not of 2026 or the December before: move it to its "
                  "own year's file",
                  "c:4 dates need quotes: write \"2026-01-01\"",
                  "c:5 there is no day '2026-02-30': write \"YYYY-MM-DD\"",
                  "c:6 '2026-02-17' is taken by line 5: change one",
                  "c:7 '2026-02-17' is taken by line 5: change one",
                  "c:7 make-up day 2026-02-17 is a weekday, which is worked anyway: check it",
                  "c:7 make-up day 2026-03-02 is a weekday, which is worked anyway: check "
                  "it"));
}

TEST(ReadCalendar, NamesWhatIsMissingAndUnknown) {
  EXPECT_THAT(ProblemsOf("year: \"2026\"\npaper: []\n"),
              ElementsAre("c:1 expected a whole number without quotes, not the text '2026'",
                          "c:1 missing key 'papers': add it", "c:1 missing key 'holidays': add it",
                          "c:1 missing key 'make_up': add it",
                          "c:2 unknown key 'paper'; did you mean 'papers'?"));
}

}  // namespace
}  // namespace shouze
