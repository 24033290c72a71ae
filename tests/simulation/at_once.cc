#include <algorithm>
#include <atomic>
#include <thread>

#include "acting.h"
#include "matters.h"
#include "plan.h"
#include "service/obligation_rows.h"
#include "service/records.h"
#include "service/reviews.h"
#include "service/sheets.h"

namespace shouze::simulation {
namespace {

/// One of several acts at once, on one of the schools; whether it was done. Which of them it is
/// that is done is chance, so they are one person's in several windows: the entry is the same.
using Racer = std::function<bool(School&)>;

/// A second process: tables and memory of its own.
struct SecondProcess {
  explicit SecondProcess(World& world)
      : store(world.OpenStore()), school(world.OpenSchool(*store)) {}
  std::unique_ptr<Store> store;
  std::unique_ptr<School> school;
};

/// Lets them all go at the same moment. How many were done.
int Race(World& world, const std::string& what, const std::vector<Racer>& racers) {
  // In one process, or each second one in another.
  std::unique_ptr<SecondProcess> second;
  if (world.dice().Chance(50)) second = std::make_unique<SecondProcess>(world);
  std::atomic<int> done = 0;
  std::atomic<bool> broke = false;
  std::atomic<int> ready = 0;
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < racers.size(); ++i) {
    School& school = second && i % 2 == 1 ? *second->school : world.school();
    threads.emplace_back([&, i] {
      ++ready;
      while (ready < static_cast<int>(racers.size())) std::this_thread::yield();
      try {
        done += racers[i](school) ? 1 : 0;
      } catch (const std::exception&) {
        broke = true;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  Expect(!broke, Concat(what, ": an exception where people act at once"));
  const Head head = world.StoredHead();
  world.school().CatchUp();
  Expect(world.school().head() == head, Concat(what, ": a school does not catch up"));
  world.Learn();
  world.Acknowledge({});
  world.Count(Concat("faults: at once: ", what, second ? ", two processes" : ""));
  return done;
}

template <class Case>
Racer RacerOf(World& world, const Case& use_case, const std::string& login,
              const typename Case::RequestType& request) {
  return [caller = world.As(login), key = world.NewKey(), &use_case, request](School& school) {
    return school.Run(use_case, caller, request, key).has_value();
  };
}

void ApproveAtOnce(World& world) {
  for (const ProposalFact& proposal : OpenProposals(world)) {
    const std::string by = world.LoginOf(proposal.by);
    const std::string officer = by == "office1" ? "office2" : "office1";
    std::vector<Racer> racers;
    for (const std::string& login : {officer, officer, officer, by}) {
      racers.push_back(RacerOf(world, kApproveProposal, login, {proposal.id, ""}));
    }
    const int done = Race(world, "approving a proposal", racers);
    const bool open = std::ranges::any_of(
        OpenProposals(world), [&](const ProposalFact& one) { return one.id == proposal.id; });
    // None where what it asks for does not fit any more.
    Expect(done == (open ? 0 : 1), Concat(proposal.id, " was approved ", done, " times"));
    return;
  }
}

void ReviewAtOnce(World& world) {
  const auto queue = Read(world, kReviewQueue, QueueRequest{kYear}).queue;
  if (queue.empty()) return;
  ReviewRequest request;
  request.submission = Label(queue.front().submission);
  const std::string officer = world.dice().OneOf(kOfficers);
  std::vector<Racer> racers;
  for (int i = 0; i < 3; ++i) racers.push_back(RacerOf(world, kReview, officer, request));
  const int done = Race(world, "reviewing a submission", racers);
  Expect(done == 1, Concat(request.submission, " was accepted ", done, " times"));
}

void HandInAtOnce(World& world) {
  for (const Label& unit : world.Units()) {
    const auto people = world.PeopleOf(unit);
    if (people.empty()) continue;
    const auto rows = Read(world, kListObligations, WorkbenchRequest{kYear, unit}).obligations;
    const auto row = std::ranges::find_if(
        rows, [](const ObligationRow& one) { return one.can_hand_in && one.by_submission; });
    if (row == rows.end()) continue;
    const std::string login = world.dice().OneOf(people);
    const auto file = Upload(world, login, world.NewKey());
    if (!file) return;
    std::vector<Racer> racers;
    for (int i = 0; i < 3; ++i) {
      racers.push_back(
          RacerOf(world, kHandIn, login, {kYear, unit, {Label(row->key)}, {*file}, ""}));
    }
    const int done = Race(world, "handing in for a task", racers);
    Expect(done == 1, Concat(unit, " ", row->key, " was handed in ", done, " times"));
    return;
  }
}

/// Writers and readers: everybody who registers is served, and nobody who reads sees half of it.
void RegisterAndReadAtOnce(World& world) {
  const auto units = world.Units();
  RegisterRecordRequest request;
  request.kind = "notice";
  request.units = {world.dice().OneOf(units)};
  request.at = world.SchoolNow();
  const std::string officer = world.dice().OneOf(kOfficers);
  std::vector<Racer> racers;
  for (int i = 0; i < 3; ++i) racers.push_back(RacerOf(world, kRegisterRecord, officer, request));
  for (const Label& unit : units) {
    racers.push_back([caller = world.As("inspector"), unit](School& school) {
      const SheetRequest sheet{kYear, unit, {}, {}, {}, {}};
      return school.Run(kReadSheet, caller, sheet).has_value();
    });
  }
  const Head before = world.StoredHead();
  const int done = Race(world, "registering and reading", racers);
  const std::int64_t appended = world.StoredHead().seq - before.seq;
  Expect(done == std::ssize(racers) && appended == 3,
         Concat("registering at once: ", done, " done, ", appended, " entries"));
}

/// One key, sent twice at the same moment: one entry, one answer.
void RepeatAtOnce(World& world) {
  RegisterRecordRequest request;
  request.kind = "drill";
  request.all_units = true;
  request.at = world.SchoolNow();
  request.fields = {{"due_on", Format(world.today() + 9)}};
  const Racer racer = RacerOf(world, kRegisterRecord, "office1", request);
  const Head before = world.StoredHead();
  const int done = Race(world, "a request twice", {racer, racer});
  const std::int64_t appended = world.StoredHead().seq - before.seq;
  Expect(done == 2 && appended == 1,
         Concat("a request sent twice at once: ", done, " answers, ", appended, " entries"));
}

/// Two processes in turn: each sees what the other has done.
void TakeTurns(World& world) {
  SecondProcess second(world);
  for (int turn = 0; turn < 4; ++turn) {
    School& school = turn % 2 == 0 ? *second.school : world.school();
    RegisterRecordRequest request;
    request.kind = "notice";
    request.units = {world.dice().OneOf(world.Units())};
    request.at = world.SchoolNow();
    const auto answer = school.Run(kRegisterRecord, world.As("office1"), request, world.NewKey());
    Expect(answer.has_value(), "two processes in turn: refused");
    world.Learn();
    world.school().CatchUp();
    world.Acknowledge(IdsOf(*answer));
    Expect(school.head() == world.StoredHead(), "two processes in turn: one is behind");
  }
  world.Count("faults: two processes in turn");
}

constexpr void (*kTogether[])(World&) = {ApproveAtOnce, ReviewAtOnce,          HandInAtOnce,
                                         RepeatAtOnce,  RegisterAndReadAtOnce, TakeTurns};

}  // namespace

void PlanAtOnce(World& world, Plan& plan) {
  if (!world.faults || world.today() < FirstDayOf(kYear)) return;
  if (world.today() >= FirstDayOf(kYear + 1) - 10) return;
  plan.Sometimes(9, [&] { world.dice().OneOf(kTogether)(world); });
}

}  // namespace shouze::simulation
