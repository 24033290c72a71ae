#include "exchange/write_result.h"

#include <gmock/gmock.h>

#include "exchange/tiny_policy.h"
#include "exchange/version.h"

namespace shouze {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

std::string ResultOf(const std::string& facts, const char* as_of = "2026-05-01T00:00:00+08:00") {
  const Policy policy = TinyPolicy();
  const WorkCalendar calendar = TinyCalendar();
  const auto file = ReadAndResolveFacts(policy, calendar, facts);
  EXPECT_TRUE(file.has_value()) << Describe(file.error().front());
  return WriteResult({policy, calendar, file->resolved.facts, *ParseInstant(as_of)});
}

std::string Things(const std::string& more) {
  return FactsWith(R"("records": [
    {"id": "t1", "unit": "a", "kind": "thing", "at": "2026-04-02T10:00:00+08:00", "fields": {"name": "甲"}},
    {"id": "t2", "unit": "a", "kind": "thing", "at": "2026-04-03T10:00:00+08:00"}])" +
                   more);
}

TEST(WriteResult, HeadNamesWhatItWasComputedFrom) {
  const std::string head =
      R"({"policy":{"id":"tiny","version":"1","digest":"0123"},"calendar":{"digest":")" +
      TinyCalendar().digest() + R"(","years":[2026]},"engine":")" + std::string(kEngineVersion) +
      R"(","as_of":"2026-05-01T00:00:00+08:00","units":[)";
  EXPECT_THAT(ResultOf(FactsWith("")), StartsWith(head));
}

TEST(WriteResult, CausesAreARecordAnObligationOrARow) {
  const std::string result = ResultOf(Things(""));
  EXPECT_THAT(result,
              HasSubstr(R"("rule":"found","clause":"第1项","cause":{"record":"t1"},"text":")"));
  EXPECT_THAT(result, HasSubstr(R"("cause":{"obligation":"1/fix/t1"})"));
  EXPECT_THAT(result, HasSubstr(R"("points":10,"applied":0,"rule":"row","clause":"第1项",)"
                                R"("cause":{"obligations":["1/fix/t1","1/fix/t2"]})"));
  EXPECT_THAT(result,
              HasSubstr(R"("points":10,"score":0,"lost":10,"at_risk":0,"not_occurred":false)"));
}

TEST(WriteResult, ObligationSaysOnlyWhatIsTrueOfIt) {
  const std::string result = ResultOf(Things(""), "2026-04-03T12:00:00+08:00");
  EXPECT_THAT(result,
              HasSubstr(R"({"key":"1/fix/t1","indicator":"1","duty":"fix","name":"整改",)"
                        R"("record":"t1","start":"2026-04-02T10:00:00+08:00",)"
                        R"("due":"2026-04-08T00:00:00+08:00","state":"open","can_be_lost":true})"));
  EXPECT_THAT(result,
              HasSubstr(R"({"key":"1/paper","indicator":"1","duty":"paper","name":"报送材料",)"
                        R"("start":"2026-01-01T00:00:00+08:00",)"
                        R"("due":"2026-04-01T00:00:00+08:00","state":"missed"})"));
}

TEST(WriteResult, ExtendedAndDisputedAreSaid) {
  const std::string result = ResultOf(Things(
      R"(, "extensions": [{"unit": "a", "obligation": "1/fix/t1", "at": "2026-04-03T00:00:00+08:00",
                                  "until": "2026-06-01T00:00:00+08:00"}],
                  "disputes": [{"unit": "a", "record": "t2", "at": "2026-04-03T11:00:00+08:00"}])"));
  EXPECT_THAT(
      result,
      HasSubstr(
          R"("due":"2026-06-01T00:00:00+08:00","state":"open","extended":true,"can_be_lost":true)"));
  EXPECT_THAT(result, HasSubstr(R"("state":"missed","disputed":true)"));
}

TEST(WriteResult, UnknownDueNamesTheMissingYear) {
  const std::string result =
      ResultOf(FactsWith(R"("records": [{"id": "t9", "unit": "a", "kind": "thing",
                                         "at": "2026-12-31T10:00:00+08:00"}])"),
               "2027-01-01T00:00:00+08:00");
  EXPECT_THAT(
      result,
      HasSubstr(
          R"("due":null,"due_cause":"工作日历没有 2027 年的数据，期限待补充该年日历后推算")"));
}

TEST(WriteResult, VetoStandsBesideTheComputedTotal) {
  const std::string result =
      ResultOf(FactsWith(R"("records": [{"id": "q1", "unit": "a", "kind": "verdict",
                                         "at": "2026-02-01T00:00:00+08:00"}])"));
  EXPECT_THAT(result, HasSubstr(R"("total":0,"computed_total":8,"score_max":10,"vetoed":true,)"
                                R"("vetoes":[{"record":"q1","text":"一票否决：)"));
}

TEST(WriteResult, EndedUnitHasNoResult) {
  const std::string facts =
      R"({"cycle": {"year": 2026}, "units": [{"code": "a", "name": "甲", "kind": "teaching",
          "headcount": 3, "to": "2026-03-01"}]})";
  EXPECT_THAT(ResultOf(facts),
              HasSubstr(R"("units":[{"unit":"a","name":"甲","kind":"teaching","ended":true}])"));
}

TEST(WriteResult, NoticesAreSentencesAndWarningsOfTheFileAreNoPartOfIt) {
  const std::string result =
      ResultOf(Things(R"(, "posts": [{"unit": "a", "post": "contact", "from": "2026-01-01"}])"),
               "2026-04-02T12:00:00+08:00");
  EXPECT_THAT(result,
              HasSubstr(R"("notices":["截至时刻 2026-04-02 12:00 之后的 1 条台账未计入"])"));
  EXPECT_THAT(
      ResultOf(R"({"cycle": {"year": 2026}, "units": [{"code": "a", "kind": "teaching"}]})"),
      Not(HasSubstr("没有填写")));
}

TEST(WriteResult, OneUnitCanBeAskedFor) {
  const Policy policy = TinyPolicy();
  const WorkCalendar calendar = TinyCalendar();
  const auto file = ReadAndResolveFacts(policy, calendar, R"({"cycle": {"year": 2026}, "units": [
      {"code": "b", "kind": "teaching", "headcount": 1}, {"code": "a", "kind": "teaching", "headcount": 1}]})");
  ASSERT_TRUE(file.has_value());
  const ScoringInput input{policy, calendar, file->resolved.facts, {0}};
  EXPECT_THAT(WriteResult(input, Id<Unit>(1)), Not(HasSubstr(R"("unit":"a")")));
  const std::string all = WriteResult(input);
  EXPECT_LT(all.find(R"("unit":"a")"), all.find(R"("unit":"b")"));
}

TEST(UncountedNotices, SayWhatLiesAfterTheInstantAndAfterTheYear) {
  const Policy policy = TinyPolicy();
  const WorkCalendar calendar = TinyCalendar();
  const auto file = ReadAndResolveFacts(policy, calendar, FactsWith(R"("records": [
      {"id": "t1", "unit": "a", "kind": "thing", "at": "2026-04-02T10:00:00+08:00"},
      {"id": "t2", "unit": "a", "kind": "thing", "at": "2027-01-05T10:00:00+08:00"},
      {"id": "q1", "unit": "a", "kind": "verdict", "at": "2027-01-05T10:00:00+08:00"}],
    "submissions": [{"id": "s1", "unit": "a", "obligation": "1/fix/t1", "at": "2027-01-06T10:00:00+08:00"}],
    "reviews": [{"submission": "s1", "at": "2027-01-07T10:00:00+08:00", "verdict": "accepted"}])"));
  ASSERT_TRUE(file.has_value());
  const auto notices = [&](const char* as_of) {
    std::vector<std::string> english;
    for (const Error& notice :
         UncountedNotices(policy, file->resolved.facts, *ParseInstant(as_of))) {
      english.push_back(notice.english);
    }
    return english;
  };
  EXPECT_THAT(
      notices("2027-01-07T10:00:00+08:00"),
      ElementsAre(
          "1 record(s), 1 submission(s) after the end of 2026 did not count in this cycle"));
  EXPECT_THAT(
      notices("2027-01-01T00:00:00+08:00"),
      ElementsAre(
          "2 record(s), 1 submission(s), 1 review(s) after 2026-12-31 24:00 did not count"));
}

}  // namespace
}  // namespace shouze
