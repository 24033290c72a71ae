#include "store/write_queue.h"

#include <utility>

#include "store/ledger_rows.h"

namespace shouze {
namespace {

// Readers are not waited for: what they still need of the log is left for the next time.
constexpr std::string_view kTakeLogIn = "PRAGMA wal_checkpoint(PASSIVE)";

}  // namespace

WriteQueue::WriteQueue(std::unique_ptr<Connection> connection)
    : connection_(std::move(connection)) {}

void WriteQueue::Keep(std::unique_ptr<Connection> checkpointer, int log_pages_max) {
  checkpointer_ = std::move(checkpointer);
  log_pages_max_ = log_pages_max;
}

void WriteQueue::TakeLogIn() noexcept {
  try {
    connection_->BeginWrite();
    checkpointer_->Execute(kTakeLogIn);
  } catch (...) {
    // Whoever commits next tries again; nothing is lost in the log.
  }
  connection_->Rollback();
  connection_->ForgetLogPages();
}

void WriteQueue::Run(const Work& work) {
  Writer mine{work, {}, {}};
  {
    std::unique_lock lock(mutex_);
    waiting_.push_back(&mine);
    ended_.wait(lock, [&] { return mine.has_ended || !is_at_work_; });
    if (!mine.has_ended) {
      is_at_work_ = true;
      while (!mine.has_ended) ServeBatch(lock);
      if (checkpointer_ && connection_->log_pages() >= log_pages_max_) {
        lock.unlock();
        TakeLogIn();
        lock.lock();
      }
      is_at_work_ = false;
      ended_.notify_all();
    }
  }
  if (mine.failure) std::rethrow_exception(mine.failure);
}

void WriteQueue::ServeBatch(std::unique_lock<std::mutex>& lock) {
  Batch batch;
  std::vector<Writer*> served;
  while (!waiting_.empty() && !batch.is_full) {
    Writer& next = *waiting_.front();
    waiting_.pop_front();
    served.push_back(&next);
    lock.unlock();
    try {
      Serve(batch, next);
    } catch (...) {
      next.failure = std::current_exception();
    }
    lock.lock();
  }
  lock.unlock();
  End(batch);
  lock.lock();
  for (Writer* writer : served) {
    // Those who were refused as well: they were judged by what is not there.
    if (batch.failure && !writer->failure) writer->failure = batch.failure;
    writer->has_ended = true;
  }
  ended_.notify_all();
}

void WriteQueue::Serve(Batch& batch, Writer& writer) {
  Begin(batch);
  WriteTx tx(*connection_, batch.head);
  bool keep = false;
  try {
    keep = writer.work(tx);
  } catch (...) {
    TakeBack(batch);
    throw;
  }
  if (!keep) {
    TakeBack(batch);
    return;
  }
  batch.kept.push_back(&writer);
  writer.told = tx.TakeTold();
  // One that went on after a statement had failed leaves nothing that could be committed.
  batch.is_full = tx.is_last() || connection_->has_failed();
}

void WriteQueue::Begin(Batch& batch) {
  if (!batch.kept.empty()) {
    try {
      connection_->Mark();
    } catch (...) {
      batch.failure = std::current_exception();
      batch.is_full = true;
      throw;
    }
    return;
  }
  connection_->BeginWrite();
  try {
    batch.head = LockHead(ReadTx(*connection_));
  } catch (...) {
    connection_->Rollback();
    throw;
  }
}

void WriteQueue::TakeBack(Batch& batch) {
  if (batch.kept.empty()) {
    connection_->Rollback();
    return;
  }
  try {
    connection_->BackToMark();
  } catch (...) {
    batch.failure = std::current_exception();
    batch.is_full = true;
  }
}

void WriteQueue::End(Batch& batch) {
  if (batch.kept.empty()) return;
  if (batch.failure) {
    connection_->Rollback();
  } else {
    try {
      connection_->Commit();
    } catch (...) {
      batch.failure = std::current_exception();
    }
  }
  for (Writer* writer : batch.kept) {
    for (const WriteTx::Told& told : writer->told) {
      try {
        told(!batch.failure);
      } catch (...) {
        writer->failure = std::current_exception();
      }
    }
  }
}

}  // namespace shouze
