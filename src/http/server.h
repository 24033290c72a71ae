#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "http/api.h"

namespace shouze {

/// What the settings say of the sockets.
struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  ///< 0: any that is free.
  int io_threads = 2;
  int workers = 8;
  std::size_t queued_max = 256;  ///< Requests waiting for a worker; beyond: 503.
  std::int64_t connections_max = 10'000;
  std::int64_t connections_per_address_max = 10'000;  ///< IPv6: of a /64. Trusted proxies: any.
  std::size_t header_bytes_max = std::size_t{16} << 10;
  std::chrono::milliseconds idle_max{75'000};    ///< Between requests.
  std::chrono::milliseconds header_max{10'000};  ///< From a head's first byte to its last.
  std::chrono::milliseconds body_max{30'000};    ///< A whole body; of a streamed one, each part.
  std::chrono::milliseconds write_max{30'000};   ///< Each part of an answer.
  std::chrono::milliseconds heartbeat_each{20'000};  ///< In event streams.
  std::chrono::milliseconds event_stream_max{
      600'000};  ///< Then the client asks anew, rights and all.
  std::chrono::milliseconds shutdown_max{10'000};
};

/// Serves an Api over HTTP/1.1. Connections are handled by few threads that never wait; requests
/// that have arrived go to workers, those that hash passwords or take seconds to threads of their
/// own (route.h, Lane). Slow and idle clients cost neither.
class Server {
 public:
  /// Listens and serves at once. `api` must outlive it. Errors: kInvalidInput (no such address),
  /// kConflict (the port is taken or may not be had).
  static Result<std::unique_ptr<Server>> Start(Api& api, const ServerOptions& options);
  /// Stops.
  ~Server();

  std::uint16_t port() const;

  /// Accepts nothing more, closes idle connections and event streams, lets requests that have begun
  /// come to their end for at most `shutdown_max`, cuts the rest. Handlers are always waited for.
  void Stop();

 private:
  class Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace shouze
