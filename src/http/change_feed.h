#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "http/message.h"
#include "http/served_school.h"
#include "system/seats.h"

namespace shouze {

/// 变更流: tells those who watch that something changed, never what: `{"seq":12,"units":["07"]}`,
/// with the units that the watcher may see (`*`: all). Threads may use it at once.
class ChangeFeed {
 public:
  /// At most so many streams, in all and for one account.
  ChangeFeed(ServedSchool& school, std::int64_t streams_max, std::int64_t streams_per_account_max);
  ~ChangeFeed();

  /// Room for one more stream of the caller's; null where there are too many, in all or of theirs.
  Seat Admit(const Caller& caller);
  /// For whoever was admitted. The feed must outlive it. It is over when the session ends, or what
  /// its caller holds changes: the client asks anew, rights and all.
  std::unique_ptr<Subscription> Subscribe(const Caller& caller, EventSink sink);

  /// Ends what only time or another process has ended: idle sessions, roles that were held until
  /// yesterday. May wait for the store.
  void EndDead();

 private:
  class Stream;
  void EndOf(std::string_view session, std::string_view account);
  void Tell(const Changed& changed);

  ServedSchool& school_;
  Seats seats_;
  Seats seats_of_account_;
  std::mutex mutex_;
  std::vector<Stream*> streams_;
  int watcher_ = 0;
};

}  // namespace shouze
