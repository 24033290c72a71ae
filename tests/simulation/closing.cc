#include <algorithm>
#include <iterator>

#include "acting.h"
#include "matters.h"
#include "plan.h"
#include "round.h"
#include "service/cycles.h"
#include "service/proposals.h"
#include "service/records.h"
#include "service/reviews.h"
#include "service/stages.h"

/// The year's course: opening, late calendars, and its end from the initial result to publication.
namespace shouze::simulation {
namespace {

/// Which day of the year something happens.
CivilDate DayOf(int month, int day) { return *MakeDate(kYear, month, day); }

CycleFact CycleNow(World& world) {
  return world.Facts([](const View& view) { return (*view.Cycle(kYear))->fact; });
}

int FrozenAt(World& world, Stage stage) {
  return world.Facts([&](const View& view) {
    int times = 0;
    for (const auto& [id, kept] : view.state().All<FrozenFact>()) times += kept.fact.stage == stage;
    return times;
  });
}

/// A task whose due instant nobody knows is waived.
void WaiveUnknown(World& world, const Blocker& blocker) {
  ProposeWaiverRequest request;
  request.year = kYear;
  request.unit = Label(blocker.unit);
  request.obligation = blocker.about;
  request.reason = "期限无法确定";
  Do(world, kProposeWaiver, "office1", request);
}

void ClearBlockers(World& world) {
  for (const DisputeFact& dispute : OpenDisputes(world)) ProposeDecision(world, dispute);
  const auto blockers = Read(world, kListBlockers, CycleRequest{kYear}).blockers;
  for (const Blocker& blocker : blockers) {
    if (blocker.kind == "due_unknown") WaiveUnknown(world, blocker);
  }
  const auto queue = Read(world, kReviewQueue, QueueRequest{kYear}).queue;
  for (const QueueRow& row : queue) ReviewOne(world, row.submission, Verdict::kAccepted);
  const int approve_percent = world.today() < FirstDayOf(kYear + 1) ? 90 : 100;
  for (const ProposalFact& proposal : OpenProposals(world)) {
    DecideProposal(world, proposal, approve_percent);
  }
}

bool Advance(World& world, Stage to, const std::string& reason = "") {
  AdvanceRequest request{kYear, to, reason, {}, {}};
  if (to == Stage::kConfirming) request.confirm_on = world.today() + 3;
  const bool done = Do(world, kAdvance, "office1", request).has_value();
  if (done) world.Count(Concat("stages: ", ChineseName(to)));
  return done;
}

constexpr const char* kNextCalendar = "tests/simulation/calendar-2027.yaml";

/// The next year's calendar comes late, later, while the year is past its stage, or not at all.
enum class NextCalendar { kNever, kLate, kVeryLate, kInitial };

NextCalendar NextCalendarOf(const Options& options) {
  constexpr NextCalendar kBySeed[] = {NextCalendar::kNever,   NextCalendar::kLate,
                                      NextCalendar::kInitial, NextCalendar::kNever,
                                      NextCalendar::kLate,    NextCalendar::kVeryLate};
  return kBySeed[options.seed % std::size(kBySeed)];
}

void AddCalendar(World& world, const std::string& path) {
  AddCalendarRequest request{ReadText(path), true, "", ""};
  // The list alone: nothing is added yet.
  const auto list = world.school().Run(kAddCalendar, world.As("office2"), request);
  if (!list) return;
  request = {ReadText(path), false, list->code, list->needs_reason ? "通知有更正" : ""};
  if (Do(world, kAddCalendar, "office2", request)) {
    world.Count("calendars added late");
  }
}

/// Back from the initial result. A calendar that came meanwhile counts once it is given again.
void GoBack(World& world) {
  MustNot(world, kAdvance, "office1", {kYear, Stage::kOpen, ""});
  const bool calendar = NextCalendarOf(world.options()) == NextCalendar::kInitial;
  if (calendar) AddCalendar(world, kNextCalendar);
  if (!Advance(world, Stage::kOpen, "漏登一批台账") || !calendar) return;
  AddCalendar(world, kNextCalendar);
  const auto cycles = Read(world, kListCycles, Nothing{}).cycles;
  const auto cycle = std::ranges::find(cycles, kYear, &CycleRow::year);
  Expect(std::ranges::count(cycle->calendar_years, kYear + 1) == 1,
         "a calendar that was given again is not pinned");
}

void CloseYear(World& world) {
  switch (CycleNow(world).stage) {
    case Stage::kOpen:
      ClearBlockers(world);
      if (Advance(world, Stage::kInitial)) return;
      // What was refused is told with what stands in the way.
      Expect(!Read(world, kListBlockers, CycleRequest{kYear}).blockers.empty(),
             "the initial result was refused without a blocker");
      return;
    case Stage::kInitial:
      if (FrozenAt(world, Stage::kInitial) == 1) return GoBack(world);
      Advance(world, Stage::kConfirming);
      return;
    case Stage::kConfirming:
      GiveWords(world);
      AnswerObjections(world);
      if (world.today() < FirstDayOf(kYear + 1) + 2) return;
      ClearBlockers(world);
      Advance(world, Stage::kFinal);
      return;
    case Stage::kFinal:
      MustNot(world, kAdvance, "office1", {kYear, Stage::kOpen, "不可以"});
      if (world.options().seed % 2 == 0 && FrozenAt(world, Stage::kFinal) == 1) {
        Advance(world, Stage::kConfirming, "复核一份得分表");
        return;
      }
      return Publish(world, CycleNow(world));
    case Stage::kApproved:
    case Stage::kPublished:
      return Publish(world, CycleNow(world));
    default:
      return;
  }
}

void OpenYear(World& world) {
  if (CycleNow(world).stage == Stage::kPreparing) Advance(world, Stage::kOpen);
}

void ChangeDates(World& world) {
  ChangeCycleRequest request;
  request.year = kYear;
  request.reason = "会议推迟";
  request.dates["agreement_due"] = DayOf(4, 10);
  if (world.dice().Chance(50)) request.dates["training_due"] = DayOf(12, 11);
  Do(world, kChangeCycle, "office1", request);
}

}  // namespace

void PlanCycle(World& world, Plan& plan) {
  const std::uint64_t seed = world.options().seed;
  const CivilDate today = world.today();
  if (today >= FirstDayOf(kYear) - 4) {
    if (CycleNow(world).stage == Stage::kPreparing) {
      plan.At(plan.Sometime(), [&] { OpenYear(world); });
    }
  }
  if (today == DayOf(1, 20) && seed % 4 == 3) {
    plan.At(plan.Sometime(), [&] { AddCalendar(world, "calendars/cn/2026.yaml"); });
  }
  if (today == DayOf(3, 9)) plan.At(plan.Sometime(), [&] { ChangeDates(world); });
  const NextCalendar next = NextCalendarOf(world.options());
  if ((next == NextCalendar::kLate && today == DayOf(12, 19)) ||
      (next == NextCalendar::kVeryLate && today == DayOf(12, 30))) {
    plan.At(plan.Sometime(), [&] { AddCalendar(world, kNextCalendar); });
  }
  if (today >= DayOf(12, 22)) {
    plan.At(plan.Sometime(), [&] { CloseYear(world); });
  }
}

}  // namespace shouze::simulation
