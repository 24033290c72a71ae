#include "day.h"

#include "plan.h"
#include "service/clock_keeping.h"
#include "service/tick.h"

namespace shouze::simulation {

void LiveDay(World& world, Instant begin, int part) {
  world.clock().PassTo(begin);
  const CivilDate day = DateAt(begin, kOffset);
  world.NewDice(day, part);
  Plan plan(world, world.now());
  PlanCycle(world, plan);
  PlanRecords(world, plan);
  PlanSubmissions(world, plan);
  PlanReviews(world, plan);
  PlanMatters(world, plan);
  PlanUnits(world, plan);
  PlanWrongActs(world, plan);
  PlanAtOnce(world, plan);
  PlanClock(world, plan);
  plan.Run();
  if (world.dice().Chance(25)) {
    const Head before = world.StoredHead();
    KeepAnchor(world.store(), world.watched_clock());
    Expect(Tick(world.school(), nullptr) == 0, "a part of what a school does by itself failed");
    Expect(world.StoredHead() == before, "reminders are no entries");
  }
  const Instant evening{Midnight(day + 1, kOffset).ms + world.dice().Between(-1, 1)};
  world.clock().PassTo(evening);
}

}  // namespace shouze::simulation
