#include "day.h"

#include <sys/wait.h>
#include <unistd.h>
#include <csignal>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <sstream>

#include "base/text.h"
#include "plan.h"
#include "service/tick.h"
#include "store/ledger_rows.h"

namespace shouze::simulation {
namespace {

/// What the child has told before it ended.
struct Told {
  std::vector<std::string> lines;
  bool killed = false;
};

/// The child's whole life.
[[noreturn]] void BeChild(World& world, Instant begin, int pipe) {
  world.TellThrough(pipe);
  try {
    world.Open();
    LiveDay(world, begin, 1);
  } catch (const std::exception& error) {
    world.Tell(Concat("X ", std::string_view(error.what()).substr(0, 3000), "\n"));
  }
  _exit(0);
}

/// Reads lines, kills after so many acts and some microseconds more, and reads the rest.
Told KillAmid(pid_t child, int pipe, std::int64_t acts_most, std::int64_t pause_us) {
  Told told;
  std::string pending;
  char buffer[4096];
  std::int64_t acts = 0;
  while (true) {
    const ssize_t count = read(pipe, buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    for (ssize_t i = 0; i < count; ++i) {
      if (buffer[i] != '\n') {
        pending += buffer[i];
        continue;
      }
      acts += pending.starts_with("A ") ? 1 : 0;
      told.lines.push_back(std::exchange(pending, ""));
    }
    if (acts < acts_most || told.killed) continue;
    usleep(static_cast<useconds_t>(pause_us));
    kill(child, SIGKILL);
    told.killed = true;
  }
  int status = 0;
  waitpid(child, &status, 0);
  const bool fine = told.killed || (WIFEXITED(status) && WEXITSTATUS(status) == 0);
  Expect(fine, Concat("a child process ended by itself, status ", status));
  return told;
}

/// Everything that a killed process has acknowledged is there.
void CheckTold(World& world, const Told& told) {
  for (const std::string& line : told.lines) {
    std::istringstream words(line.substr(2));
    if (line[0] == 'X') throw Failure(line.substr(2));
    if (line[0] == 'T') {
      std::int64_t number = 0;
      std::string what;
      words >> number;
      std::getline(words >> std::ws, what);
      world.Count(what, number);
    } else if (line[0] == 'F') {
      std::string digest;
      words >> digest;
      Expect(world.vault().Has(digest), Concat("a killed process acknowledged the file ", digest));
      world.acknowledged().files.insert(digest);
    } else if (line[0] == 'A') {
      std::int64_t seq = 0;
      std::string digest;
      words >> seq >> digest;
      EntryFilter filter;
      filter.after = seq - 1;
      filter.limit = 1;
      const auto entries =
          world.store().Read([&](const ReadTx& tx) { return ReadEntries(tx, filter); });
      Expect(!entries.empty() && entries.front().seq == seq && entries.front().digest == digest,
             Concat("a killed process acknowledged entry ", seq, ", which is not there"));
      for (std::string id; words >> id;) {
        Expect(world.acknowledged().ever.contains(id),
               Concat("a killed process acknowledged ", id, ", which is in no entry"));
      }
      world.Count("acts found again after a kill");
    }
  }
}

}  // namespace

void LiveDay(World& world, Instant begin, int part) {
  world.clock().MoveTo(std::max(begin, world.now()));
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
  plan.Run();
  if (world.dice().Chance(25)) {
    const Head before = world.StoredHead();
    Expect(Tick(world.school(), nullptr) == 0, "a part of what a school does by itself failed");
    Expect(world.StoredHead() == before, "reminders are no entries");
  }
  const Instant evening{Midnight(day + 1, kOffset).ms + world.dice().Between(-1, 1)};
  world.clock().MoveTo(std::max(evening, world.now()));
}

void LiveKilledDay(World& world, Instant begin) {
  world.clock().MoveTo(std::max(begin, world.now()));
  world.NewDice(DateAt(begin, kOffset), 9);
  const std::int64_t acts = world.dice().Between(0, 8);
  const std::int64_t pause_us = world.dice().Between(0, 4000);
  world.Close();  // A child inherits no connection.
  int ends[2];
  if (pipe(ends) != 0) throw Failure("no pipe");
  std::fflush(nullptr);
  const pid_t child = fork();
  if (child < 0) throw Failure("no child process");
  if (child == 0) {
    close(ends[0]);
    BeChild(world, begin, ends[1]);
  }
  close(ends[1]);
  Told told;
  try {
    told = KillAmid(child, ends[0], acts, pause_us);
  } catch (...) {
    close(ends[0]);
    throw;
  }
  close(ends[0]);
  world.Open();
  world.Learn();
  CheckTold(world, told);
  world.Count(told.killed ? "faults: killed process" : "processes that ended before the kill");
  LiveDay(world, std::max(begin, world.acknowledged().last_at), 2);
}

}  // namespace shouze::simulation
