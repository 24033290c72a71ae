#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "store/connection.h"
#include "store/store.h"

/// Internal to the room.
namespace shouze {

/// Those who write, one after the other. Whoever finds nobody at work is at work for all who come
/// meanwhile, in one transaction that is synced once; what one of them wrote can be taken back
/// without the others' (a savepoint). Nobody returns before it has ended, so no thread is in it
/// twice, and it does end.
class WriteQueue {
 public:
  using Work = std::function<bool(WriteTx&)>;

  explicit WriteQueue(std::unique_ptr<Connection> connection);

  /// Before anybody writes: `checkpointer` takes SQLite's log into the file whenever it has grown
  /// to `log_pages_max` (see TakeLogIn).
  void Keep(std::unique_ptr<Connection> checkpointer, int log_pages_max);

  /// Runs `work`, on whichever thread. What it wrote is durable when this returns, if it returned
  /// true; if not, or where it threw, none of it is there. Throws what it threw, and StoreBroken
  /// where the transaction that it was part of could not be committed, whatever it returned.
  void Run(const Work& work);

  /// For while nobody writes.
  Connection& connection() { return *connection_; }

 private:
  struct Writer {
    const Work& work;
    std::vector<WriteTx::Told> told;
    std::exception_ptr failure;
    bool has_ended = false;
  };
  /// The transaction that is open.
  struct Batch {
    Head head;
    std::vector<Writer*> kept;  ///< Whose work is in it; none: it is not open.
    std::exception_ptr failure;
    bool is_full = false;
  };

  void ServeBatch(std::unique_lock<std::mutex>& lock);
  void Serve(Batch& batch, Writer& writer);
  void Begin(Batch& batch);
  void TakeBack(Batch& batch);
  void End(Batch& batch);
  /// Copies SQLite's log into the file while the writer's connection holds SQLite's own write lock:
  /// nobody, in whatever process, commits meanwhile. Decision 0011.
  void TakeLogIn() noexcept;

  std::unique_ptr<Connection> connection_;    ///< Closed last: then SQLite alone is at the file.
  std::unique_ptr<Connection> checkpointer_;  ///< SQLite's.
  int log_pages_max_ = 0;
  std::mutex mutex_;
  std::condition_variable ended_;
  std::deque<Writer*> waiting_;
  bool is_at_work_ = false;
};

}  // namespace shouze
