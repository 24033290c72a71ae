#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/civil.h"

namespace shouze {

/// One answered request. Never a query, a body, a cookie, nor a path that is no route's (a link
/// that lets somebody in is one): they may hold what is personal or secret.
struct LoggedRequest {
  Instant at;
  std::string id;  ///< X-Request-Id of the answer.
  std::string method;
  std::string_view route;  ///< `sheet.read`; `none`.
  std::string subject;     ///< As of SubjectOf; of what is no route the path's first segment alone.
  int status = 0;
  std::chrono::steady_clock::duration took{0};
  std::size_t bytes = 0;  ///< Of a body in memory.
  std::string account;
  std::string address;
};

/// 请求日志: a line a request in the program's log, written by somebody who may wait (Write), for a
/// log that nobody reads must not stop the server. What comes too fast is counted. Threads may use
/// it at once.
class RequestLog {
 public:
  explicit RequestLog(bool is_on) : is_on_(is_on) {}

  bool is_on() const { return is_on_; }
  void Add(LoggedRequest request);
  void Write();

 private:
  const bool is_on_;
  std::mutex mutex_;
  std::vector<LoggedRequest> waiting_;
  std::int64_t dropped_ = 0;
};

}  // namespace shouze
