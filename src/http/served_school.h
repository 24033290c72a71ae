#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/civil.h"
#include "service/sessions.h"
#include "store/security_rows.h"

namespace shouze::inspection {
class Inspections;
}

namespace shouze {

/// What the API itself needs of a school, beside the use cases that its routes run on it: tests put
/// something small in its place. Threads may use it at once.
class ServedSchool {
 public:
  virtual ~ServedSchool() = default;

  /// As service/sessions.h has it; may wait for the store.
  virtual std::optional<KnownCaller> FindCaller(std::string_view token, const Visitor& visitor) = 0;
  /// The same without waiting for anything: absent where it is not known at once, and FindCaller
  /// has to be asked on a worker.
  virtual std::optional<KnownCaller> TryFindCaller(std::string_view /*token*/,
                                                   const Visitor& /*visitor*/) {
    return std::nullopt;
  }
  virtual SessionOver WhyOver(std::string_view /*token*/) {
    return {"unauthenticated", "没有登录，或登录已失效；请重新登录",
            "not logged in, or the session has ended; log in again"};
  }
  /// Of who listens: whether it may go on (may wait for the store), and whether what it held is
  /// still what it holds (waits for nothing).
  virtual bool GoesOn(const Caller& /*caller*/) { return true; }
  virtual bool HoldsStill(const Caller& /*caller*/) { return true; }
  /// Told when sessions end in this process; null: nobody is.
  virtual void WatchEnds(SessionCache::Watcher /*watcher*/) {}
  virtual std::int64_t LastEntryOf(std::string_view unit) = 0;
  virtual Instant Now() = 0;
  virtual UtcOffset offset() = 0;
  virtual int Watch(std::function<void(const Changed&)> watcher) = 0;
  virtual void Unwatch(int watcher) = 0;
  /// For the security log, without waiting for the store.
  virtual void Note(SecurityEvent event) = 0;
  /// Random, for the log and for who reports what broke.
  virtual std::string NewLogId() = 0;
  virtual std::int64_t StoreBytes() = 0;
  /// What is left of the disk that the evidence lies on.
  virtual std::int64_t FreeBytes() = 0;
  /// How far the scrub of the vault is, as metrics: name, value.
  virtual std::vector<std::pair<std::string, std::int64_t>> ScrubGauges() { return {}; }
  /// What use cases run on.
  virtual School& school() = 0;
  virtual inspection::Inspections& inspections() = 0;
};

/// A school as it is. Both must outlive what is returned.
std::unique_ptr<ServedSchool> Serve(School& school, inspection::Inspections& inspections);

}  // namespace shouze
