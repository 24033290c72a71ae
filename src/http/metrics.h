#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shouze {

/// What the server counts, as Prometheus reads it. Threads may count at once.
class Metrics {
 public:
  /// Requests are counted by these names, and by `none` where no route was found.
  explicit Metrics(std::vector<std::string> routes);
  ~Metrics();

  /// `route` beyond the last: none.
  void Answered(std::size_t route, int status, std::chrono::nanoseconds took);

  std::atomic<std::int64_t> in_flight = 0;
  std::atomic<std::int64_t> connections = 0;
  std::atomic<std::int64_t> connections_refused = 0;
  std::atomic<std::int64_t> accepts_failed = 0;  ///< Mostly for want of file handles.
  std::atomic<std::int64_t> event_streams = 0;
  std::atomic<std::int64_t> workers_queued = 0;
  std::atomic<std::int64_t> cache_hits = 0;
  std::atomic<std::int64_t> cache_misses = 0;

  /// The whole text; `gauges` are added: name with unit, value.
  /// Source: Prometheus text exposition format 0.0.4.
  std::string Text(const std::vector<std::pair<std::string, std::int64_t>>& gauges) const;

 private:
  struct Row;
  std::vector<std::string> names_;
  std::unique_ptr<Row[]> rows_;
};

/// Resident bytes, open files, how many may be, and seconds since the start of this process, as the
/// kernel has them.
std::vector<std::pair<std::string, std::int64_t>> ProcessGauges();

}  // namespace shouze
