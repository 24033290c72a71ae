#include "clock.h"

#include <fmt/format.h>
#include <malloc.h>
#include <sys/utsname.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <thread>
#include <vector>

namespace shouze {
namespace {

/// What stands behind the first line of a file of /proc that begins with `name`, from `name` on.
std::string ProcLine(const char* path, const std::string& name) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with(name)) {
      const std::size_t begin = line.find_first_not_of(" \t:", name.size());
      return begin == std::string::npos ? "" : line.substr(begin);
    }
  }
  return "";
}

/// A value of /proc in kB, in bytes.
std::int64_t ProcBytes(const char* path, const std::string& name) {
  const std::string line = ProcLine(path, name);
  return line.empty() ? 0 : std::stoll(line) * 1024;
}

}  // namespace

double SecondsOf(const std::function<void()>& part) {
  const auto begin = std::chrono::steady_clock::now();
  part();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

double MedianSeconds(int times, const std::function<void()>& part) {
  std::vector<double> seconds;
  for (int i = 0; i < times; ++i) seconds.push_back(SecondsOf(part));
  std::ranges::sort(seconds);
  return seconds[seconds.size() / 2];
}

void CountedPart(const std::function<void()>& part) {
  part();
  asm volatile("");  // Keeps the call above from becoming a jump out of this function.
}

std::int64_t ResidentBytes() {
  malloc_trim(0);
  return ProcBytes("/proc/self/status", "VmRSS");
}

std::int64_t PeakBytes() { return ProcBytes("/proc/self/status", "VmHWM"); }

std::string MachineLine() {
  utsname system{};
  uname(&system);
  const std::string release = system.release;  // 6.1.0-28-amd64: the first two numbers say enough
  const std::string version = release.substr(0, release.find('.', release.find('.') + 1));
  const double gib = static_cast<double>(ProcBytes("/proc/meminfo", "MemTotal")) / (1 << 30);
  return fmt::format("{}, {} cores, {:.0f} GiB; {} {}; g++ {}",
                     ProcLine("/proc/cpuinfo", "model name"), std::thread::hardware_concurrency(),
                     gib, system.sysname, version, __VERSION__);
}

}  // namespace shouze
