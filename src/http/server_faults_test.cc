#include <sys/resource.h>
#include <unistd.h>

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/served_fake.h"

/// What clients see where the disk or the machine is not as it should be.
namespace shouze {

using testing::HasSubstr;
using testing::StartsWith;

class ServerFaults : public testing::Test, protected ServedFake {};

TEST_F(ServerFaults, ADamagedFileIsNeverSentWholeNorAsA200WhereThatCanBeKnown) {
  Start();
  for (const std::size_t size : {std::size_t{1'000}, std::size_t{5'000'000}}) {
    work_.uploaded = std::string(size, 'x');
    work_.spoilt = work_.uploaded;
    work_.spoilt[size / 2] = 'y';
    Client part = Connect();
    part.Send(RequestHead("GET /api/v1/file", "Range: bytes=0-9\r\n"));
    EXPECT_THAT(part.ReadAnswer(), StartsWith("HTTP/1.1 500 "));
    Client whole = Connect();
    whole.Send(RequestHead("GET /api/v1/file"));
    const std::string answer = whole.ReadAnswer();
    if (size == 1'000) {
      EXPECT_THAT(answer, StartsWith("HTTP/1.1 500 "));
      EXPECT_THAT(answer, HasSubstr("damaged"));
    } else {
      EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 "));
      EXPECT_THAT(answer, HasSubstr("Content-Length: 5000000"));
      EXPECT_LT(answer.size(), size) << "the connection is cut before the end";
    }
  }
}

TEST_F(ServerFaults, OneStreamTooManyIsToldSo) {
  ApiOptions few;
  few.event_streams_per_account_max = 1;
  Api api(school_, std::move(few), FakeRoutes(work_));
  server_ = std::move(*Server::Start(api, options_));
  {
    Client first = Connect();
    first.Send(RequestHead("GET /api/v1/changes"));
    EXPECT_THAT(first.ReadTo("hello"), StartsWith("HTTP/1.1 200 "));
    Client second = Connect();
    second.Send(RequestHead("GET /api/v1/changes"));
    const std::string answer = second.ReadAnswer();
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 429 "));
    EXPECT_THAT(answer, HasSubstr("Retry-After: 60"));
    EXPECT_THAT(answer, HasSubstr("同时打开的页面太多"));
  }
  EXPECT_TRUE(Soon([&] { return api.metrics().connections == 0; }));
  Client again = Connect();
  again.Send(RequestHead("GET /api/v1/changes"));
  EXPECT_THAT(again.ReadTo("hello"), StartsWith("HTTP/1.1 200 ")) << "there is room again";
  again.Close();
  server_.reset();
}

TEST_F(ServerFaults, RunningOutOfFileHandlesIsCountedAndPasses) {
  Start();
  asio::io_context context;
  tcp::socket client(context, tcp::v4());
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  const int next = dup(0);
  ASSERT_GE(next, 0);
  close(next);
  rlimit none = before;
  none.rlim_cur = static_cast<rlim_t>(next);
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &none), 0);
  client.connect({asio::ip::make_address("127.0.0.1"), server_->port()});
  const bool counted = Soon([&] { return metrics().accepts_failed > 0; });
  setrlimit(RLIMIT_NOFILE, &before);
  EXPECT_TRUE(counted);
  asio::write(client, asio::buffer(RequestHead("GET /api/v1/self", "Connection: close\r\n")));
  std::string answer(12, ' ');
  asio::read(client, asio::buffer(answer));
  EXPECT_EQ(answer, "HTTP/1.1 200");
}

}  // namespace shouze
