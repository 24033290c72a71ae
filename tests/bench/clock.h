#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace shouze {

/// Seconds that `part` takes.
double SecondsOf(const std::function<void()>& part);

/// The median of the seconds of `times` runs.
double MedianSeconds(int times, const std::function<void()>& part);

/// Runs `part`; a function of its own, so that callgrind can count what happens within it only.
[[gnu::noinline]] void CountedPart(const std::function<void()>& part);

/// The process's memory now and at its highest so far, in bytes. Freed memory is handed back first.
std::int64_t ResidentBytes();
std::int64_t PeakBytes();

/// Processor, cores, memory, system, compiler.
std::string MachineLine();

}  // namespace shouze
