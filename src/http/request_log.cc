#include "http/request_log.h"

#include <utility>

#include "base/text.h"
#include "system/log.h"
#include "system/log_room.h"

namespace shouze {
namespace {

constexpr std::size_t kWaitingMax = 20'000;
constexpr std::size_t kSubjectMax = 200;

}  // namespace

void RequestLog::Add(LoggedRequest request) {
  if (!is_on_) return;
  request.subject = request.subject.substr(0, kSubjectMax);
  const std::lock_guard lock(mutex_);
  if (waiting_.size() >= kWaitingMax) {
    ++dropped_;
    return;
  }
  waiting_.push_back(std::move(request));
}

void RequestLog::Write() {
  std::vector<LoggedRequest> requests;
  std::int64_t dropped = 0;
  {
    const std::lock_guard lock(mutex_);
    requests.swap(waiting_);
    dropped = std::exchange(dropped_, 0);
  }
  for (const LoggedRequest& one : requests) {
    if (!LogHasRoom()) {
      ++dropped;
      continue;
    }
    Log(LogLevel::kNote, "request",
        {{"at", FormatRfc3339(one.at, UtcOffset{0})},
         {"id", one.id},
         {"method", one.method},
         {"route", std::string(one.route)},
         {"subject", one.subject},
         {"status", Concat(one.status)},
         {"us", Concat(std::chrono::duration_cast<std::chrono::microseconds>(one.took).count())},
         {"bytes", Concat(one.bytes)},
         {"account", one.account},
         {"address", one.address}});
  }
  if (dropped == 0) return;
  if (!LogHasRoom()) {
    const std::lock_guard lock(mutex_);
    dropped_ += dropped;
    return;
  }
  Log(LogLevel::kWarning, "requests_not_logged", {{"requests", Concat(dropped)}});
}

}  // namespace shouze
