#include "http/openapi.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/fake_school.h"

namespace shouze {

using testing::HasSubstr;
using testing::Not;

class OpenApiTest : public testing::Test {
 protected:
  /// The operation's part of the document.
  std::string Operation(const std::string& id) const {
    const std::size_t at = document_.find("\"operationId\":\"" + id + "\"");
    if (at == std::string::npos) return "";
    return document_.substr(at, document_.find("\"operationId\"", at + 1) - at);
  }
  FakeWork work_;
  const std::string document_ = OpenApiDocument(FakeRoutes(work_));
};

TEST_F(OpenApiTest, IsJsonAndAlwaysTheSame) {
  EXPECT_TRUE(JsonTree::Parse(document_).has_value());
  EXPECT_EQ(document_, OpenApiDocument(FakeRoutes(work_)));
  EXPECT_THAT(document_, HasSubstr(R"("openapi":"3.1.0")"));
}

TEST_F(OpenApiTest, ReadsHaveParametersInPathAndQuery) {
  const std::string read = Operation("echo_read");
  EXPECT_THAT(read, HasSubstr(R"("summary":"回声")"));
  EXPECT_THAT(read, HasSubstr(R"({"name":"unit","in":"path","required":true,"schema":)"));
  EXPECT_THAT(read, HasSubstr(R"({"name":"at","in":"query","schema":{"type":"string","format")"));
  EXPECT_THAT(read, HasSubstr(R"({"name":"tag","in":"query","explode":true,)"));
  EXPECT_THAT(read, Not(HasSubstr("requestBody")));
}

TEST_F(OpenApiTest, WritesHaveABodyWithoutThePathsMembers) {
  const std::string write = Operation("note_add");
  EXPECT_THAT(write, HasSubstr(R"("requestBody":{"required":true,)"));
  EXPECT_THAT(write, HasSubstr(R"("required":["title","weight"],"additionalProperties":false)"));
  EXPECT_THAT(write, HasSubstr(R"("x-appends":"note.added")"));
  EXPECT_THAT(write, HasSubstr(R"("security":[{"session":[]}])"));
  EXPECT_THAT(write, HasSubstr(R"("422":{"$ref":"#/components/responses/InvalidInput"})"));
}

TEST_F(OpenApiTest, UseCasesNameTheirActionAndWhatTheyDependOn) {
  EXPECT_THAT(Operation("sheet_read"),
              HasSubstr(R"("x-action":"read_sheet","x-depends-on":"unit")"));
  EXPECT_THAT(Operation("door_open"), HasSubstr(R"("security":[])"));
}

TEST_F(OpenApiTest, EveryAnswerTellsTheServersTime) {
  constexpr const char* kTold = R"("headers":{"X-Server-Time":{"$ref":)";
  EXPECT_THAT(Operation("sheet_read"), HasSubstr(kTold));
  EXPECT_THAT(document_, HasSubstr(Concat(R"("description":"未登录 · not logged in",)", kTold)));
  EXPECT_THAT(document_, HasSubstr(R"("headers":{"ServerTime":{"required":true,)"));
}

TEST_F(OpenApiTest, ComponentsHoldProblemAndAnswers) {
  EXPECT_THAT(document_, HasSubstr(R"("Problem":{"type":"object","required":["code",)"));
  EXPECT_THAT(document_, HasSubstr(R"("NoteAnswer":{"type":"object")"));
  EXPECT_THAT(document_, HasSubstr(R"("IdempotencyKey")"));
}

}  // namespace shouze
