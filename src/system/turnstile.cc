#include "system/turnstile.h"

namespace shouze {

std::optional<Turnstile::Turn> Turnstile::Enter() {
  std::unique_lock lock(mutex_);
  if (come_ - done_ >= at_once_max_ + waiting_max_) return std::nullopt;
  const std::int64_t number = come_++;
  done_changed_.wait(lock, [&] { return number < done_ + at_once_max_; });
  return std::optional<Turn>(std::in_place, *this);
}

Turnstile::Turn::~Turn() {
  if (turnstile_ == nullptr) return;
  const std::lock_guard lock(turnstile_->mutex_);
  ++turnstile_->done_;
  turnstile_->done_changed_.notify_all();
}

}  // namespace shouze
