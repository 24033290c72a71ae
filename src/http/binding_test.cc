#include "http/binding.h"

#include <gtest/gtest.h>

#include "http/fake_school.h"

namespace shouze {
namespace {

boost::system::result<EchoRequest, BindingErrors> FromQuery(std::string_view query,
                                                            const std::string& unit = "07") {
  const PathValues path{{"unit", unit}};
  return Bind<EchoRequest>({path, query, "", false});
}

boost::system::result<NoteRequest, BindingErrors> FromBody(std::string_view body,
                                                           std::string_view query = "") {
  const PathValues path{{"unit", "07"}};
  return Bind<NoteRequest>({path, query, body, true});
}

std::vector<std::string> PointersOf(const BindingErrors& errors) {
  std::vector<std::string> pointers;
  for (const Error& error : errors.errors) pointers.push_back(error.where);
  return pointers;
}

using Pointers = std::vector<std::string>;

struct PlanRequest {
  CivilDate day;
  std::optional<CivilDate> until;
  FieldValues fields;
  Secret password;
  std::vector<NoteRequest> parts;
};
SHOUZE_DESCRIBE(PlanRequest, day, until, fields, password, parts)

}  // namespace

TEST(Binding, QueryTakesEveryKind) {
  const auto request =
      FromQuery("at=2026-04-02T10:00:00%2B08:00&tag=a&tag=%E4%B9%99+%26&deep=true&count=12");
  ASSERT_TRUE(request.has_value());
  EXPECT_EQ(request->unit, "07");
  EXPECT_EQ(FormatRfc3339(*request->at, {480}), "2026-04-02T10:00:00+08:00");
  EXPECT_EQ(request->tag, (std::vector<std::string>{"a", "乙 &"}));
  EXPECT_TRUE(request->deep);
  EXPECT_EQ(request->count, 12);
}

TEST(Binding, QueryErrorsPointAtTheirMembers) {
  const auto request = FromQuery("at=never&deep=yes&count=many&colour=red");
  ASSERT_FALSE(request.has_value());
  EXPECT_FALSE(request.error().malformed);
  EXPECT_EQ(PointersOf(request.error()), (Pointers{"/at", "/deep", "/count", "/colour"}));
}

TEST(Binding, ParameterGivenTwiceIsAnErrorWhereItIsNoList) {
  const auto request = FromQuery("count=1&count=2");
  ASSERT_FALSE(request.has_value());
  EXPECT_EQ(PointersOf(request.error()), Pointers{"/count"});
}

TEST(Binding, PathMembersAreNotTakenFromElsewhere) {
  EXPECT_EQ(PointersOf(FromQuery("unit=08").error()), Pointers{"/unit"});
  EXPECT_EQ(PointersOf(FromBody(R"({"unit":"08","title":"a","weight":1})").error()),
            Pointers{"/unit"});
}

TEST(Binding, PathMembersAreCheckedLikeOthers) {
  EXPECT_EQ(PointersOf(FromQuery("", std::string(300, 'x')).error()), Pointers{"/unit"});
  EXPECT_TRUE(FromQuery("", "\xFF").error().malformed);
}

TEST(Binding, BodyFillsTheRest) {
  const auto request = FromBody(R"( {"weight": 3, "title": "值班\u8868"} )");
  ASSERT_TRUE(request.has_value());
  EXPECT_EQ(request->title, "值班表");
  EXPECT_EQ(request->weight, 3);
}

TEST(Binding, WhatWordPutsIntoATextIsTakenAndNothingUnseenIsKept) {
  const auto pasted = FromBody(R"({"title":"\u200b\u3000值班\u000b表\u0007 ","weight":3})");
  ASSERT_TRUE(pasted.has_value());
  EXPECT_EQ(pasted->title, "值班 表");
  EXPECT_EQ(FromQuery("tag=%E7%94%B2%0B%E4%B9%99")->tag, (std::vector<std::string>{"甲\n乙"}));
  EXPECT_EQ(FromQuery("",
                      "0\xE2\x80\x8B"
                      "7\n")
                ->unit,
            "07");
  EXPECT_EQ(PointersOf(FromBody(R"({"title":"\u200b","weight":3})").error()), Pointers{"/title"});
}

TEST(Binding, EachMemberIsKeptByItsType) {
  const PathValues none;
  const auto read = [&](std::string_view body) {
    return Bind<PlanRequest>({none, "", body, true});
  };
  const auto plan = read(
      R"({"day":"２０２４年3月1日（周五）","until":"2024.3.1","fields":{"note":"\u202d甲\u000b乙","n":3},)"
      R"("password":"a\u200bＢc","parts":[{"unit":"07","title":"\u200b表","weight":1}]})");
  ASSERT_TRUE(plan.has_value());
  EXPECT_EQ(plan->day, FirstDayOf(2024) + 60);
  EXPECT_EQ(plan->until, plan->day);
  EXPECT_EQ(std::get<std::string>(plan->fields.front().second), "甲\n乙");
  EXPECT_EQ(plan->parts.front().title, "表");
  EXPECT_EQ(plan->password, "a\u200bＢc");
  EXPECT_EQ(PointersOf(read(R"({"day":"24.3.1","day":"x","fields":{},"other":1})").error()),
            (Pointers{"/day", "/day", "/other"}));
}

TEST(Binding, BodyErrorsAreAllTold) {
  const auto request = FromBody(R"({"weight":"3","titel":"a"})");
  ASSERT_FALSE(request.has_value());
  EXPECT_FALSE(request.error().malformed);
  EXPECT_EQ(PointersOf(request.error()), (Pointers{"", "/weight", "/titel"}));
}

TEST(Binding, NoJsonIsMalformed) {
  for (const char* body : {"{", "[]", "\"x\"", "{\"title\":1}}", "{} {}", "\xFF", "nul"}) {
    const auto request = FromBody(body);
    ASSERT_FALSE(request.has_value()) << body;
    EXPECT_TRUE(request.error().malformed) << body;
  }
  EXPECT_TRUE(FromQuery("a=%zz").error().malformed);
  EXPECT_TRUE(FromQuery("a=%FF").error().malformed);
  EXPECT_TRUE(FromBody("{}", "a=1").error().malformed);
}

TEST(Binding, EmptyBodyIsAnEmptyObject) {
  const auto request = FromBody("");
  ASSERT_FALSE(request.has_value());
  EXPECT_EQ(request.error().errors.size(), 2);
  const PathValues none;
  EXPECT_TRUE(Bind<Nothing>({none, "", "", true}).has_value());
}

}  // namespace shouze
