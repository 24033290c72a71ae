#include "http/problem.h"

#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "system/vault.h"

namespace shouze {

using testing::HasSubstr;

TEST(Problem, EveryCodeHasItsStatus) {
  const std::pair<ErrorCode, int> rows[] = {
      {ErrorCode::kInvalidInput, 422}, {ErrorCode::kCalendarNotCovered, 409},
      {ErrorCode::kNotFound, 404},     {ErrorCode::kUnauthenticated, 401},
      {ErrorCode::kForbidden, 403},    {ErrorCode::kConflict, 409},
      {ErrorCode::kTooLarge, 413},     {ErrorCode::kTooMany, 429},
      {ErrorCode::kBusy, 503},         {ErrorCode::kClockInDoubt, 503},
  };
  for (const auto& [code, status] : rows) {
    const Response response = Problem(Fail(code, "不行", "no"));
    EXPECT_EQ(response.status, status);
    EXPECT_THAT(response.body, HasSubstr(Name(code)));
    EXPECT_THAT(response.body, HasSubstr(R"("message":"不行","english":"no")"));
  }
}

TEST(Problem, WaitsAreTold) {
  EXPECT_EQ(Problem(Fail(ErrorCode::kTooMany, "等", "wait", "900")).Get("Retry-After"), "900");
  EXPECT_EQ(Problem(Fail(ErrorCode::kTooMany, "等", "wait")).Get("Retry-After"), "60");
  EXPECT_THAT(Problem(Fail(ErrorCode::kTooMany, "等", "wait", "900")).body,
              HasSubstr(R"("fields":[])"));
}

TEST(Problem, NamesAHundredPlacesAndCountsTheRest) {
  Errors errors;
  for (int i = 0; i < 5'000; ++i) {
    errors.push_back({ErrorCode::kInvalidInput, Concat("/accounts/", i), "重名", "taken"});
  }
  const Response response = Problem(errors);
  EXPECT_THAT(response.body, HasSubstr("有 5000 处需要改正"));
  EXPECT_THAT(response.body, HasSubstr("\"/accounts/99\""));
  EXPECT_THAT(response.body, testing::Not(HasSubstr("\"/accounts/100\"")));
}

TEST(Problem, FieldsPointIntoTheRequest) {
  const Response response = Problem(Fail(ErrorCode::kInvalidInput, "太长", "too long", "/title"));
  EXPECT_EQ(response.body,
            R"({"code":"invalid_input","message":"太长","english":"too long","fields":[)"
            R"({"pointer":"/title","message":"太长","english":"too long"}]})");
}

TEST(Problem, BrokenWorldsAre503AndTheRest500) {
  const Response vault = Broken(std::make_exception_ptr(VaultBroken("disk")), "r", "id-1");
  EXPECT_EQ(vault.status, 503);
  const Response other = Broken(std::make_exception_ptr(std::logic_error("secret")), "r", "id-2");
  EXPECT_EQ(other.status, 500);
  EXPECT_THAT(other.body, HasSubstr(R"("log_id":"id-2")"));
  EXPECT_THAT(other.body, testing::Not(HasSubstr("secret")));
  EXPECT_EQ(Broken(std::make_exception_ptr(7), "r", "id").status, 500);
}

}  // namespace shouze
