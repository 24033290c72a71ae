#include "exchange/holiday_cn.h"

#include <gmock/gmock.h>

namespace shouze {
namespace {

using testing::ElementsAre;

std::vector<std::string> Problems(const std::string& json) {
  const auto year = ReadHolidayCn(json, "2027.json");
  std::vector<std::string> problems;
  if (year) return problems;
  for (const Error& error : year.error()) problems.push_back(error.where + ": " + error.english);
  return problems;
}

TEST(HolidayCn, ReadsDaysOffByNameAndMakeUpDays) {
  const auto year = ReadHolidayCn(R"({
    "$schema": "https://example.org/schema.json", "$id": "https://example.org/2027.json",
    "year": 2027, "papers": ["https://www.gov.cn/a.htm"],
    "days": [
      {"name": "元旦", "date": "2027-01-01", "isOffDay": true},
      {"name": "春节", "date": "2027-02-06", "isOffDay": true},
      {"name": "春节", "date": "2027-02-14", "isOffDay": false},
      {"name": "元旦", "date": "2026-12-31", "isOffDay": true}]})",
                                  "2027.json");
  ASSERT_TRUE(year.has_value());
  EXPECT_EQ(year->year, 2027);
  EXPECT_THAT(year->papers, ElementsAre("https://www.gov.cn/a.htm"));
  ASSERT_EQ(year->off.size(), 2u);
  EXPECT_EQ(year->off[0].name, "元旦");
  EXPECT_THAT(year->off[0].days, ElementsAre(*ParseDate("2027-01-01"), *ParseDate("2026-12-31")));
  EXPECT_THAT(year->work, ElementsAre(*ParseDate("2027-02-14")));
}

TEST(HolidayCn, YearWithoutDaysIsNotPublishedYet) {
  EXPECT_THAT(Problems(R"({"year": 2028, "papers": [], "days": []})"),
              ElementsAre("2027.json: /days: there are no days yet: the year's notice is not "
                          "published, import it when it is"));
}

TEST(HolidayCn, YearWithoutDaysOffIsIncomplete) {
  EXPECT_THAT(Problems(R"({"year": 2027, "papers": [],
                           "days": [{"name": "春节", "date": "2027-02-14", "isOffDay": false}]})"),
              ElementsAre("2027.json: /days: there are make-up days but no days off: the list is "
                          "incomplete"));
}

TEST(HolidayCn, EverythingWrongIsToldAtOnce) {
  EXPECT_THAT(
      Problems(R"({"year": "2027", "days": [{"name": "", "date": "2027-02-30", "isOffDay": 1},
                                            {"name": "元旦", "date": "2027-01-01", "isOffday": true}]})"),
      ElementsAre("2027.json: /year: must be a number, not a text",
                  "2027.json: the member \"papers\" is missing",
                  "2027.json: /days/0/name: must not be empty",
                  "2027.json: /days/0/date: not a date; write YYYY-MM-DD, a day that exists",
                  "2027.json: /days/0/isOffDay: must be true/false, not a number",
                  "2027.json: /days/1: the member \"isOffDay\" is missing",
                  "2027.json: /days/1/isOffday: unknown member; did you mean \"isOffDay\"?"));
}

TEST(HolidayCn, NoJsonIsSaidSo) {
  EXPECT_THAT(Problems("year: 2027"),
              ElementsAre(testing::StartsWith("2027.json: line 1, column 1")));
}

}  // namespace
}  // namespace shouze
