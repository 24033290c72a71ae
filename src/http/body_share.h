#pragma once

#include <cstddef>
#include <cstdint>

#include "http/client_stream.h"

namespace shouze {

/// Of all bodies together that are in memory and not yet whole.
inline constexpr std::int64_t kBodyBytesMax = std::int64_t{64} << 20;

/// What one request's body takes of that.
class BodyShare {
 public:
  explicit BodyShare(Loop& loop) : loop_(loop) {}
  ~BodyShare() { loop_.body_bytes -= bytes_; }
  BodyShare(const BodyShare&) = delete;
  BodyShare& operator=(const BodyShare&) = delete;
  /// False where there is no more room.
  bool Take(std::size_t bytes) {
    bytes_ += static_cast<std::int64_t>(bytes);
    loop_.body_bytes += static_cast<std::int64_t>(bytes);
    return loop_.body_bytes <= kBodyBytesMax;
  }

 private:
  Loop& loop_;
  std::int64_t bytes_ = 0;
};

}  // namespace shouze
