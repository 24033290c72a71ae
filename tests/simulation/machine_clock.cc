#include <algorithm>
#include <cstdlib>

#include "acting.h"
#include "matters.h"
#include "plan.h"
#include "service/clock_doubt.h"
#include "service/clock_faults.h"
#include "service/clock_keeping.h"
#include "service/records.h"
#include "service/tick.h"

/// The machine's clock is set wrong while it serves or before it starts again, and put right some
/// time later. By a little, entries never follow it; by more, nothing is written until it is right.
/// A machine that starts wrong is believed: what it writes is declared by two persons.
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

/// By seconds or minutes: within what is tolerated.
std::int64_t ALittle(Dice& dice) {
  constexpr std::int64_t kMost[] = {60 * kMsPerSecond, ClockLimits().tolerance_ms};
  return dice.Between(kMsPerSecond, dice.OneOf(kMost));
}

/// By minutes to months, back or ahead.
std::int64_t Much(Dice& dice) {
  constexpr std::int64_t kMost[] = {kMsPerHour, 6 * kMsPerHour, 120 * kMsPerDay};
  const std::int64_t ms = ClockLimits().tolerance_ms * 3 + dice.Between(0, dice.OneOf(kMost));
  return dice.Chance(50) ? ms : -ms;
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

/// Sets the clock, perhaps while nobody serves.
void Set(World& world, std::int64_t behind_ms, std::string_view what) {
  const bool restarts = world.dice().Chance(50);
  if (restarts) world.Close();
  world.clock().SetBehind(behind_ms);
  if (restarts) world.Open();
  world.Count(Concat("faults: clock set ", what, restarts ? ", restarted" : ""));
  world.look_closely = true;
}

void SetBack(World& world) {
  AppendLast(world);
  const Head head = world.StoredHead();
  std::int64_t behind_ms = world.clock().behind_ms() + ALittle(world.dice());
  if (behind_ms > ClockLimits().tolerance_ms) behind_ms = 0;
  Set(world, behind_ms, "back");
  Expect(world.school().head() == head, "the school has lost entries when the clock was set back");
  if (const auto doubt = world.school().Doubt()) {
    throw Failure(Concat("a clock that is a little wrong is not believed: ",
                         Describe(ClockInDoubt(*doubt, kOffset).front())));
  }
  const Instant last_at = world.acknowledged().last_at;
  Expect(world.SchoolNow() == std::max(world.clock().Now(), last_at),
         "the school goes back in time with the machine's clock");
  CheckRights(world);
  if (Register(world).empty()) return;
  // World::Learn holds each entry against the one before; this one's instant is known.
  Expect(world.acknowledged().last_at == std::max(world.clock().Now(), last_at),
         "an entry after the clock was set back has another instant");
}

/// Whether something may be written now.
bool MayWrite(World& world) {
  RegisterRecordRequest request;
  request.kind = "drill";
  request.units = {world.dice().OneOf(world.Units())};
  request.at = world.SchoolNow();
  return Do(world, kRegisterRecord, "office1", request).has_value();
}

/// By far, while the machine runs: nothing is written, and the school goes on by the time that has
/// passed. It is put right, and all is as before.
void SetFar(World& world) {
  AppendLast(world);
  const std::int64_t before_ms = world.clock().behind_ms();
  KeepAnchor(world.store(), world.watched_clock());
  Set(world, Much(world.dice()), "far");
  Expect(world.school().Doubt().has_value(), "a clock that is far wrong is believed");
  const std::int64_t off_ms = world.SchoolNow().ms - world.now().ms;
  Expect(std::abs(off_ms) <= ClockLimits().tolerance_ms, "the school follows a wrong clock");
  CheckRights(world);
  Expect(!MayWrite(world), "something was written under a wrong clock");
  Expect(Tick(world.school(), nullptr) == 0, "what a school does by itself failed");
  world.clock().SetBehind(before_ms);
  Expect(!world.school().Doubt(), "a clock that was put right is not believed");
}

/// The machine starts with a clock that is days ahead, and nothing tells: what it writes lies ahead
/// until two persons have said when it was in truth.
void StartAheadAndDeclare(World& world) {
  Register(world);
  const Instant real = world.now();
  const auto start = [&world](std::int64_t behind_ms) {
    world.Close();
    world.clock().Restart();
    world.clock().SetBehind(behind_ms);
    world.Open();
  };
  start(-world.dice().Between(2, 20) * kMsPerDay);
  Expect(!world.school().Doubt(), "a clock of a machine that has started is not believed");
  if (Register(world).empty()) return start(0);
  AppendLast(world);
  KeepAnchor(world.store(), world.watched_clock());
  start(0);
  Expect(!MayWrite(world), "something was written behind the last time of service");
  Do(world, kConfirmClock, "sysadmin", {"手表"});
  KeepAnchor(world.store(), world.watched_clock());
  Expect(!MayWrite(world), "something was written behind the ledger");
  const auto fault = world.school().Run(kReadClockFault, world.As("office1"), {});
  Expect(fault && !fault->entries.empty(), "entries that lie ahead are not shown");
  DeclareClockFaultRequest declared;
  declared.from = fault->from;
  declared.at = real;
  declared.reason = "重启后时钟走快";
  const auto proposal = Do(world, kDeclareClockFault, "office1", declared);
  Expect(proposal.has_value(), "a clock fault cannot be declared");
  Expect(Do(world, kApproveProposal, "office2", {proposal->id, ""}).has_value(),
         "a declared clock fault cannot be approved");
  Expect(!world.school().Doubt(), "a declared clock fault still binds");
  Expect(!Register(world).empty(), "nothing can be written after a declared clock fault");
  Expect(world.acknowledged().last_at == world.SchoolNow(),
         "an entry after a declared clock fault has another instant");
  world.Count("faults: started ahead, declared");
  world.look_closely = true;
}

}  // namespace

void PlanClock(World& world, Plan& plan) {
  if (!world.faults) return;
  if (world.clock().behind_ms() > 0 && world.dice().Chance(60)) {
    plan.At(plan.Sometime(), [&world] { world.clock().SetBehind(0); });
  }
  if (world.dice().Chance(3)) {
    plan.At(plan.Sometime(), [&world] { SetFar(world); });
  }
  if (world.dice().Chance(1)) {
    plan.At(plan.Sometime(), [&world] { StartAheadAndDeclare(world); });
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
