#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace shouze {

/// One seat: free again when nobody holds it any more. Null: there was none.
using Seat = std::shared_ptr<const void>;

/// How many of each may be there at once: uploads of an account, connections of an address. Nobody
/// waits; what waits is a Turnstile. Must outlive its seats; threads may use it at once.
class Seats {
 public:
  explicit Seats(std::int64_t of_each_max) : of_each_max_(of_each_max) {}
  Seats(const Seats&) = delete;
  Seats& operator=(const Seats&) = delete;

  /// Null where all of this one's are taken.
  Seat Take(std::string_view whose);

 private:
  void Free(const std::string& whose);

  const std::int64_t of_each_max_;
  std::mutex mutex_;
  std::map<std::string, std::int64_t, std::less<>> taken_;
};

}  // namespace shouze
