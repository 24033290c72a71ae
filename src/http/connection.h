#pragma once

#include <atomic>
#include <cstdint>
#include <set>

#include "http/api.h"
#include "http/server.h"
#include "http/worker_pool.h"
#include "system/seats.h"

namespace boost::asio {
class io_context;
}

/// Between server.cc and connection.cc; Asio stays inside of them.
namespace shouze {

/// What all connections share.
struct Serving {
  Api& api;
  const ServerOptions& options;
  WorkerPool& workers;
  WorkerPool& hashing;  ///< Of Lane::kHashing,
  WorkerPool& slow;     ///< and Lane::kSlow.
  Seats addresses;      ///< Connections, by whose address.
  std::atomic<bool> stopping = false;
};

class ClientConnection;

/// One thread and its connections; touched on that thread only.
struct Loop {
  Serving& serving;
  boost::asio::io_context& context;
  std::set<ClientConnection*> connections;
  std::int64_t body_bytes = 0;  ///< Of requests that are not yet whole.
};

/// Serves a socket that was accepted, until it ends. On the loop's thread.
void ServeConnection(Loop& loop, int socket, bool is_v6);

/// Ends those that wait for a request or only send events; the others end after their answer.
void EndIdle(Loop& loop);
/// Ends all of them now.
void CutAll(Loop& loop);

}  // namespace shouze
