#include "service/published_state.h"

#include <atomic>
#include <utility>

namespace shouze {

PublishedState::Pointer PublishedState::Get() const {
  const std::lock_guard lock(mutex_);
  return current_;
}

void PublishedState::Apply(std::span<const Change> changes) {
  std::shared_ptr<SchoolState> next;
  if (spare_ && spare_.use_count() == 1) {
    // Whoever read it has let go of it: what they read comes before what is written now.
    std::atomic_thread_fence(std::memory_order_acquire);
    next = std::move(spare_);
    for (Change& change : lacking_) next->Apply(std::move(change));
  } else {
    next = std::make_shared<SchoolState>(*current_);
  }
  lacking_.assign(changes.begin(), changes.end());
  for (const Change& change : changes) next->Apply(change);
  Publish(std::move(next));
}

void PublishedState::Rework(const std::function<void(SchoolState&)>& work) {
  auto next = std::make_shared<SchoolState>(*current_);
  work(*next);
  Publish(std::move(next));
  spare_.reset();
  lacking_.clear();
}

void PublishedState::Publish(std::shared_ptr<SchoolState> next) {
  const std::lock_guard lock(mutex_);
  spare_ = std::exchange(current_, std::move(next));
}

}  // namespace shouze
