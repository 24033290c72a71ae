#include "system/clock.h"

#include <chrono>
#include <ctime>
#include <fstream>

namespace shouze {

Instant SystemClock::Now() const {
  const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::milliseconds>(since_1970).count()};
}

std::int64_t SystemClock::SteadyMs() const {
  timespec since_start{};
  clock_gettime(CLOCK_BOOTTIME, &since_start);
  return static_cast<std::int64_t>(since_start.tv_sec) * 1000 + since_start.tv_nsec / 1'000'000;
}

std::string SystemClock::StartOfMachine() const {
  std::string id;
  std::getline(std::ifstream("/proc/sys/kernel/random/boot_id"), id);
  return id;
}

}  // namespace shouze
