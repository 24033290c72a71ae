#include "http/client_stream.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>

#include "base/text.h"
#include "http/body_share.h"
#include "http/problem.h"
#include "http/wire.h"
#include "system/address_block.h"

namespace shouze {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using Parser = http::request_parser<http::buffer_body>;

constexpr std::chrono::milliseconds kTurnAwayMax{1'000};
Request RequestOf(const Parser& parser, const std::string& peer) {
  const auto& message = parser.get();
  Request request;
  request.method = message.method_string();
  request.target = message.target();
  request.peer = peer;
  for (const auto& field : message) {
    std::string name(field.name_string());
    std::ranges::transform(name, name.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    request.headers.emplace_back(std::move(name), std::string(field.value()));
  }
  return request;
}

}  // namespace

/// One client. Lives in its own coroutine on the loop's thread.
class ClientConnection : private ClientStream {
 public:
  ClientConnection(Loop& loop, tcp::socket socket, std::string peer)
      : ClientStream(loop, std::move(socket)), peer_(std::move(peer)) {
    loop_.connections.insert(this);
  }
  ~ClientConnection() {
    loop_.connections.erase(this);
    --api_.metrics().connections;
  }
  ClientConnection(const ClientConnection&) = delete;
  ClientConnection& operator=(const ClientConnection&) = delete;

  Task<void> Serve() {
    while (co_await ServeOne()) {
    }
    Failure ignored;
    stream_.socket().shutdown(tcp::socket::shutdown_both, ignored);
    stream_.close();
  }

  void EndIfIdle() {
    if (idle_) stream_.close();
    EndEvents();
  }
  void Cut() {
    stream_.close();
    EndIfIdle();
  }

 private:
  /// One request and its answer; false: the connection is over.
  Task<bool> ServeOne() {
    Parser parser;
    parser.header_limit(static_cast<std::uint32_t>(options_.header_bytes_max));
    parser.body_limit(boost::none);  // The plan's limit is held to while reading.
    const Failure failed = co_await ReadHead(parser);
    if (failed) co_return co_await RefuseHead(failed);
    const auto& message = parser.get();
    Request request = RequestOf(parser, peer_);
    keep_ = message.keep_alive() && !stopping();
    head_only_ = request.IsHead();
    if (const auto fault = FaultOfHead(request, message.version() == 11)) {
      co_return co_await Refuse(fault->status, "invalid_input", fault->message, fault->english);
    }
    if (parser.is_done()) {
      if (auto response = api_.TryHandle(request)) co_return co_await Send(std::move(*response));
      co_return co_await Handle(std::move(request));
    }
    const BodyPlan plan = api_.PlanFor(request);
    const auto length = parser.content_length();
    if (length && *length > static_cast<std::uint64_t>(plan.bytes_max)) {
      co_return co_await RefuseTooLarge(plan.bytes_max);
    }
    if (plan.streamed) co_return co_await Receive(parser, std::move(request), plan);
    co_return co_await HandleWithBody(parser, std::move(request), plan);
  }

  Task<Failure> ReadHead(Parser& parser) {
    Failure failed;
    FoldWatch folds;
    bool begun = buffer_.size() > 0;
    stream_.expires_after(begun ? options_.header_max : options_.idle_max);
    for (;;) {
      if (buffer_.size() > 0) {
        const std::size_t taken = parser.put(buffer_.data(), failed);
        folds.See({static_cast<const char*>(buffer_.data().data()), taken});
        buffer_.consume(taken);
        if (parser.is_header_done() && folds.seen()) failed = http::error::bad_obs_fold;
        if (parser.is_header_done() && !failed) co_return Failure();
        if (failed && failed != http::error::need_more) co_return failed;
      }
      idle_ = !begun;
      if (idle_ && stopping()) co_return http::error::end_of_stream;
      failed = co_await ReadMore();
      idle_ = false;
      if (failed) co_return begun ? http::error::partial_message : failed;
      if (!begun) stream_.expires_after(options_.header_max);
      begun = true;
    }
  }

  Task<bool> RefuseHead(Failure failed) {
    // The client went away, or took too long: nobody is there to be told.
    if (failed.category() != make_error_code(http::error::end_of_stream).category() ||
        failed == http::error::end_of_stream || failed == http::error::partial_message) {
      co_return false;
    }
    if (failed == http::error::header_limit) {
      co_return co_await Refuse(431, "too_large", "请求头太大", "the request's head is too large");
    }
    co_return co_await Refuse(400, "invalid_input", "不是合法的 HTTP 请求",
                              "not a well-formed HTTP request");
  }

  Task<bool> Refuse(int status, std::string_view code, std::string_view message,
                    std::string_view english) {
    co_return co_await Send(api_.Refuse(status, code, message, english));
  }

  Task<bool> RefuseTooLarge(std::int64_t bytes_max) {
    const std::string message = Concat("内容太大，最多 ", bytes_max, " 字节");
    const std::string english = Concat("too large; at most ", bytes_max, " bytes");
    co_return co_await Refuse(413, "too_large", message, english);
  }

  Task<bool> Handle(Request request) {
    request.arrived = std::chrono::steady_clock::now();
    std::optional<Response> response;
    const Lane lane = api_.LaneFor(request);
    WorkerPool& pool = PoolOf(lane);
    std::string whose = lane == Lane::kHashing ? api_.BlockOf(request) : std::string();
    const auto work = [&] { response = api_.Handle(request); };
    const Room room = co_await OnPool(pool, work, false, std::move(whose));
    if (room == Room::kTaken) co_return co_await Send(std::move(*response));
    Response busy = lane == Lane::kHashing ? TooManyLogins(room) : Busy();
    busy.close = false;
    co_return co_await Send(std::move(busy));
  }

  WorkerPool& PoolOf(Lane lane) {
    Serving& serving = loop_.serving;
    if (lane == Lane::kHashing) return serving.hashing;
    return lane == Lane::kSlow ? serving.slow : serving.workers;
  }

  /// Nobody's password was looked at: it is no failure of theirs.
  Response TooManyLogins(Room room) {
    Response busy =
        room == Room::kFullOfYours
            ? api_.Refuse(429, "busy", "从您这个网络地址此刻登录的人太多，请等几秒再试",
                          "too many are logging in from your address; try again in some seconds")
            : api_.Refuse(503, "busy", "此刻登录的人太多，请等几秒再试",
                          "too many are logging in; try again in some seconds");
    busy.headers.emplace_back("Retry-After", "2");
    return busy;
  }

  Response Busy() {
    Response busy = api_.Refuse(503, "busy", "系统繁忙，请稍后再试", "busy; try again shortly");
    busy.headers.emplace_back("Retry-After", "1");
    return busy;
  }
  /// The body was not read: the connection is of no more use.
  Task<bool> RefuseBusy() { co_return co_await Send(Busy()); }

  /// Says that the body may come, to who waits for that.
  Task<Failure> Continue(const Request& request) {
    Failure failed;
    if (SameIgnoringCase(request.Get("expect"), "100-continue") && buffer_.size() == 0) {
      static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
      co_await asio::async_write(stream_, asio::buffer(kContinue),
                                 asio::redirect_error(asio::use_awaitable, failed));
    }
    co_return failed;
  }

  /// The next part of a body into `part`; empty with a failure or at the end.
  Task<Failure> ReadPart(Parser& parser, std::string& part) {
    part.resize(kPartBytes);
    bool starved = false;
    while (!parser.is_done()) {
      if (starved || buffer_.size() == 0) {
        if (const Failure failed = co_await ReadMore()) co_return failed;
      }
      auto& body = parser.get().body();
      body.data = part.data();
      body.size = part.size();
      body.more = true;
      Failure failed;
      buffer_.consume(parser.put(buffer_.data(), failed));
      starved = failed == http::error::need_more;
      if (failed && !starved && failed != http::error::need_buffer) co_return failed;
      if (body.size < part.size()) {
        part.resize(part.size() - body.size);
        co_return Failure();
      }
    }
    part.clear();
    co_return Failure();
  }

  Task<bool> HandleWithBody(Parser& parser, Request request, BodyPlan plan) {
    // Nobody's body is kept in memory who would be turned away for who they are.
    std::optional<Response> refused;
    if (!co_await OnWorker([&] { refused = api_.RefuseHead(request); }, false)) {
      co_return co_await RefuseBusy();
    }
    if (refused) co_return co_await Send(std::move(*refused));
    stream_.expires_after(options_.body_max);
    if (co_await Continue(request)) co_return false;
    std::string part;
    BodyShare share(loop_);
    while (!parser.is_done()) {
      const Failure failed = co_await ReadPart(parser, part);
      if (failed) co_return co_await RefuseBody(failed);
      if (!share.Take(part.size())) co_return co_await RefuseBusy();
      request.body += part;
      if (static_cast<std::int64_t>(request.body.size()) > plan.bytes_max) {
        co_return co_await RefuseTooLarge(plan.bytes_max);
      }
    }
    co_return co_await Handle(std::move(request));
  }

  Task<bool> RefuseBody(Failure failed) {
    if (failed.category() != make_error_code(http::error::end_of_stream).category()) {
      co_return false;
    }
    co_return co_await Refuse(400, "invalid_input", "请求的正文不合 HTTP 规范",
                              "the body is not well-formed HTTP");
  }

  Task<bool> Receive(Parser& parser, Request request, BodyPlan plan) {
    std::optional<Response> refused;
    std::unique_ptr<Api::Receiving> receiving;
    const bool taken = co_await OnWorker(
        [&] {
          auto begun = api_.Begin(request);
          if (auto* response = std::get_if<Response>(&begun)) {
            refused = std::move(*response);
          } else {
            receiving = std::move(std::get<std::unique_ptr<Api::Receiving>>(begun));
          }
        },
        false);
    if (!taken) co_return co_await Refuse(503, "busy", "系统繁忙，请稍后再试", "busy; try again");
    if (refused) co_return co_await Send(std::move(*refused));
    stream_.expires_after(options_.body_max);
    Failure failed = co_await Continue(request);
    std::int64_t bytes = 0;
    std::string part;
    while (!failed && !refused && !parser.is_done()) {
      stream_.expires_after(options_.body_max);
      failed = co_await ReadPart(parser, part);
      if (failed || part.empty()) continue;
      bytes += static_cast<std::int64_t>(part.size());
      if (bytes > plan.bytes_max) break;
      stream_.expires_never();
      if (!co_await OnWorker([&] { refused = receiving->Write(part); }, true)) {
        failed = asio::error::operation_aborted;
      }
    }
    std::optional<Response> response;
    // What was not finished is taken away on a worker too: that touches the disk.
    const bool whole = !failed && !refused && bytes <= plan.bytes_max;
    co_await OnWorker(
        [&] {
          if (whole) response = receiving->Finish();
          receiving.reset();
        },
        true);
    if (response) co_return co_await Send(std::move(*response));
    if (refused) co_return co_await Send(std::move(*refused));
    if (bytes > plan.bytes_max) co_return co_await RefuseTooLarge(plan.bytes_max);
    co_return co_await RefuseBody(failed);
  }

  Task<bool> Send(Response response) {
    const bool keep = keep_ && !response.close && !response.events && !stopping();
    const std::string head = HeadOf(response, keep);
    const std::string_view body = head_only_ || response.status == 304 || response.events
                                      ? std::string_view()
                                      : response.bytes();
    if (co_await Write(head, body)) co_return false;
    if (response.events && !head_only_) co_await SendEvents(response);
    if (response.source && !head_only_ && !co_await SendSource(*response.source)) co_return false;
    if (response.close) co_await Linger();
    co_return keep;
  }

  const std::string peer_;
  bool idle_ = false;
  bool keep_ = false;
  bool head_only_ = false;
};

namespace {

Task<void> ServeClient(Loop& loop, tcp::socket socket, std::string peer, Seat /*seat*/) {
  ClientConnection connection(loop, std::move(socket), std::move(peer));
  co_await connection.Serve();
}

/// There are too many, of all or of one address: says so and goes.
Task<void> TurnAway(Loop& loop, tcp::socket socket) {
  Metrics& metrics = loop.serving.api.metrics();
  ++metrics.connections_refused;
  beast::tcp_stream stream(std::move(socket));
  Response response = loop.serving.api.Refuse(503, "busy", "连接太多，请稍后再试",
                                              "too many connections; try again shortly");
  response.headers.emplace_back("Retry-After", "5");
  const std::string text = HeadOf(response, false) + response.body;
  stream.expires_after(kTurnAwayMax);
  Failure failed;
  co_await asio::async_write(stream, asio::buffer(text),
                             asio::redirect_error(asio::use_awaitable, failed));
  stream.socket().shutdown(tcp::socket::shutdown_send, failed);
  std::array<char, 1024> rest;
  while (!failed) {
    co_await stream.async_read_some(asio::buffer(rest),
                                    asio::redirect_error(asio::use_awaitable, failed));
  }
  --metrics.connections;
}

}  // namespace

void ServeConnection(Loop& loop, int socket, bool is_v6) {
  tcp::socket assigned(loop.context);
  Failure failed;
  assigned.assign(is_v6 ? tcp::v6() : tcp::v4(), socket, failed);
  const std::string peer = assigned.remote_endpoint(failed).address().to_string();
  Metrics& metrics = loop.serving.api.metrics();
  if (failed) {
    --metrics.connections;
    return;
  }
  assigned.set_option(tcp::no_delay(true), failed);
  // Behind a proxy are many, and it limits them itself.
  Seat seat;
  const bool proxy = loop.serving.api.IsProxy(peer);
  if (!proxy) seat = loop.serving.addresses.Take(AddressBlock(peer));
  if (metrics.connections > loop.serving.options.connections_max || !(proxy || seat)) {
    asio::co_spawn(loop.context, TurnAway(loop, std::move(assigned)), asio::detached);
  } else {
    asio::co_spawn(loop.context, ServeClient(loop, std::move(assigned), peer, std::move(seat)),
                   asio::detached);
  }
}

void EndIdle(Loop& loop) {
  for (ClientConnection* connection : loop.connections) connection->EndIfIdle();
}

void CutAll(Loop& loop) {
  for (ClientConnection* connection : loop.connections) connection->Cut();
}

}  // namespace shouze
