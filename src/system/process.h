#pragma once

#include <cstdint>
#include <string>

/// What this process takes of the machine.
namespace shouze {

/// As many open files as the machine lets this process have: shells and services begin with 1024.
/// Returns how many that are.
std::int64_t AllowManyFiles();
/// How many it may have open now.
std::int64_t OpenFilesMax();

/// Who runs this process, for traces: `os:shouze`; of somebody who became another by sudo both,
/// `os:zhang/root`.
std::string AtTheMachine();

/// What was freed and is kept for later goes back to the machine. Takes some milliseconds, in which
/// others wait for memory: for quiet moments.
void GiveBackMemory();

}  // namespace shouze
