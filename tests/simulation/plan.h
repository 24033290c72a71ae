#pragma once

#include <functional>
#include <utility>
#include <vector>

#include "world.h"

namespace shouze::simulation {

/// What will be done on a day, at which instant.
class Plan {
 public:
  /// From `begin` to the midnight that ends its day.
  Plan(World& world, Instant begin);

  Instant begin() const { return begin_; }
  Instant end() const { return end_; }
  /// An instant of the day, mostly in office hours.
  Instant Sometime();
  /// `act` at an instant of the day; at `begin` where it lies before.
  void At(Instant at, std::function<void()> act);
  void Sometimes(int percent, const std::function<void()>& act);

  /// Does all of it, the clock moved from instant to instant.
  void Run();

 private:
  World& world_;
  Instant begin_;
  Instant end_;
  std::vector<std::pair<Instant, std::function<void()>>> acts_;
};

/// Registering, correcting and withdrawing records: by the office, the centre and the units.
void PlanRecords(World& world, Plan& plan);
/// Handing in, taking back, entering for units.
void PlanSubmissions(World& world, Plan& plan);
/// Reviews, and what a second person approves.
void PlanReviews(World& world, Plan& plan);
void PlanMatters(World& world, Plan& plan);
/// Units and posts.
void PlanUnits(World& world, Plan& plan);
/// Stages, late calendars, changed dates.
void PlanCycle(World& world, Plan& plan);
/// What must be refused.
void PlanWrongActs(World& world, Plan& plan);
/// Two people at once, two processes in turn.
void PlanAtOnce(World& world, Plan& plan);
/// The machine's clock is set back, and put right.
void PlanClock(World& world, Plan& plan);

}  // namespace shouze::simulation
