#include "http/server.h"

#include <chrono>
#include <string>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/served_fake.h"

namespace shouze {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

}  // namespace

class ServerTest : public testing::Test, protected ServedFake {};

TEST_F(ServerTest, KeepsConnectionsOpen) {
  Start();
  Client client = Connect();
  for (int i = 0; i < 3; ++i) {
    client.Send(RequestHead("GET /api/v1/self"));
    const std::string answer = client.ReadAnswer();
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
    EXPECT_THAT(answer, HasSubstr("Connection: keep-alive"));
    EXPECT_THAT(answer, HasSubstr("\r\n\r\n{\"text\":\"office\"}"));
  }
  client.Send(RequestHead("GET /api/v1/self", "Connection: close\r\n"));
  EXPECT_THAT(client.ReadAll(), HasSubstr("Connection: close"));
}

TEST_F(ServerTest, AnswersPipelinedRequestsInOrder) {
  Start();
  Client client = Connect();
  const std::string body = R"({"title":"a","weight":1})";
  client.Send(RequestHead("GET /api/v1/slow") +
              RequestHead("POST /api/v1/units/07/notes",
                          "Content-Type: application/json\r\nContent-Length: 24\r\n") +
              body + RequestHead("HEAD /api/v1/self") + RequestHead("GET /api/v1/nowhere"));
  EXPECT_THAT(client.ReadAnswer(), HasSubstr("done"));
  EXPECT_THAT(client.ReadAnswer(), HasSubstr("07/a/"));
  EXPECT_THAT(client.ReadTo("\r\n\r\n"), HasSubstr("Content-Length: 17"));
  EXPECT_THAT(client.ReadAnswer(), StartsWith("HTTP/1.1 404 "));
}

TEST_F(ServerTest, DrippingHeadsAreCutAndBlockNobody) {
  Start();
  std::vector<std::unique_ptr<Client>> slow;
  for (int i = 0; i < 20; ++i) {
    slow.push_back(std::make_unique<Client>(server_->port()));
    slow.back()->Send("GET /api/v1/self HTTP/1.1\r\nHo");
  }
  Client client = Connect();
  client.Send(RequestHead("GET /api/v1/self"));
  EXPECT_THAT(client.ReadAnswer(), StartsWith("HTTP/1.1 200 "));
  const auto began = std::chrono::steady_clock::now();
  for (int i = 0; i < 5; ++i) {
    std::this_thread::sleep_for(milliseconds(100));
    slow.front()->Send("s");
  }
  EXPECT_EQ(slow.front()->ReadAll(), "");
  EXPECT_LT(std::chrono::steady_clock::now() - began, milliseconds(1'500));
  EXPECT_TRUE(Soon([&] { return metrics().connections == 1; }));
}

TEST_F(ServerTest, IdleConnectionsCostNoWorker) {
  Start();
  std::vector<std::unique_ptr<Client>> idle;
  for (int i = 0; i < 200; ++i) idle.push_back(std::make_unique<Client>(server_->port()));
  EXPECT_TRUE(Soon([&] { return metrics().connections == 200; }));
  Client client = Connect();
  client.Send(RequestHead("GET /api/v1/self"));
  EXPECT_THAT(client.ReadAnswer(), StartsWith("HTTP/1.1 200 "));
}

TEST_F(ServerTest, TooManyConnectionsAreTurnedAway) {
  options_.connections_max = 2;
  Start();
  Client one = Connect();
  Client two = Connect();
  EXPECT_TRUE(Soon([&] { return metrics().connections == 2; }));
  Client three = Connect();
  EXPECT_THAT(three.ReadAll(), StartsWith("HTTP/1.1 503 "));
  one.Send(RequestHead("GET /api/v1/self"));
  EXPECT_THAT(one.ReadAnswer(), StartsWith("HTTP/1.1 200 "));
}

TEST_F(ServerTest, TooManyConnectionsOfOneAddressAreTurnedAway) {
  options_.connections_per_address_max = 2;
  Start();
  Client one = Connect();
  {
    Client two = Connect();
    EXPECT_TRUE(Soon([&] { return metrics().connections == 2; }));
    Client three = Connect();
    EXPECT_THAT(three.ReadAll(), StartsWith("HTTP/1.1 503 "));
    one.Send(RequestHead("GET /api/v1/self"));
    EXPECT_THAT(one.ReadAnswer(), StartsWith("HTTP/1.1 200 "));
  }
  EXPECT_TRUE(Soon([&] { return metrics().connections == 1; }));
  Client again = Connect();
  again.Send(RequestHead("GET /api/v1/self"));
  EXPECT_THAT(again.ReadAnswer(), StartsWith("HTTP/1.1 200 ")) << "there is room again";
}

TEST_F(ServerTest, BehindATrustedProxyAreAsManyAsItLetsIn) {
  options_.connections_per_address_max = 1;
  ApiOptions trusting;
  trusting.proxies = std::move(*TrustedProxies::Parse(std::vector<std::string>{"127.0.0.1"}));
  Api api(school_, std::move(trusting), FakeRoutes(work_));
  server_ = std::move(*Server::Start(api, options_));
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 5; ++i) clients.push_back(std::make_unique<Client>(server_->port()));
  EXPECT_TRUE(Soon([&] { return api.metrics().connections == 5; }));
  clients.back()->Send(RequestHead("GET /api/v1/self"));
  EXPECT_THAT(clients.back()->ReadAnswer(), StartsWith("HTTP/1.1 200 "));
  clients.clear();
  server_.reset();
}

TEST_F(ServerTest, FullQueueIsBusy) {
  options_.workers = 1;
  options_.queued_max = 1;
  Start();
  Client one = Connect();
  Client two = Connect();
  Client three = Connect();
  one.Send(RequestHead("GET /api/v1/slow"));
  ASSERT_TRUE(Soon([&] { return work_.slow_begun == 1; }));
  two.Send(RequestHead("GET /api/v1/slow"));
  std::this_thread::sleep_for(milliseconds(50));
  three.Send(RequestHead("GET /api/v1/slow"));
  const std::string answer = three.ReadAnswer();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 503 "));
  EXPECT_THAT(answer, HasSubstr("Retry-After: 1"));
  EXPECT_THAT(two.ReadAnswer(), HasSubstr("done"));
}

TEST_F(ServerTest, TooMuchIsRefused) {
  Start();
  Client head = Connect();
  head.Send("GET / HTTP/1.1\r\nHost: pc\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n");
  EXPECT_THAT(head.ReadAll(), StartsWith("HTTP/1.1 431 "));
  Client body = Connect();
  body.Send(RequestHead("POST /api/v1/units/07/notes", "Content-Length: 99999999\r\n") +
            std::string(100'000, 'x'));
  EXPECT_THAT(body.ReadAll(), StartsWith("HTTP/1.1 413 "));
  Client chunked = Connect();
  chunked.Send(RequestHead("POST /api/v1/units/07/notes", "Transfer-Encoding: chunked\r\n"));
  for (int i = 0; i < 30; ++i) chunked.Send("20000\r\n" + std::string(0x20000, 'x') + "\r\n");
  EXPECT_THAT(chunked.ReadAll(), StartsWith("HTTP/1.1 413 "));
}

TEST_F(ServerTest, BodiesOfStrangersAreNotTaken) {
  Start();
  const std::string unfinished = "Content-Length: 100000\r\n";
  const auto answer = [&](const std::string& head) {
    Client client = Connect();
    client.Send(head + std::string(100, 'x'));  // The rest never comes.
    return client.ReadAll();
  };
  EXPECT_THAT(answer("POST /api/v1/units/07/notes HTTP/1.1\r\nHost: pc\r\nOrigin: http://pc\r\n" +
                     unfinished + "\r\n"),
              StartsWith("HTTP/1.1 401 "));
  EXPECT_THAT(answer(RequestHead("POST /nowhere", unfinished)), StartsWith("HTTP/1.1 404 "));
  EXPECT_THAT(answer(RequestHead("POST /api/v1/door", unfinished)), StartsWith("HTTP/1.1 413 "))
      << "whoever is not logged in has little to say";
}

TEST_F(ServerTest, HeadsThatSmuggleAreRefused) {
  Start();
  const std::vector<std::string> heads = {
      RequestHead("POST /api/v1/door", "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n") +
          "0\r\n\r\n",
      RequestHead("POST /api/v1/door", "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n"),
      RequestHead("POST /api/v1/door", "Content-Length: 3\r\nContent-Length: 4\r\n"),
      RequestHead("POST /api/v1/door", "Content-Length: 3\r\nContent-Length: 3\r\n") + "abc",
      RequestHead("POST /api/v1/door", "Content-Length: 3, 3\r\n") + "abc",
      RequestHead("GET /api/v1/door", "X-Forwarded-For: 6.6.6.6,\r\n 7.7.7.7\r\n"),
      RequestHead("GET /api/v1/door", "X-One: 1\r\n\tContent-Length: 3\r\n"),
      "GET /api/v1/door HTTP/1.1\r\n Host: pc\r\n\r\n",
      RequestHead("POST /api/v1/door", "Content-Length: +3\r\n"),
      RequestHead("POST /api/v1/door", "Transfer-Encoding : chunked\r\n"),
      RequestHead("POST /api/v1/door", "Transfer-Encoding: xchunked\r\n"),
      RequestHead("GET /api/v1/self", "Host: other\r\n"),
      "GET /api/v1/self HTTP/1.1\r\n\r\n",
      "GET http://x/ HTTP/1.1\r\nHost: pc\r\n\r\n",
      "GET /api/v1/self\r\n\r\n",
      "\x16\x03\x01 nonsense\r\n\r\n",
  };
  for (const std::string& head : heads) {
    Client client = Connect();
    client.Send(head);
    const std::string answer = client.ReadAll();
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 400 ") || answer.starts_with("HTTP/1.1 501 "))
        << head << answer;
    EXPECT_THAT(answer, HasSubstr("Connection: close")) << head;
  }
}

TEST_F(ServerTest, StreamsUploadsAndDownloads) {
  Start();
  std::string bytes(10'000'000, 'x');
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>('a' + i * 7 % 26);
  Client client = Connect();
  client.Send(
      RequestHead("PUT /api/v1/files", "Content-Length: 10000000\r\nExpect: 100-continue\r\n"));
  EXPECT_EQ(client.ReadTo("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  client.Send(bytes);
  EXPECT_THAT(client.ReadAnswer(), HasSubstr("{\"bytes\":10000000}"));
  EXPECT_EQ(work_.uploaded, bytes);
  client.Send(RequestHead("GET /api/v1/file"));
  const std::string answer = client.ReadAnswer();
  EXPECT_THAT(answer.substr(0, 2'000), HasSubstr("Content-Disposition: attachment"));
  EXPECT_TRUE(answer.ends_with("\r\n\r\n" + bytes));
  client.Send(RequestHead("GET /api/v1/file", "Range: bytes=10-19\r\n"));
  const std::string part = client.ReadAnswer();
  EXPECT_THAT(part, StartsWith("HTTP/1.1 206 "));
  EXPECT_TRUE(part.ends_with("\r\n\r\n" + bytes.substr(10, 10)));
}

TEST_F(ServerTest, ChunkedUploadsCountToo) {
  Start();
  Client client = Connect();
  client.Send(RequestHead("PUT /api/v1/files", "Transfer-Encoding: chunked\r\n") +
              "3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\n\r\n");
  EXPECT_THAT(client.ReadAnswer(), HasSubstr("{\"bytes\":7}"));
  EXPECT_EQ(work_.uploaded, "abcdefg");
}

TEST_F(ServerTest, RefusedUploadsAreNotTaken) {
  Start();
  Client client = Connect();
  client.Send(
      "PUT /api/v1/files HTTP/1.1\r\nHost: pc\r\nContent-Length: 1000000\r\n"
      "Expect: 100-continue\r\n\r\n");
  EXPECT_THAT(client.ReadAll(), StartsWith("HTTP/1.1 401 "));
  EXPECT_EQ(work_.uploads_open, 0);
}

TEST_F(ServerTest, UploadOfAClientThatGoesAwayIsDropped) {
  Start();
  {
    Client client = Connect();
    client.Send(RequestHead("PUT /api/v1/files", "Content-Length: 1000000\r\n") +
                std::string(300'000, 'x'));
    ASSERT_TRUE(Soon([&] { return work_.uploads_open == 1; }));
  }
  EXPECT_TRUE(Soon([&] { return work_.uploads_open == 0; }));
  Client stalled = Connect();
  stalled.Send(RequestHead("PUT /api/v1/files", "Content-Length: 1000000\r\n") + "x");
  EXPECT_EQ(stalled.ReadAll(), "");
  EXPECT_TRUE(Soon([&] { return metrics().connections == 0 && work_.uploads_open == 0; }));
}

TEST_F(ServerTest, EventsTellOfChanges) {
  Start();
  Client client = Connect();
  client.Send("GET /api/v1/changes HTTP/1.1\r\nHost: pc\r\nCookie: shouze_session=staff\r\n\r\n");
  EXPECT_THAT(client.ReadTo("\r\n\r\n"), HasSubstr("Content-Type: text/event-stream"));
  EXPECT_THAT(client.ReadTo("[]}\n\n"), HasSubstr("event: hello\nid: 10\n"));
  school_.Change({11, {"08"}});
  school_.Change({12, {"07", "08"}});
  EXPECT_THAT(client.ReadTo("]}\n\n"), HasSubstr("data: {\"seq\":12,\"units\":[\"07\"]}"));
  EXPECT_THAT(client.ReadTo(":\n\n"), HasSubstr(":\n\n"));
  EXPECT_EQ(metrics().event_streams, 1);
  client.Close();
  EXPECT_TRUE(Soon([&] { return metrics().event_streams == 0; }));
}

TEST_F(ServerTest, StopFinishesWhatHasBegun) {
  Start();
  Client idle = Connect();
  Client events = Connect();
  events.Send(RequestHead("GET /api/v1/changes"));
  events.ReadTo("hello");
  Client slow = Connect();
  slow.Send(RequestHead("GET /api/v1/slow"));
  ASSERT_TRUE(Soon([&] { return work_.slow_begun == 1; }));
  const auto began = std::chrono::steady_clock::now();
  std::thread stopper([&] { server_->Stop(); });
  EXPECT_EQ(idle.ReadAll(), "");
  events.ReadAll();
  const std::string answer = slow.ReadAll();
  EXPECT_THAT(answer, HasSubstr("done"));
  EXPECT_THAT(answer, HasSubstr("Connection: close"));
  stopper.join();
  EXPECT_LT(std::chrono::steady_clock::now() - began, milliseconds(2'000));
  EXPECT_EQ(metrics().connections, 0);
}

TEST_F(ServerTest, TakenPortsAreNamed) {
  Start();
  options_.port = server_->port();
  const auto second = Server::Start(api_, options_);
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().code, ErrorCode::kConflict);
}

}  // namespace shouze
