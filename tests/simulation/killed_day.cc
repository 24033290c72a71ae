#include <sys/wait.h>
#include <unistd.h>
#include <cerrno>
#include <csignal>

#include <cstdio>
#include <optional>
#include <sstream>
#include <utility>

#include "acting.h"
#include "base/text.h"
#include "day.h"
#include "store/ledger_rows.h"

/// A process that is killed amid an act, and the one that comes after it. When exactly the kill
/// strikes is chance, but whoever had asked asks again: so the year is the same whatever had been
/// done.
namespace shouze::simulation {
namespace {

/// What the child has told before it ended.
struct Told {
  std::vector<std::string> lines;
  bool killed = false;
};

/// The child's whole life.
[[noreturn]] void BeChild(World& world, Instant begin, int pipe, std::int64_t acts) {
  world.BecomeChild(pipe, acts);
  try {
    world.Open();
    LiveDay(world, begin, 1);
  } catch (const std::exception& error) {
    world.Tell(Concat("X ", std::string_view(error.what()).substr(0, 3000), "\n"));
  }
  _exit(0);
}

/// Reads lines; some microseconds after the last act's begin it kills, and reads the rest.
Told KillAmid(pid_t child, int pipe, std::int64_t pause_us) {
  Told told;
  std::string pending;
  char buffer[4096];
  bool is_last_act = false;
  while (true) {
    const ssize_t count = read(pipe, buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    for (ssize_t i = 0; i < count; ++i) {
      if (buffer[i] != '\n') {
        pending += buffer[i];
        continue;
      }
      is_last_act = is_last_act || pending[0] == 'B' || pending[0] == 'U';
      told.lines.push_back(std::exchange(pending, ""));
    }
    if (!is_last_act || told.killed) continue;
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

/// An act that was acknowledged: `SEQ DIGEST [ID…]`.
void CheckAct(World& world, std::istream& words) {
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
      CheckAct(world, words);
    }
  }
}

/// Lives as a child until it is killed or the day is over.
Told LiveAndDie(World& world, Instant begin) {
  const std::int64_t acts = world.dice().Between(0, 8 * world.options().busyness / 100);
  const std::int64_t pause_us = world.dice().Between(0, 4000);
  int ends[2];
  if (pipe(ends) != 0) throw Failure("no pipe");
  std::fflush(nullptr);
  const pid_t child = fork();
  if (child < 0) throw Failure("no child process");
  if (child == 0) {
    close(ends[0]);
    BeChild(world, begin, ends[1], acts);
  }
  close(ends[1]);
  Told told;
  try {
    told = KillAmid(child, ends[0], pause_us);
  } catch (...) {
    close(ends[0]);
    throw;
  }
  close(ends[0]);
  return told;
}

}  // namespace

void LiveKilledDay(World& world, Instant begin) {
  world.clock().PassTo(begin);
  world.NewDice(DateAt(begin, kOffset), 9);
  world.Close();  // A child inherits no connection.
  const Told told = LiveAndDie(world, begin);
  std::optional<LastAct> last;
  for (const std::string& line : told.lines) {
    if (line[0] == 'B') last = ReadLastAct(line.substr(2));
  }
  if (last) {
    world.clock().PassTo(last->real);
    world.clock().SetBehind(last->behind_ms);
  }
  world.Open();
  world.Learn();
  // People's watches have gone on as far as what was written.
  world.clock().PassTo(world.acknowledged().last_at);
  CheckTold(world, told);
  if (last) last->redo(world, *last);
  world.Count(told.killed ? "faults: killed process" : "processes that ended before the kill");
  world.look_closely = true;
  LiveDay(world, begin, 2);
}

}  // namespace shouze::simulation
