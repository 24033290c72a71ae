#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/civil.h"
#include "store/security_rows.h"

namespace shouze {

/// 痕迹: events on their way into the security log, noted without waiting for the store. The first
/// of equal ones (all the same but the instant) is written at once, those after it within a window
/// as one row more: `"more"` how many, `"since"` and `"until"` when. So rows never change, and the
/// log stays a chain. What comes too fast from one account (from one network where nobody is known)
/// or altogether is only counted, and written as one row `suppressed` a minute: nobody can flood
/// the log, nor hide in the flood what kind of thing was done. Threads may use it at once.
class Traces {
 public:
  /// How long equal events are one.
  static constexpr std::int64_t kReadWindowMs = 60 * 60'000;
  static constexpr std::int64_t kRefusalWindowMs = 5 * 60'000;
  /// New rows a minute of a kind: from one source, and from all.
  static constexpr int kOfOneMax = 120;
  static constexpr int kRefusalsOfOneMax = 30;
  static constexpr int kOfAllMax = 3000;

  void Note(SecurityEvent event);

  /// What waits to be written; nothing is waited for.
  std::vector<SecurityEvent> TakeDue();
  /// The same, and what has gathered in windows that have ended. `all`: also what its window would
  /// still gather.
  std::vector<SecurityEvent> Take(Instant now, bool all = false);
  /// They could not be written: they are due again.
  void GiveBack(std::vector<SecurityEvent> events);

 private:
  /// Equal events since the first of them, which has been handed on.
  struct Gathering {
    SecurityEvent event;
    Instant last_at;
    std::int64_t more = 0;
  };
  /// How many rows a source has made of a kind in a minute, and what came beyond.
  struct Budget {
    SecurityEvent first;  ///< Of those that were suppressed.
    std::int64_t minute = 0;
    int rows = 0;
    std::int64_t suppressed = 0;
  };

  bool MayBegin(const SecurityEvent& event);
  void Suppress(Budget& budget, const SecurityEvent& event);
  void EndMinutes(std::int64_t minute, bool all);
  void Close(const Gathering& gathering);

  std::mutex mutex_;
  std::vector<SecurityEvent> due_;
  std::map<std::string, Gathering, std::less<>> gathering_;
  std::map<std::string, Budget, std::less<>> budgets_;
  Budget all_;
};

/// An event's detail: `members` as a JSON object of texts.
std::string DetailOf(std::initializer_list<std::pair<std::string_view, std::string>> members);

}  // namespace shouze
