#include "service/totals.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <vector>

namespace shouze {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

constexpr Points kMost{100'000};

Totals Of(std::vector<UnitTotal> units) { return TotalsOf(units, kMost); }

TEST(Totals, OfNothingAreNone) {
  const Totals none = Of({});
  EXPECT_EQ(none.units, 0);
  EXPECT_EQ(none.mean, std::nullopt);
  EXPECT_EQ(none.median, std::nullopt);
  EXPECT_THAT(none.bands, IsEmpty());
}

TEST(Totals, AVetoedUnitCountsZeroInMeanAndMedianAndStandsBesideTheBands) {
  const Totals totals = Of({{{90'000}}, {{84'000}}, {{0}, true}});
  EXPECT_EQ(totals.units, 3);
  EXPECT_EQ(totals.vetoed, 1);
  EXPECT_EQ(totals.mean, Points{58'000});
  EXPECT_EQ(totals.median, Points{84'000});
  EXPECT_EQ(totals.lowest, Points{84'000}) << "the lowest that was scored";
  EXPECT_EQ(totals.highest, Points{90'000});
  int counted = 0;
  for (const TotalsBand& band : totals.bands) counted += band.units;
  EXPECT_EQ(counted + totals.vetoed, totals.units);
}

TEST(Totals, TwoInTheMiddleGiveTheirMean) {
  EXPECT_EQ(Of({{{90'000}}, {{92'600}}, {{10'000}}, {{99'000}}}).median, Points{91'300});
}

TEST(Totals, BandsTouchWithoutOverlappingAndATotalOnTheEdgeBelongsToTheUpper) {
  const Totals totals = Of({{{100'000}}, {{95'000}}, {{94'990}}, {{81'000}}});
  ASSERT_THAT(totals.bands, SizeIs(4)) << "5 points wide";
  EXPECT_EQ(totals.bands[0].from, Points{95'000});
  EXPECT_EQ(totals.bands[0].units, 2);
  EXPECT_EQ(totals.bands[1].to, totals.bands[0].from);
  EXPECT_EQ(totals.bands[1].units, 1);
  EXPECT_EQ(totals.bands[3].from, Points{80'000});
  EXPECT_EQ(totals.bands[3].units, 1);
}

TEST(Totals, BandsGrowWiderTheLowerTheLowestTotalLies) {
  EXPECT_THAT(Of({{{100'000}}, {{60'000}}}).bands, SizeIs(8));
  const Totals wider = Of({{{100'000}}, {{59'990}}});
  ASSERT_THAT(wider.bands, SizeIs(5)) << "10 points wide";
  EXPECT_EQ(wider.bands.back().units, 1);
  EXPECT_THAT(Of({{{0}}}).bands, SizeIs(5)) << "20 points wide";
  EXPECT_THAT(Of({{{100'000}}}).bands, SizeIs(4)) << "never fewer";
}

TEST(Mean, IsRoundedToAHundredthHalvesUp) {
  const auto mean = [](std::initializer_list<Points> scores) {
    return MeanOf(std::vector<Points>(scores));
  };
  EXPECT_EQ(mean({}), std::nullopt);
  EXPECT_EQ(mean({{100'000}}), Points{100'000});
  EXPECT_EQ(mean({{88'000}, {88'000}, {87'000}}), Points{87'670}) << "87.666…";
  EXPECT_EQ(mean({{88'000}, {87'000}, {87'000}}), Points{87'330}) << "87.333…";
  EXPECT_EQ(mean({{87'000}, {87'010}}), Points{87'010}) << "87.005";
  EXPECT_EQ(mean({{0}, {0}, {10}}), Points{0});
}

}  // namespace
}  // namespace shouze
