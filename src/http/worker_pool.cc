#include "http/worker_pool.h"

#include <algorithm>
#include <utility>

namespace shouze {

WorkerPool::WorkerPool(std::size_t threads, std::size_t queued_max, std::size_t queued_of_each_max)
    : queued_max_(queued_max), queued_of_each_max_(queued_of_each_max), idle_(threads) {
  for (std::size_t i = 0; i < threads; ++i) {
    threads_.emplace_back([this] { Work(); });
  }
}

WorkerPool::~WorkerPool() { Stop(); }

bool WorkerPool::IsFullOf(const std::string& whose, std::size_t idle) const {
  if (queued_of_each_max_ == 0 || whose.empty()) return false;
  const auto theirs = std::ranges::count(queue_, whose, &Queued::whose);
  return static_cast<std::size_t>(theirs) >= queued_of_each_max_ + idle;
}

Room WorkerPool::Submit(std::function<void()> work, bool begun, std::string whose) {
  {
    const std::lock_guard lock(mutex_);
    if (stopped_) return Room::kFull;
    // What stands in the queue for a thread that is about to take it does not wait.
    if (!begun && IsFullOf(whose, idle_)) return Room::kFullOfYours;
    if (!begun && queue_.size() >= queued_max_ + idle_) return Room::kFull;
    queue_.push_back({std::move(work), std::move(whose)});
  }
  more_.notify_one();
  return Room::kTaken;
}

void WorkerPool::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  more_.notify_all();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

std::size_t WorkerPool::queued() const {
  const std::lock_guard lock(mutex_);
  return queue_.size();
}

void WorkerPool::Work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    more_.wait(lock, [&] { return stopped_ || !queue_.empty(); });
    if (queue_.empty()) return;
    const std::function<void()> work = std::move(queue_.front().work);
    queue_.pop_front();
    --idle_;
    lock.unlock();
    work();
    lock.lock();
    ++idle_;
  }
}

}  // namespace shouze
