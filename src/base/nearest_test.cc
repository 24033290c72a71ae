#include "base/nearest.h"

#include <gmock/gmock.h>

namespace shouze {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view kNames[] = {"submissions", "reviews", "units", "unit"};

TEST(NearestNames, SlipsOfTheFingerAreSeenThrough) {
  EXPECT_THAT(NearestNames("submisions", kNames), ElementsAre("submissions"));
  EXPECT_THAT(NearestNames("reveiws", kNames), ElementsAre("reviews"));
  EXPECT_THAT(NearestNames("untis", kNames, 1), ElementsAre("units"));
}

TEST(NearestNames, BeginningIsEnough) {
  EXPECT_THAT(NearestNames("subm", kNames), ElementsAre("submissions"));
}

TEST(NearestNames, NothingNearGivesNothing) {
  EXPECT_THAT(NearestNames("colour", kNames), IsEmpty());
  EXPECT_THAT(NearestNames("", kNames), IsEmpty());
  EXPECT_THAT(NearestNames(std::string(1000, 'u'), kNames), IsEmpty());
}

}  // namespace
}  // namespace shouze
