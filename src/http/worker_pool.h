#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace shouze {

/// Whether there was room for work.
enum class Room { kTaken, kFull, kFullOfYours };

/// A fixed number of threads at a bounded queue of work.
class WorkerPool {
 public:
  /// `queued_max` wait for a thread, of them `queued_of_each_max` of the same (0: any).
  WorkerPool(std::size_t threads, std::size_t queued_max, std::size_t queued_of_each_max = 0);
  ~WorkerPool();

  /// kFull where the queue is full or the pool has been stopped: nothing was taken. `begun`: a part
  /// of something that has been taken already is never refused for want of room. `whose`: for
  /// queued_of_each_max.
  Room Submit(std::function<void()> work, bool begun = false, std::string whose = {});
  /// Does what has been taken and ends the threads.
  void Stop();

  std::size_t queued() const;

 private:
  struct Queued {
    std::function<void()> work;
    std::string whose;
  };

  void Work();
  bool IsFullOf(const std::string& whose, std::size_t idle) const;

  const std::size_t queued_max_;
  const std::size_t queued_of_each_max_;
  mutable std::mutex mutex_;
  std::condition_variable more_;
  std::deque<Queued> queue_;
  std::size_t idle_ = 0;  ///< Threads that wait for work.
  bool stopped_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace shouze
