#include "http/metrics.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "base/text.h"
#include "system/process.h"

namespace shouze {
namespace {

constexpr std::array kStatuses = {200, 201, 204, 206, 304, 400, 401, 403, 404, 405, 408,
                                  409, 413, 415, 416, 422, 429, 431, 500, 503, 0};
/// Upper bounds in microseconds.
constexpr std::array<std::int64_t, 10> kBounds = {500,    1'000,   2'500,   5'000,     10'000,
                                                  50'000, 100'000, 500'000, 1'000'000, 5'000'000};
constexpr std::int64_t kPageBytes = 4096;

/// Seconds with six decimals.
std::string Seconds(std::int64_t us) {
  const std::string fraction = std::to_string(us % 1'000'000);
  return Concat(us / 1'000'000, ".", std::string(6 - fraction.size(), '0'), fraction);
}

void AppendGauge(std::string& text, std::string_view name, std::string_view type,
                 std::int64_t value) {
  text += Concat("# TYPE ", name, " ", type, "\n", name, " ", value, "\n");
}

const std::chrono::steady_clock::time_point kStarted = std::chrono::steady_clock::now();

}  // namespace

struct Metrics::Row {
  std::array<std::atomic<std::int64_t>, kStatuses.size()> by_status{};
  std::array<std::atomic<std::int64_t>, kBounds.size() + 1> by_time{};
  std::atomic<std::int64_t> took_us = 0;
};

Metrics::Metrics(std::vector<std::string> routes) : names_(std::move(routes)) {
  names_.emplace_back("none");
  rows_ = std::make_unique<Row[]>(names_.size());
}

Metrics::~Metrics() = default;

void Metrics::Answered(std::size_t route, int status, std::chrono::nanoseconds took) {
  Row& row = rows_[std::min(route, names_.size() - 1)];
  const auto* const found = std::ranges::find(kStatuses, status);
  const auto at = static_cast<std::size_t>(found - kStatuses.begin());
  ++row.by_status[std::min(at, kStatuses.size() - 1)];
  const std::int64_t us = std::chrono::duration_cast<std::chrono::microseconds>(took).count();
  const auto bound = std::ranges::lower_bound(kBounds, us);
  ++row.by_time[static_cast<std::size_t>(bound - kBounds.begin())];
  row.took_us += us;
}

std::string Metrics::Text(const std::vector<std::pair<std::string, std::int64_t>>& gauges) const {
  std::string text = "# TYPE shouze_requests_total counter\n";
  for (std::size_t i = 0; i < names_.size(); ++i) {
    for (std::size_t k = 0; k < kStatuses.size(); ++k) {
      const std::int64_t count = rows_[i].by_status[k];
      if (count == 0) continue;
      text +=
          Concat("shouze_requests_total{route=\"", names_[i], "\",status=\"",
                 kStatuses[k] == 0 ? "other" : std::to_string(kStatuses[k]), "\"} ", count, "\n");
    }
  }
  text += "# TYPE shouze_request_seconds histogram\n";
  for (std::size_t i = 0; i < names_.size(); ++i) {
    std::int64_t below = 0;
    const Row& row = rows_[i];
    std::string lines;
    for (std::size_t k = 0; k <= kBounds.size(); ++k) {
      below += row.by_time[k];
      lines += Concat("shouze_request_seconds_bucket{route=\"", names_[i], "\",le=\"",
                      k < kBounds.size() ? Seconds(kBounds[k]) : "+Inf", "\"} ", below, "\n");
    }
    if (below == 0) continue;
    text += lines;
    text += Concat("shouze_request_seconds_sum{route=\"", names_[i], "\"} ", Seconds(row.took_us),
                   "\nshouze_request_seconds_count{route=\"", names_[i], "\"} ", below, "\n");
  }
  AppendGauge(text, "shouze_requests_in_flight", "gauge", in_flight);
  AppendGauge(text, "shouze_connections", "gauge", connections);
  AppendGauge(text, "shouze_connections_refused_total", "counter", connections_refused);
  AppendGauge(text, "shouze_accepts_failed_total", "counter", accepts_failed);
  AppendGauge(text, "shouze_event_streams", "gauge", event_streams);
  AppendGauge(text, "shouze_workers_queued", "gauge", workers_queued);
  AppendGauge(text, "shouze_cache_hits_total", "counter", cache_hits);
  AppendGauge(text, "shouze_cache_misses_total", "counter", cache_misses);
  for (const auto& [name, value] : gauges) AppendGauge(text, name, "gauge", value);
  return text;
}

std::vector<std::pair<std::string, std::int64_t>> ProcessGauges() {
  std::int64_t pages_all = 0;
  std::int64_t pages_resident = 0;
  std::ifstream("/proc/self/statm") >> pages_all >> pages_resident;
  std::int64_t files = 0;
  std::error_code failed;
  for (std::filesystem::directory_iterator at("/proc/self/fd", failed), end; !failed && at != end;
       at.increment(failed)) {
    ++files;
  }
  const auto up = std::chrono::steady_clock::now() - kStarted;
  return {{"process_resident_memory_bytes", pages_resident * kPageBytes},
          {"process_open_fds", files},
          {"process_max_fds", OpenFilesMax()},
          {"shouze_uptime_seconds", std::chrono::duration_cast<std::chrono::seconds>(up).count()}};
}

}  // namespace shouze
