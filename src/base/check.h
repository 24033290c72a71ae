#pragma once

namespace shouze {

/// Ends the process with the place of a programmer's error; never reachable from user input.
[[noreturn]] void CheckFailed(const char* condition, const char* file, int line);

}  // namespace shouze

/// Programmer errors, in release builds too.
#define CHECK(condition)                                     \
  do {                                                       \
    if (!(condition)) [[unlikely]] {                         \
      ::shouze::CheckFailed(#condition, __FILE__, __LINE__); \
    }                                                        \
  } while (false)
