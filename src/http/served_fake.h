#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <thread>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

#include "http/fake_school.h"
#include "http/server.h"

/// For tests of this room: a served fake school, and clients that write what they like.
namespace shouze {

namespace asio = boost::asio;
using asio::ip::tcp;
using std::chrono::milliseconds;

/// A head with a session of the office; `more`: further fields, each with its line end.
inline std::string RequestHead(const std::string& first, const std::string& more = "") {
  return first + " HTTP/1.1\r\nHost: pc\r\nOrigin: http://pc\r\nCookie: shouze_session=office\r\n" +
         more + "\r\n";
}

/// A client that writes what it likes.
class Client {
 public:
  explicit Client(std::uint16_t port) {
    socket_.connect({asio::ip::make_address("127.0.0.1"), port});
  }
  void Send(const std::string& text) {
    boost::system::error_code ignored;
    asio::write(socket_, asio::buffer(text), ignored);
  }
  /// What comes until `text` is there or the other side ends.
  std::string ReadTo(const std::string& text) {
    boost::system::error_code failed;
    while (got_.find(text) == std::string::npos && !failed) ReadSome(failed);
    const std::size_t end = std::min(got_.find(text), got_.size() - text.size()) + text.size();
    return Take(got_.find(text) == std::string::npos ? got_.size() : end);
  }
  /// One answer with a Content-Length.
  std::string ReadAnswer() {
    std::string head = ReadTo("\r\n\r\n");
    const std::size_t at = head.find("Content-Length: ");
    const std::size_t length = at == std::string::npos ? 0 : std::stoul(head.substr(at + 16));
    boost::system::error_code failed;
    while (got_.size() < length && !failed) ReadSome(failed);
    return head + Take(std::min(length, got_.size()));
  }
  std::string ReadAll() {
    boost::system::error_code failed;
    while (!failed) ReadSome(failed);
    return Take(got_.size());
  }
  void Close() { socket_.close(); }

 private:
  void ReadSome(boost::system::error_code& failed) {
    char bytes[65536];
    const std::size_t read = socket_.read_some(asio::buffer(bytes), failed);
    got_.append(bytes, read);
  }
  std::string Take(std::size_t size) {
    std::string taken = got_.substr(0, size);
    got_.erase(0, size);
    return taken;
  }

  asio::io_context context_;
  tcp::socket socket_{context_};
  std::string got_;
};

/// Waits until it holds, for at most two seconds.
template <class Condition>
bool Soon(Condition holds) {
  for (int i = 0; i < 400; ++i) {
    if (holds()) return true;
    std::this_thread::sleep_for(milliseconds(5));
  }
  return false;
}

/// A server of the fake school on a port of its own, short of patience.
class ServedFake {
 protected:
  ServedFake() {
    options_.workers = 2;
    options_.idle_max = milliseconds(5'000);
    options_.header_max = milliseconds(300);
    options_.body_max = milliseconds(500);
    options_.shutdown_max = milliseconds(3'000);
    options_.heartbeat_each = milliseconds(50);
  }
  void Start() { server_ = std::move(*Server::Start(api_, options_)); }
  Client Connect() { return Client(server_->port()); }
  Metrics& metrics() { return api_.metrics(); }

  FakeSchool school_;
  FakeWork work_;
  Api api_{school_, {}, FakeRoutes(work_)};
  ServerOptions options_;
  std::unique_ptr<Server> server_;
};

}  // namespace shouze
