#include "service/carry_over.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "testing/two_years.h"

namespace shouze {
namespace {

/// 上年结转 registers; whatever registering refuses it refuses as well.
class CarriedOver : public TwoYears {
 protected:
  Error WhyNot(int year, std::string_view id) {
    const auto done = test().Run(kCarryOver, "office", {year, {Label(std::string(id))}});
    EXPECT_FALSE(done) << "it was not refused";
    return done ? Error() : done.error().front();
  }
};
SHOUZE_ON_BOTH_DATABASES(CarriedOver);

TEST_P(CarriedOver, IsByThoseWhoRegisterTheKindInThatYear) {
  const std::string id = Make(Of("system", {"A1"}, kLastYear, {{"name", std::string("教务系统")}}));
  EXPECT_EQ(WhyNot(2027, id).code, ErrorCode::kForbidden);
}

TEST_P(CarriedOver, BringsNoVetoByOneHand) {
  const std::string id =
      Make(Of("incident", {"A1"}, kLastYear, {{"name", std::string("首页被篡改")}}));
  const Error why = WhyNot(2027, id);
  EXPECT_EQ(why.code, ErrorCode::kConflict);
  EXPECT_EQ(why.where, "/records/0");
}

TEST_P(CarriedOver, EndsWithTheYear) { EXPECT_EQ(WhyNot(2026, "r1").where, "/year"); }

}  // namespace
}  // namespace shouze
