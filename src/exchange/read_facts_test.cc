#include "exchange/read_facts.h"

#include <gmock/gmock.h>

#include "exchange/tiny_policy.h"

namespace shouze {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

RawFacts Facts(const FactsDocument& document) { return document.facts; }

FactsDocument Read(const std::string& text) {
  auto document = ReadFacts(text);
  EXPECT_TRUE(document.has_value()) << Describe(document.error().front());
  return std::move(*document);
}

/// The problems of facts with one record whose fields are `fields`.
std::vector<std::string> FieldProblems(const std::string& fields) {
  return Problems(FactsWith(
      R"("records": [{"id": "t1", "unit": "a", "kind": "thing", "at": "2026-04-02T10:00:00+08:00",
                      "fields": )" +
      fields + "}]"));
}

std::string RecordWithAt(const std::string& at) {
  return FactsWith(R"("records": [{"id": "t1", "unit": "a", "kind": "thing", "at": )" + at + "}]");
}

TEST(ReadFacts, ReadsEveryMember) {
  const FactsDocument document = Read(R"({
    "cycle": {"year": 2026, "dates": {"paper_due": "2026-04-01"}, "utc_offset": "+07:30"},
    "units": [{"code": "a", "name": "甲", "kind": "teaching", "from": "2026-01-02",
               "to": "2026-11-30", "successor": "b", "headcount": 3, "x": null, "y": [1]}],
    "posts": [{"unit": "a", "post": "contact", "from": "2026-01-02", "to": null}],
    "records": [{"id": "t1", "units": ["a", "b"], "kind": "thing",
                 "at": "2026-04-02T10:00:00.5Z",
                 "fields": {"b": true, "n": -2.125, "t": "", "u": {"a": 1, "b": null}, "o": {"a": "1"}}}],
    "submissions": [{"id": "s1", "unit": "a", "obligation": "1/fix/t1", "at": "2026-04-03T00:00:00Z"}],
    "reviews": [{"submission": "s1", "at": "2026-04-04T00:00:00Z", "verdict": "returned", "reason": "缺页"}],
    "waivers": [{"unit": "a", "record": "t1", "at": "2026-04-04T00:00:00Z"}],
    "extensions": [{"unit": "a", "obligation": "1/fix/t1", "until": "2026-05-01T00:00:00Z",
                    "at": "2026-04-04T00:00:00Z"}],
    "disputes": [{"unit": "a", "record": "t1", "at": "2026-04-04T00:00:00Z",
                  "decided_at": "2026-04-05T00:00:00Z"}]})");
  const RawFacts facts = Facts(document);
  EXPECT_EQ(facts.year, 2026);
  EXPECT_EQ(facts.offset, UtcOffset{450});
  ASSERT_EQ(facts.dates.size(), 1u);
  EXPECT_EQ(facts.dates[0].first, "paper_due");

  ASSERT_EQ(facts.units.size(), 1u);
  EXPECT_EQ(facts.units[0].successor, "b");
  ASSERT_EQ(facts.units[0].fields.size(), 2u);
  EXPECT_EQ(std::get<RawNumber>(facts.units[0].fields[0].value).thousandths, 3000);
  EXPECT_TRUE(std::holds_alternative<RawOther>(facts.units[0].fields[1].value));
  EXPECT_EQ(facts.posts[0].to, std::nullopt);

  const RawRecord& record = facts.records[0];
  EXPECT_THAT(record.units, ElementsAre("a", "b"));
  EXPECT_FALSE(record.one_unit);
  EXPECT_EQ(record.at, ParseInstant("2026-04-02T10:00:00.500Z"));
  ASSERT_EQ(record.fields.size(), 5u);
  EXPECT_TRUE(std::get<bool>(record.fields[0].value));
  EXPECT_EQ(std::get<RawNumber>(record.fields[1].value).thousandths, -2125);
  EXPECT_EQ(std::get<std::string_view>(record.fields[2].value), "");
  EXPECT_EQ(std::get<RawPerUnit>(record.fields[3].value).size(), 1u);
  EXPECT_TRUE(std::holds_alternative<RawOther>(record.fields[4].value));

  EXPECT_EQ(facts.reviews[0].accepted, false);
  EXPECT_EQ(facts.reviews[0].reason, "缺页");
  EXPECT_EQ(facts.waivers[0].record, "t1");
  EXPECT_EQ(facts.waivers[0].obligation, std::nullopt);
  EXPECT_EQ(facts.extensions[0].until, ParseInstant("2026-05-01T00:00:00Z"));
  EXPECT_EQ(facts.disputes[0].decided_at, ParseInstant("2026-04-05T00:00:00Z"));
}

TEST(ReadFacts, ViewsOutliveAMove) {
  auto document = std::make_unique<FactsDocument>(Read(FactsWith("")));
  const FactsDocument moved = std::move(*document);
  document.reset();
  EXPECT_EQ(moved.facts.units[0].code, "a");
}

TEST(ReadFacts, NullIsAbsent) {
  EXPECT_THAT(Problems(FactsWith(R"("posts": null, "records": null)")), IsEmpty());
  EXPECT_THAT(Problems(RecordWithAt("null")),
              ElementsAre("/records/0: the member \"at\" is missing"));
}

TEST(ReadFacts, DocumentOfAnotherShapeIsRefused) {
  EXPECT_THAT(Problems("[]"), ElementsAre(": must be an object, not a list"));
  EXPECT_THAT(Problems("{"), ElementsAre(HasSubstr("line 1, column 2")));
  EXPECT_THAT(Problems("{}"), ElementsAre(": the member \"cycle\" is missing",
                                          ": the member \"units\" is missing"));
  EXPECT_THAT(Problems(R"({"cycle": 2026, "units": {}})"),
              ElementsAre("/cycle: must be an object, not a number",
                          "/units: must be a list, not an object"));
}

TEST(ReadFacts, UnknownMembersNameTheNearest) {
  EXPECT_THAT(Problems(FactsWith(R"("submisions": [])")),
              ElementsAre("/submisions: unknown member; did you mean \"submissions\"?"));
  EXPECT_THAT(Problems(FactsWith(R"("posts": [{"unit": "a", "post": "contact",
                                              "from": "2026-01-01", "colour": 1}])")),
              ElementsAre("/posts/0/colour: unknown member; known are unit, post, from, to"));
  EXPECT_THAT(Problems(R"({"cycle": {"yaer": 2026}, "units": []})"),
              ElementsAre("/cycle: the member \"year\" is missing",
                          "/cycle/yaer: unknown member; did you mean \"year\"?"));
}

TEST(ReadFacts, DuplicateMembersAreErrors) {
  EXPECT_THAT(Problems(R"({"cycle": {"year": 2026, "year": 2026}, "units": []})"),
              ElementsAre("/cycle/year: the member is given twice in its object; keep one"));
}

TEST(ReadFacts, InstantsNeedAnOffsetAndAtMostMilliseconds) {
  EXPECT_THAT(Problems(RecordWithAt(R"("2026-04-02T10:00:00+08:00")")), IsEmpty());
  EXPECT_THAT(Problems(RecordWithAt(R"("2026-04-02T10:00:00")")),
              ElementsAre(HasSubstr("/records/0/at: the instant has no offset")));
  EXPECT_THAT(Problems(RecordWithAt(R"("2026-04-02T10:00:00.1234+08:00")")),
              ElementsAre("/records/0/at: seconds have 4 fraction digits; write at most three"));
  EXPECT_THAT(Problems(RecordWithAt(R"("2026-04-02")")),
              ElementsAre(HasSubstr("/records/0/at: not an instant")));
  EXPECT_THAT(Problems(RecordWithAt(R"("2026-02-30T10:00:00+08:00")")),
              ElementsAre(HasSubstr("/records/0/at: not an instant")));
  EXPECT_THAT(Problems(RecordWithAt(R"("9999-12-31T23:59:59-14:00")")),
              ElementsAre("/records/0/at: the year must lie in 1901–9998"));
  EXPECT_THAT(Problems(RecordWithAt("7")),
              ElementsAre("/records/0/at: must be a text, not a number"));
}

TEST(ReadFacts, DatesAreDaysThatExist) {
  EXPECT_THAT(Problems(FactsWith(R"("posts": [{"unit": "a", "post": "contact", "from": "2026-2-1"},
                                             {"unit": "a", "post": "contact", "from": "2026-02-29"}])")),
              ElementsAre("/posts/0/from: not a date; write YYYY-MM-DD, a day that exists",
                          "/posts/1/from: not a date; write YYYY-MM-DD, a day that exists"));
}

TEST(ReadFacts, NumbersAreExactAndPlain) {
  EXPECT_THAT(FieldProblems(R"({"count": 7})"), IsEmpty());
  EXPECT_THAT(FieldProblems(R"({"count": 1e3})"),
              ElementsAre(HasSubstr("/records/0/fields/count: the number has an exponent")));
  EXPECT_THAT(FieldProblems(R"({"remark": 0.1234})"),
              ElementsAre("/records/0/fields/remark: the number has more than three decimals"));
  EXPECT_THAT(FieldProblems(R"({"count": {"a": 99999999999999999999}})"),
              ElementsAre("/records/0/fields/count/a: the number is out of range"));
}

TEST(ReadFacts, CycleIsChecked) {
  const auto problems = [](const std::string& cycle) {
    return Problems(R"({"cycle": )" + cycle + R"(, "units": []})");
  };
  EXPECT_THAT(problems(R"({"year": 2026.5})"),
              ElementsAre("/cycle/year: must be a whole number from 2000 to 2999"));
  EXPECT_THAT(problems(R"({"year": 9999})"),
              ElementsAre("/cycle/year: must be a whole number from 2000 to 2999"));
  EXPECT_THAT(problems(R"({"year": 2026, "utc_offset": "8"})"),
              ElementsAre("/cycle/utc_offset: not an offset; write it like +08:00"));
  EXPECT_THAT(problems(R"({"year": 2026, "dates": {"paper_due": "04-01", "a/b": "2026-01-01"}})"),
              Contains("/cycle/dates/paper_due: not a date; write YYYY-MM-DD, a day that exists"));
}

TEST(ReadFacts, RecordHasOneUnitOrSeveral) {
  const auto problems = [](const std::string& units) {
    return Problems(
        FactsWith(R"("records": [{"id": "t1", "kind": "thing", "at": "2026-04-02T10:00:00Z")" +
                  units + "}]"));
  };
  EXPECT_THAT(problems(R"(, "units": ["a"])"), IsEmpty());
  EXPECT_THAT(problems(""), ElementsAre("/records/0: either \"unit\" or \"units\" is needed"));
  EXPECT_THAT(problems(R"(, "unit": "a", "units": ["a"])"),
              ElementsAre("/records/0: both \"unit\" and \"units\" are given; keep one"));
  EXPECT_THAT(problems(R"(, "units": [])"),
              ElementsAre("/records/0/units: at least one unit is needed"));
  EXPECT_THAT(problems(R"(, "units": ["a", 1, ""])"),
              ElementsAre("/records/0/units/1: must be a text, not a number",
                          "/records/0/units/2: must not be empty"));
}

TEST(ReadFacts, WaiverNamesAnObligationOrARecord) {
  const auto problems = [](const std::string& members) {
    return Problems(
        FactsWith(R"("waivers": [{"unit": "a", "at": "2026-04-02T10:00:00Z")" + members + "}]"));
  };
  EXPECT_THAT(problems(R"(, "obligation": "1/paper")"), IsEmpty());
  EXPECT_THAT(problems(""),
              ElementsAre("/waivers/0: either \"obligation\" or \"record\" is needed"));
  EXPECT_THAT(problems(R"(, "obligation": "1/paper", "record": "t1")"),
              ElementsAre("/waivers/0: both \"obligation\" and \"record\" are given; keep one"));
}

TEST(ReadFacts, VerdictIsAcceptedOrReturned) {
  EXPECT_THAT(
      Problems(FactsWith(
          R"("submissions": [{"id": "s1", "unit": "a", "obligation": "1/paper", "at": "2026-02-02T10:00:00Z"}],
             "reviews": [{"submission": "s1", "at": "2026-02-03T10:00:00Z", "verdict": "ok"}])")),
      ElementsAre("/reviews/0/verdict: the verdict must be \"accepted\" or \"returned\""));
}

TEST(ReadAndResolveFacts, WhoNamesAMalformedItemIsNotBlamed) {
  EXPECT_THAT(Problems(FactsWith(
                  R"("records": [{"id": "t1", "unit": "a", "kind": "thing", "at": "yesterday"},
                         {"id": "t2", "units": [], "kind": "thing", "at": "2026-04-02T10:00:00Z"}],
             "submissions": [{"id": "s1", "unit": "a", "obligation": "1/fix/t1", "at": "now"},
                             {"id": "s2", "unit": "a", "obligation": "1/fix/t2", "at": "2026-04-02T10:00:00Z"}],
             "reviews": [{"submission": "s1", "at": "2026-02-03T10:00:00Z", "verdict": "accepted"}],
             "disputes": [{"unit": "a", "record": "t1", "at": "2026-04-02T10:00:00Z"}])")),
              ElementsAre(HasSubstr("/records/0/at: "), HasSubstr("/records/1/units: "),
                          HasSubstr("/submissions/0/at: ")));
}

TEST(ReadAndResolveFacts, MissingAndEmptyNamesAreToldOnce) {
  EXPECT_THAT(
      Problems(FactsWith(R"("posts": [{"post": "contact", "from": "2026-01-01"},
                                             {"unit": "", "post": 7, "from": "2026-01-01"}])")),
      ElementsAre("/posts/0: the member \"unit\" is missing", "/posts/1/unit: must not be empty",
                  "/posts/1/post: must be a text, not a number"));
}

TEST(ReadAndResolveFacts, AllErrorsComeInDocumentOrder) {
  std::string records;
  for (int i = 0; i < 11; ++i) {
    records += (i == 0 ? "" : ", ") + std::string(R"({"id": "t)") + std::to_string(i) +
               R"(", "unit": ")" + (i == 2 ? "nobody" : "a") + R"(", "kind": "thing", "at": )" +
               (i == 10 ? "1" : R"("2026-04-02T10:00:00Z")") + "}";
  }
  const auto problems =
      Problems(R"({"records": [)" + records +
               R"(], "posts": [{"unit": "a", "post": "cook", "from": "2026-01-01"}],
         "units": [{"code": "a", "kind": "thing"}], "cycle": {"year": 2026, "week": 1}})");
  EXPECT_THAT(problems, ElementsAre(HasSubstr("/records/2/unit: "), HasSubstr("/records/10/at: "),
                                    HasSubstr("/posts/0/post: "), HasSubstr("/units/0/kind: "),
                                    HasSubstr("/cycle/week: ")));
}

TEST(ReadAndResolveFacts, HopelessDocumentIsCutShort) {
  std::string posts;
  for (int i = 0; i < 5001; ++i) posts += i == 0 ? "{}" : ", {}";
  const auto problems = Problems(FactsWith("\"posts\": [" + posts + "]"));
  EXPECT_THAT(problems, Contains(": and 5003 more errors"));
}

TEST(ReadAndResolveFacts, FactsOfALargerDocumentHaveTheirOwnPointers) {
  auto tree = JsonTree::Parse(
      R"({"as_of": [], "facts": {"cycle": {"year": 1, "x": 1, "x": 2}, "units": []}})");
  ASSERT_TRUE(tree.has_value());
  auto member = (*tree)->root().begin();
  const JsonValue facts = *++member;
  const auto file = ReadAndResolveFacts(TinyPolicy(), TinyCalendar(), std::move(*tree), facts);
  ASSERT_FALSE(file.has_value());
  EXPECT_EQ(file.error()[0].where, "/cycle/x");
  EXPECT_EQ(file.error()[1].where, "/cycle/year");
}

}  // namespace
}  // namespace shouze
