#include "system/watched_clock.h"

#include <gtest/gtest.h>

namespace shouze {
namespace {

constexpr std::int64_t kMinuteMs = 60'000;
constexpr Instant kMorning{1'780'000'000'000};

/// A moved clock on a machine that can be switched off and on.
class Machine : public MovedClock {
 public:
  using MovedClock::MovedClock;
  std::string StartOfMachine() const override { return start_; }
  std::int64_t SteadyMs() const override { return MovedClock::SteadyMs() - off_ms_; }
  /// Switched off for so long; what it counts begins anew.
  void StartAgain(std::int64_t off_ms) {
    MoveMs(off_ms);
    off_ms_ = MovedClock::SteadyMs();
    start_ += "'";
  }

 private:
  std::string start_ = "start";
  std::int64_t off_ms_ = 0;
};

/// Its clock is set wrong as soon as somebody has looked at it.
class SetWrongOnceSeen : public Machine {
 public:
  using Machine::Machine;
  Instant Now() const override {
    const Instant seen = Machine::Now();
    return {seen.ms + (looks_++ > 1 ? 2 * kMsPerDay : 0)};  // The first look is the start's.
  }

 private:
  mutable int looks_ = 0;
};

ClockFault FaultOf(const Clock& clock) { return clock.Doubt().value().fault; }

TEST(WatchedClock, BelievesAClockThatMovesAsTimeDoes) {
  Machine machine(kMorning);
  WatchedClock clock(machine, {}, std::nullopt);
  machine.MoveDays(40);
  EXPECT_FALSE(clock.Doubt());
  EXPECT_EQ(clock.Now(), machine.Now());
}

TEST(WatchedClock, PutsUpWithASmallCorrection) {
  Machine machine(kMorning);
  WatchedClock clock(machine, {}, std::nullopt);
  machine.SetByMs(-5 * kMinuteMs);
  EXPECT_FALSE(clock.Doubt());
  machine.SetByMs(10 * kMinuteMs);
  EXPECT_FALSE(clock.Doubt());
}

TEST(WatchedClock, GoesOnByTheTimeThatHasPassedWhileTheClockIsSetWrong) {
  Machine machine(kMorning);
  WatchedClock clock(machine, {}, std::nullopt);
  machine.SetByMs(90 * kMsPerDay);
  machine.MoveMinutes(1);
  EXPECT_EQ(FaultOf(clock), ClockFault::kJumped);
  EXPECT_EQ(clock.Now().ms, kMorning.ms + kMinuteMs);
  EXPECT_EQ(clock.Doubt()->shown, machine.Now());
  EXPECT_FALSE(clock.Anchor());
  machine.SetByMs(-90 * kMsPerDay);
  EXPECT_FALSE(clock.Doubt());
  EXPECT_EQ(clock.Now().ms, kMorning.ms + kMinuteMs);
}

TEST(WatchedClock, ASettingBackIsNoLessWrong) {
  Machine machine(kMorning);
  WatchedClock clock(machine, {}, std::nullopt);
  machine.SetByMs(-6 * kMinuteMs);
  EXPECT_EQ(FaultOf(clock), ClockFault::kJumped);
}

TEST(WatchedClock, IsKeptAsItWasJudgedAlthoughItIsSetMeanwhile) {
  const SetWrongOnceSeen machine(kMorning);
  WatchedClock clock(machine, {}, std::nullopt);
  EXPECT_EQ(clock.Anchor().value().shown, kMorning);
  EXPECT_EQ(FaultOf(clock), ClockFault::kJumped);
}

TEST(WatchedClock, AProcessThatStartsAgainKnowsWhatTheOneBeforeKnew) {
  Machine machine(kMorning);
  WatchedClock before(machine, {}, std::nullopt);
  const auto kept = before.Anchor();
  machine.SetByMs(kMsPerHour);
  WatchedClock clock(machine, {}, ReadAnchor(WriteAnchor(kept.value())));
  EXPECT_EQ(FaultOf(clock), ClockFault::kJumped);
  EXPECT_EQ(clock.Now(), kMorning);
}

TEST(WatchedClock, AMachineThatStartsInThePastIsNotBelieved) {
  Machine machine(kMorning);
  const auto kept = WatchedClock(machine, {}, std::nullopt).Anchor();
  machine.StartAgain(kMinuteMs);
  machine.SetByMs(-3650 * kMsPerDay);
  WatchedClock clock(machine, {}, kept);
  EXPECT_EQ(FaultOf(clock), ClockFault::kBehind);
  machine.MoveMinutes(2);
  EXPECT_EQ(clock.Now().ms, kMorning.ms + 2 * kMinuteMs);
  // The network's time arrives.
  machine.SetByMs(3650 * kMsPerDay);
  EXPECT_FALSE(clock.Doubt());
  EXPECT_EQ(clock.Now(), machine.Now());
}

TEST(WatchedClock, AfterALongSilenceSomebodyHasToLook) {
  Machine machine(kMorning);
  const auto kept = WatchedClock(machine, {}, std::nullopt).Anchor();
  machine.StartAgain(31 * kMsPerDay);
  WatchedClock clock(machine, {}, kept);
  EXPECT_EQ(FaultOf(clock), ClockFault::kLongSilence);
  clock.Believe();
  EXPECT_FALSE(clock.Doubt());
  EXPECT_EQ(clock.Now(), machine.Now());
}

TEST(WatchedClock, ANightWithoutPowerIsNothing) {
  Machine machine(kMorning);
  const auto kept = WatchedClock(machine, {}, std::nullopt).Anchor();
  machine.StartAgain(10 * kMsPerHour);
  WatchedClock clock(machine, {}, kept);
  EXPECT_FALSE(clock.Doubt());
  // From then on it is watched.
  machine.SetByMs(kMsPerHour);
  EXPECT_EQ(FaultOf(clock), ClockFault::kJumped);
}

TEST(WatchedClock, WhatSomebodyConfirmedElsewhereOnTheMachineCountsHere) {
  Machine machine(kMorning);
  WatchedClock serving(machine, {}, std::nullopt);
  machine.SetByMs(kMsPerDay);
  WatchedClock command(machine, {}, serving.Anchor());
  command.Believe();
  serving.BelieveAsOf(command.Anchor().value());
  EXPECT_FALSE(serving.Doubt());
  // Of another machine it says nothing.
  machine.SetByMs(kMsPerDay);
  ClockAnchor other = {machine.Now(), machine.SteadyMs(), "another"};
  serving.BelieveAsOf(other);
  EXPECT_EQ(FaultOf(serving), ClockFault::kJumped);
}

TEST(WatchedClock, AnAnchorIsReadAsItWasWritten) {
  const ClockAnchor anchor{kMorning, 42, "f0-1"};
  EXPECT_EQ(ReadAnchor(WriteAnchor(anchor)), anchor);
  EXPECT_FALSE(ReadAnchor(""));
  EXPECT_FALSE(ReadAnchor("1 x y"));
}

}  // namespace
}  // namespace shouze
