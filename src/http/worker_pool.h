#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace shouze {

/// A fixed number of threads at a bounded queue of work.
class WorkerPool {
 public:
  WorkerPool(std::size_t threads, std::size_t queued_max);
  ~WorkerPool();

  /// False where the queue is full or the pool has been stopped: nothing was taken. `begun`: a part
  /// of something that has been taken already is never refused for want of room.
  bool Submit(std::function<void()> work, bool begun = false);
  /// Does what has been taken and ends the threads.
  void Stop();

  std::size_t queued() const;

 private:
  void Work();

  const std::size_t queued_max_;
  mutable std::mutex mutex_;
  std::condition_variable more_;
  std::deque<std::function<void()>> queue_;
  bool stopped_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace shouze
