#include "http/server.h"

#include <algorithm>
#include <deque>
#include <thread>
#include <vector>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include "base/text.h"
#include "http/connection.h"
#include "system/log.h"

namespace shouze {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

/// Out of file handles: wait rather than spin.
constexpr std::chrono::milliseconds kAcceptAgainAfter{50};
constexpr std::chrono::milliseconds kStopLookEach{5};
constexpr std::chrono::minutes kTellAgainAfter{1};

/// argon2id takes a core and 19 MiB: a flood of logins gets no more of the machine than this, and
/// no address more of what waits than its share.
constexpr std::size_t kHashesAtOnce = 2;
constexpr std::size_t kHashesWaiting = 8;
constexpr std::size_t kHashesWaitingOfEach = 2;
constexpr std::size_t kSlowWaiting = 8;

}  // namespace

class Server::Impl {
 public:
  Impl(Api& api, const ServerOptions& options)
      : options_(options),
        workers_(static_cast<std::size_t>(options.workers), options.queued_max),
        hashing_(kHashesAtOnce, kHashesWaiting, kHashesWaitingOfEach),
        slow_(1, kSlowWaiting),
        serving_{api,      options_, workers_,
                 hashing_, slow_,    Seats(options_.connections_per_address_max)} {
    for (int i = 0; i < options.io_threads; ++i) contexts_.emplace_back(1);
    for (asio::io_context& context : contexts_) loops_.push_back({serving_, context, {}});
    acceptor_.emplace(contexts_.front());
    again_.emplace(contexts_.front());
  }
  ~Impl() { Stop(); }

  Result<void> Listen() {
    boost::system::error_code failed;
    const auto address = asio::ip::make_address(options_.address, failed);
    if (failed) {
      return Error{ErrorCode::kInvalidInput, "",
                   Concat("“", options_.address, "”不是可监听的 IP 地址"),
                   Concat("\"", options_.address, "\" is no IP address to listen on")};
    }
    const tcp::endpoint endpoint(address, options_.port);
    acceptor_->open(endpoint.protocol(), failed);
    if (!failed) acceptor_->set_option(tcp::acceptor::reuse_address(true), failed);
    if (!failed) acceptor_->bind(endpoint, failed);
    if (!failed) acceptor_->listen(asio::socket_base::max_listen_connections, failed);
    if (failed) {
      return Error{ErrorCode::kConflict, "",
                   Concat("无法监听 ", options_.address, ":", options_.port, "：", failed.message(),
                          "；端口可能已被占用"),
                   Concat("cannot listen on ", options_.address, ":", options_.port, ": ",
                          failed.message())};
    }
    port_ = acceptor_->local_endpoint(failed).port();
    return {};
  }

  void Run() {
    Accept();
    for (asio::io_context& context : contexts_) {
      threads_.emplace_back([&context] {
        const auto guard = asio::make_work_guard(context);
        context.run();
      });
    }
  }

  void Stop() {
    if (serving_.stopping.exchange(true)) return;
    asio::post(contexts_.front(), [this] {
      boost::system::error_code ignored;
      acceptor_->close(ignored);
      again_->cancel();
    });
    ForEachLoop(EndIdle);
    const auto until = std::chrono::steady_clock::now() + options_.shutdown_max;
    while (!threads_.empty() && open() > 0 && std::chrono::steady_clock::now() < until) {
      std::this_thread::sleep_for(kStopLookEach);
    }
    if (open() > 0) Log(LogLevel::kWarning, "connections_cut", {{"count", Concat(open())}});
    // Handlers first: connections may not go while one works for them.
    hashing_.Stop();
    slow_.Stop();
    workers_.Stop();
    ForEachLoop(CutAll);
    const auto cut_until = std::chrono::steady_clock::now() + std::chrono::seconds(1);
    while (!threads_.empty() && open() > 0 && std::chrono::steady_clock::now() < cut_until) {
      std::this_thread::sleep_for(kStopLookEach);
    }
    for (asio::io_context& context : contexts_) context.stop();
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }

  std::uint16_t port() const { return port_; }

 private:
  std::int64_t open() { return serving_.api.metrics().connections; }

  void ForEachLoop(void (*work)(Loop&)) {
    for (Loop& loop : loops_) {
      asio::post(loop.context, [&loop, work] { work(loop); });
    }
  }

  void Accept() {
    Loop& loop = loops_[next_++ % loops_.size()];
    acceptor_->async_accept(
        loop.context, [this, &loop](const boost::system::error_code& failed, tcp::socket socket) {
          Accepted(failed, socket, loop);
        });
  }

  void Accepted(const boost::system::error_code& failed, tcp::socket& socket, Loop& loop) {
    if (serving_.stopping) return;
    if (failed) {
      TellOf(failed);
      again_->expires_after(kAcceptAgainAfter);
      again_->async_wait([this](const boost::system::error_code& ended) {
        if (!ended && !serving_.stopping) Accept();
      });
      return;
    }
    boost::system::error_code gone;
    const bool is_v6 = socket.local_endpoint(gone).protocol() == tcp::v6();
    const int native = gone ? -1 : socket.release(gone);
    if (!gone) {
      ++serving_.api.metrics().connections;
      asio::post(loop.context, [&loop, native, is_v6] { ServeConnection(loop, native, is_v6); });
    }
    Accept();
  }

  /// Once a minute: nobody connects until it is over, and it may come as often as it is tried.
  void TellOf(const boost::system::error_code& failed) {
    ++serving_.api.metrics().accepts_failed;
    const auto now = std::chrono::steady_clock::now();
    if (told_at_ && now - *told_at_ < kTellAgainAfter) return;
    told_at_ = now;
    Log(LogLevel::kError, "accept_failed",
        {{"cause", failed.message()},
         {"connections", Concat(open())},
         {"remedy", "raise LimitNOFILE (ulimit -n) or lower http.connections_max"}});
  }

  const ServerOptions options_;
  WorkerPool workers_;
  WorkerPool hashing_;
  WorkerPool slow_;
  Serving serving_;
  std::deque<Loop> loops_;  ///< Outlive what still hangs in the contexts.
  std::deque<asio::io_context> contexts_;
  std::optional<tcp::acceptor> acceptor_;
  std::optional<asio::steady_timer> again_;
  std::size_t next_ = 0;
  std::optional<std::chrono::steady_clock::time_point> told_at_;  ///< Of the acceptor's thread.
  std::uint16_t port_ = 0;
  std::vector<std::thread> threads_;
};

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::~Server() = default;

Result<std::unique_ptr<Server>> Server::Start(Api& api, const ServerOptions& options) {
  auto impl = std::make_unique<Impl>(api, options);
  if (const auto listening = impl->Listen(); !listening) return listening.error();
  impl->Run();
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

std::uint16_t Server::port() const { return impl_->port(); }
void Server::Stop() { impl_->Stop(); }

}  // namespace shouze
