#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>

#include "http/connection.h"
#include "http/message.h"

/// For connection.cc alone: Asio is slow to compile.
namespace shouze {

using Failure = boost::system::error_code;
template <class T>
using Task = boost::asio::awaitable<T>;

/// How much of a body is held at a time.
inline constexpr std::size_t kPartBytes = std::size_t{64} << 10;

/// Bytes to and from one client, each step with its time; work handed to workers and waited for
/// without holding the thread.
class ClientStream {
 protected:
  ClientStream(Loop& loop, boost::asio::ip::tcp::socket socket);
  ~ClientStream();

  bool stopping() const { return loop_.serving.stopping; }

  /// Adds what comes to `buffer_`.
  Task<Failure> ReadMore();
  /// Both, in parts that have `write_max` each.
  Task<Failure> Write(std::string_view head, std::string_view body);
  /// False: not all of it could be had or sent.
  Task<bool> SendSource(BodySource& source);
  /// Until either side ends it.
  Task<void> SendEvents(const Response& response);
  void EndEvents();
  /// Lets the client read the answer before the connection is reset over what it still sends.
  Task<void> Linger();

  /// Runs `work` on a worker; false: there is no room. `begun` as of WorkerPool.
  template <class Work>
  Task<bool> OnWorker(Work work, bool begun);
  /// The same on any pool, `whose` as of WorkerPool.
  template <class Work>
  Task<Room> OnPool(WorkerPool& pool, Work work, bool begun, std::string whose);

  struct EventQueue;

  Loop& loop_;
  Api& api_;
  const ServerOptions& options_;
  boost::beast::tcp_stream stream_;
  boost::asio::steady_timer done_;  ///< Cancelled when a worker has finished.
  boost::beast::flat_buffer buffer_;
  std::shared_ptr<EventQueue> events_;

 private:
  void WatchForTheEnd();
};

template <class Work>
Task<bool> ClientStream::OnWorker(Work work, bool begun) {
  co_return co_await OnPool(loop_.serving.workers, std::move(work), begun, {}) == Room::kTaken;
}

template <class Work>
Task<Room> ClientStream::OnPool(WorkerPool& pool, Work work, bool begun, std::string whose) {
  bool finished = false;
  const Room room = pool.Submit(
      [&] {
        work();
        boost::asio::post(loop_.context, [&] {
          finished = true;
          done_.cancel();
        });
      },
      begun, std::move(whose));
  if (room != Room::kTaken) co_return room;
  done_.expires_at(boost::asio::steady_timer::time_point::max());
  while (!finished) {
    Failure woken;
    co_await done_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, woken));
  }
  co_return room;
}

}  // namespace shouze
