#include <algorithm>

#include "acting.h"
#include "matters.h"
#include "plan.h"
#include "service/records.h"

/// The machine's clock is set back while it serves or before it starts again, by seconds to hours,
/// and put right some time later. Entries never follow it.
namespace shouze::simulation {
namespace {

constexpr std::int64_t kMsPerSecond = 1000;

/// Registers what costs nobody anything; its id, "" where the cycle is not open any more.
std::string Register(World& world) {
  RegisterRecordRequest request;
  request.kind = "drill";
  request.units = {world.dice().OneOf(world.Units())};
  request.at = world.SchoolNow();
  const auto answer = Do(world, kRegisterRecord, world.dice().OneOf(kOfficers), request);
  return answer ? answer->id : "";
}

/// The last entry begins a fact, or ends one: then no fact is as late as the ledger.
void AppendLast(World& world) {
  const std::string id = Register(world);
  if (!id.empty() && world.dice().Chance(50)) {
    Do(world, kWithdrawRecord, "office1", {Label(id), "误登"});
  }
}

/// By seconds, minutes or hours.
std::int64_t SomeTimeBack(Dice& dice) {
  constexpr std::int64_t kMost[] = {60 * kMsPerSecond, kMsPerHour, 6 * kMsPerHour};
  return dice.Between(kMsPerSecond, dice.OneOf(kMost));
}

/// Who may hand in for a unit now is who holds a post in it now, by one and the same clock.
void CheckRights(World& world) {
  for (const Label& unit : world.Units()) {
    const auto people = world.PeopleOf(unit);
    for (const std::string& login : World::PoolOf(unit)) {
      const bool holds = std::ranges::find(people, login) != people.end();
      Expect(MayDo(world.As(login).held, Action::kHandIn, unit) == holds,
             Concat(login, holds ? " holds a post without" : " has kept", " its rights"));
    }
  }
}

void SetBack(World& world) {
  AppendLast(world);
  const Head head = world.StoredHead();
  const bool restarts = world.dice().Chance(50);
  if (restarts) world.Close();
  world.clock().SetBehind(world.clock().behind_ms() + SomeTimeBack(world.dice()));
  if (restarts) world.Open();
  world.Count(Concat("faults: clock set back", restarts ? ", restarted" : ""));
  world.look_closely = true;
  Expect(world.school().head() == head, "the school has lost entries when the clock was set back");
  const Instant last_at = world.acknowledged().last_at;
  Expect(world.SchoolNow() == std::max(world.clock().Now(), last_at),
         "the school goes back in time with the machine's clock");
  CheckRights(world);
  if (Register(world).empty()) return;
  // World::Learn holds each entry against the one before; this one's instant is known.
  Expect(world.acknowledged().last_at == std::max(world.clock().Now(), last_at),
         "an entry after the clock was set back has another instant");
}

}  // namespace

void PlanClock(World& world, Plan& plan) {
  if (!world.faults) return;
  if (world.clock().behind_ms() > 0 && world.dice().Chance(60)) {
    plan.At(plan.Sometime(), [&world] { world.clock().SetBehind(0); });
  }
  if (!world.dice().Chance(8)) return;
  if (world.dice().Chance(70)) {
    plan.At(plan.Sometime(), [&world] { SetBack(world); });
    return;
  }
  // In the first hour mostly back to yesterday, which was somebody's last day.
  plan.At({plan.begin().ms + world.dice().Between(0, kMsPerHour)}, [&world] {
    HandOver(world, world.today() - 1, 0);
    SetBack(world);
  });
}

}  // namespace shouze::simulation
