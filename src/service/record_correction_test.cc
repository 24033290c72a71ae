#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "testing/two_years.h"

/// A correction can do nothing that registering its outcome, or withdrawing what it takes away,
/// refuses; and it needs a second person whenever one of the two does.
namespace shouze {
namespace {

class RecordCorrection : public TwoYears {
 protected:
  std::string MustMake(const RegisterRecordRequest& request) {
    auto id = Make(request);
    EXPECT_NE(id, "") << Describe(school().Run(kRegisterRecord, Both(), request).error());
    return id;
  }

  template <class Case>
  Error WhyNot(const Case& use_case, std::string_view login,
               const typename Case::RequestType& request) {
    const std::int64_t entries = test().entries();
    const auto done = test().Run(use_case, login, request);
    EXPECT_FALSE(done) << "it was not refused";
    EXPECT_EQ(test().entries(), entries);
    return done ? Error() : done.error().front();
  }
};
SHOUZE_ON_BOTH_DATABASES(RecordCorrection);

TEST_P(RecordCorrection, IsHeldAgainstTheNumbersOfTheYearItLeadsTo) {
  const FieldValues fields{{"name", std::string("专题讲座")},
                           {"audience", std::string("all")},
                           {"hours", Points{4000}},
                           {"half_days", Points{1000}},
                           {"attendees", Points{30'000}}};
  const auto id = MustMake(Of("training", {"A1"}, kLastYear, fields));
  EXPECT_EQ(WhyNot(kRegisterRecord, "office", Of("training", {"A1"}, kThisYear, fields)).where,
            "/fields/attendees");
  EXPECT_EQ(WhyNot(kCorrectRecord, "office", To(id, {"A1"}, kThisYear, fields)).where,
            "/fields/attendees");
}

}  // namespace
}  // namespace shouze
