#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "ledger/school_state.h"

namespace shouze {

/// The facts as they are now, for many readers and one writer at a time. A reader keeps the state
/// it got, whole and unchanging, for as long as it likes; the writer waits for nobody: it changes a
/// second copy, which lags by one change, and publishes that. Only where somebody still reads the
/// second copy a new one is made.
class PublishedState {
 public:
  using Pointer = std::shared_ptr<const SchoolState>;

  Pointer Get() const;

  /// What is said by entries that follow the present state. One writer at a time.
  void Apply(std::span<const Change> changes);
  /// Any other change, done on a copy. One writer at a time.
  void Rework(const std::function<void(SchoolState&)>& work);

 private:
  void Publish(std::shared_ptr<SchoolState> next);

  mutable std::mutex mutex_;
  std::shared_ptr<SchoolState> current_ = std::make_shared<SchoolState>();
  /// The writer's: what was current before, and what it lacks since.
  std::shared_ptr<SchoolState> spare_;
  std::vector<Change> lacking_;
};

}  // namespace shouze
