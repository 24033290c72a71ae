#include "service/published_state.h"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <utility>

#include "base/check.h"

namespace shouze {

PublishedState::Pointer PublishedState::Get() const {
  const std::lock_guard lock(mutex_);
  return current_;
}

PublishedState::Pointer PublishedState::Newest() const { return next_ ? next_ : Get(); }

void PublishedState::Apply(std::span<const Change> changes) {
  if (!next_ && spare_ && spare_.use_count() == 1) {
    // Whoever read it has let go of it: what they read comes before what is written now.
    std::atomic_thread_fence(std::memory_order_acquire);
    next_ = std::move(spare_);
    for (Change& change : lacking_) next_->Apply(std::move(change));
  } else if (!next_) {
    next_ = std::make_shared<SchoolState>(*current_);
  }
  for (const Change& change : changes) next_->Apply(change);
  std::ranges::copy(changes, std::back_inserter(applied_));
}

void PublishedState::Publish() {
  if (!next_) return;
  const std::lock_guard lock(mutex_);
  spare_ = std::exchange(current_, std::move(next_));
  lacking_ = std::exchange(applied_, {});
}

void PublishedState::TakeBack() {
  next_.reset();
  applied_.clear();
}

void PublishedState::Rework(const std::function<void(SchoolState&)>& work) {
  CHECK(!next_);
  next_ = std::make_shared<SchoolState>(*current_);
  work(*next_);
  Publish();
  spare_.reset();
}

}  // namespace shouze
