// A simulated year: README.md. Runs in the checkout's root.
//   simulate --seed N --database sqlite|postgresql://… --folder F [--days N] [--units N]
//            [--busyness PERCENT] [--thorough-every DAYS] [--no-faults 1] [--verbose 1]

#include <cstdio>
#include <exception>
#include <iterator>

#include "base/text.h"
#include "checks.h"
#include "day.h"
#include "system/log.h"
#include "world.h"

namespace shouze::simulation {
namespace {

void LiveYear(World& world) {
  const Options& options = world.options();
  world.Open();
  world.Found();
  Checks checks(world);
  Dice dice(options.seed, {kYear, 7});
  for (int day = 0; day < options.days; ++day) {
    const Instant begin = Midnight(options.from + day, kOffset);
    // The first days and the freezing are seen with faults, too; the very first without.
    world.faults = options.faults && day > 0;
    if (world.faults && dice.Chance(8)) {
      LiveKilledDay(world, begin);
    } else {
      LiveDay(world, begin, 1);
    }
    const bool last = day + 1 == options.days;
    checks.AfterDay(last || day % options.thorough_every == 0 || world.look_closely);
    world.look_closely = false;
  }
  checks.AtTheEnd();
}

void PrintCounts(World& world) {
  world.Count("frozen sheets", std::ssize(world.acknowledged().frozen));
  for (const auto& [what, number] : world.counts()) {
    std::printf("%8lld  %s\n", static_cast<long long>(number), what.c_str());
  }
}

int Main(int argc, char** argv) {
  const Options options = ParseOptions(argc, argv);
  SetLogLevel("warning");
  World world(options);
  try {
    LiveYear(world);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "simulate: FAILED, seed %llu, %s: %s\n",
                 static_cast<unsigned long long>(options.seed),
                 FormatForPeople(world.now(), kOffset).c_str(), error.what());
    return 1;
  }
  PrintCounts(world);
  const Head& head = world.acknowledged().head;
  std::printf("lived: seed %llu, %d days, %lld entries, head %s\n",
              static_cast<unsigned long long>(options.seed), options.days,
              static_cast<long long>(head.seq), head.digest.c_str());
  return 0;
}

}  // namespace
}  // namespace shouze::simulation

int main(int argc, char** argv) {
  try {
    return shouze::simulation::Main(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "simulate: %s\n", error.what());
    return 2;
  }
}
