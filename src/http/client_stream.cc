#include "http/client_stream.h"

#include <array>
#include <deque>
#include <utility>

#include <boost/asio/write.hpp>

namespace shouze {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr std::size_t kReadBytes = 4096;
constexpr std::size_t kLingerBytesMax = std::size_t{1} << 20;
constexpr std::chrono::milliseconds kLinger{1'000};
constexpr std::size_t kEventsQueuedMax = 256;

}  // namespace

/// The events of one stream, between the threads that tell and the connection that sends. Shared:
/// a telling may still be on its way when the connection has gone.
struct ClientStream::EventQueue {
  explicit EventQueue(asio::io_context& context) : wake(context) {}
  asio::steady_timer wake;
  std::deque<std::shared_ptr<const std::string>> texts;
  bool ended = false;
};

ClientStream::ClientStream(Loop& loop, tcp::socket socket)
    : loop_(loop),
      api_(loop.serving.api),
      options_(loop.serving.options),
      stream_(std::move(socket)),
      done_(loop.context) {}

ClientStream::~ClientStream() = default;

void ClientStream::EndEvents() {
  if (!events_) return;
  events_->ended = true;
  events_->wake.cancel();
}

Task<Failure> ClientStream::ReadMore() {
  Failure failed;
  const auto room = buffer_.prepare(kReadBytes);
  const std::size_t read =
      co_await stream_.async_read_some(room, asio::redirect_error(asio::use_awaitable, failed));
  buffer_.commit(read);
  co_return failed;
}

Task<Failure> ClientStream::Write(std::string_view head, std::string_view body) {
  Failure failed;
  // Large bodies go in parts, each with its own time.
  std::string_view now = body.substr(0, 4 * kPartBytes);
  do {
    const std::array<asio::const_buffer, 2> buffers = {asio::buffer(head), asio::buffer(now)};
    stream_.expires_after(options_.write_max);
    co_await asio::async_write(stream_, buffers, asio::redirect_error(asio::use_awaitable, failed));
    head = {};
    body.remove_prefix(now.size());
    now = body.substr(0, 4 * kPartBytes);
  } while (!failed && !body.empty());
  co_return failed;
}

Task<bool> ClientStream::SendSource(BodySource& source) {
  std::int64_t left = source.bytes();
  std::string part;
  while (left > 0) {
    stream_.expires_never();
    const bool taken = co_await OnWorker([&] { part = source.Next(kPartBytes); }, true);
    if (!taken || part.empty()) co_return false;
    if (co_await Write({}, part)) co_return false;
    left -= static_cast<std::int64_t>(part.size());
  }
  co_return true;
}

Task<void> ClientStream::Linger() {
  Failure failed;
  stream_.socket().shutdown(tcp::socket::shutdown_send, failed);
  stream_.expires_after(kLinger);
  std::size_t read = 0;
  while (!failed && read < kLingerBytesMax) {
    buffer_.clear();
    failed = co_await ReadMore();
    read += buffer_.size();
  }
}

Task<void> ClientStream::SendEvents(const Response& response) {
  events_ = std::make_shared<EventQueue>(loop_.context);
  const auto subscription = response.events(
      [events = events_, &context = loop_.context](std::shared_ptr<const std::string> text) {
        asio::post(context, [events, text = std::move(text)] {
          if (text) events->texts.push_back(text);
          events->ended = events->ended || !text || events->texts.size() > kEventsQueuedMax;
          events->wake.cancel();
        });
      });
  if (stopping()) co_return;
  ++api_.metrics().event_streams;
  WatchForTheEnd();
  const auto until = std::chrono::steady_clock::now() + options_.event_stream_max;
  Failure failed = co_await Write("retry: 3000\n\n", {});
  while (!failed && !events_->ended && std::chrono::steady_clock::now() < until) {
    if (events_->texts.empty()) {
      events_->wake.expires_after(options_.heartbeat_each);
      Failure woken;
      co_await events_->wake.async_wait(asio::redirect_error(asio::use_awaitable, woken));
      if (!woken && !events_->ended) failed = co_await Write(":\n\n", {});
      continue;
    }
    const auto text = events_->texts.front();
    events_->texts.pop_front();
    failed = co_await Write(*text, {});
  }
  --api_.metrics().event_streams;
}

/// Who listens to events sends nothing more: whatever comes, the stream is over.
void ClientStream::WatchForTheEnd() {
  stream_.socket().async_wait(tcp::socket::wait_read, [events = events_](const Failure&) {
    events->ended = true;
    events->wake.cancel();
  });
}

}  // namespace shouze
