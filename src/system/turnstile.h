#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>

namespace shouze {

/// Lets few threads do something costly at once; the others wait in the order they came, and when
/// too many wait, newcomers are turned away.
class Turnstile {
 public:
  Turnstile(int at_once_max, int waiting_max)
      : at_once_max_(at_once_max), waiting_max_(waiting_max) {}

  /// Somebody's turn, which lasts as long as it lives.
  class Turn {
   public:
    explicit Turn(Turnstile& turnstile) : turnstile_(&turnstile) {}
    Turn(Turn&& other) noexcept : turnstile_(other.turnstile_) { other.turnstile_ = nullptr; }
    Turn& operator=(Turn&&) = delete;
    ~Turn();

   private:
    Turnstile* turnstile_;
  };

  /// Waits for a turn; absent when `waiting_max` wait already.
  std::optional<Turn> Enter();

 private:
  const int at_once_max_;
  const int waiting_max_;
  std::mutex mutex_;
  std::condition_variable done_changed_;
  std::int64_t come_ = 0;  ///< How many have been let in or wait.
  std::int64_t done_ = 0;  ///< How many of these have gone.
};

}  // namespace shouze
