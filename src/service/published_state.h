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
/// second copy, which lags by what was published last, and publishes that. Only where somebody
/// still reads the second copy a new one is made. All but Get is the writer's.
class PublishedState {
 public:
  using Pointer = std::shared_ptr<const SchoolState>;

  Pointer Get() const;

  /// What the writer goes by: with what is applied and not published yet.
  Pointer Newest() const;
  /// What is said by entries that follow the newest state. Readers see nothing of it yet.
  void Apply(std::span<const Change> changes);
  /// Whether something is applied and not published yet.
  bool is_ahead() const { return next_ != nullptr; }
  /// Readers see from now on what has been applied.
  void Publish();
  /// What has been applied since Publish is gone.
  void TakeBack();
  /// Any other change, done on a copy and published; nothing may be applied and unpublished.
  void Rework(const std::function<void(SchoolState&)>& work);

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<SchoolState> current_ = std::make_shared<SchoolState>();
  /// The writer's: what will be current, and the changes that make it so; null: none.
  std::shared_ptr<SchoolState> next_;
  std::vector<Change> applied_;
  /// What was current before, and what it lacks since.
  std::shared_ptr<SchoolState> spare_;
  std::vector<Change> lacking_;
};

}  // namespace shouze
