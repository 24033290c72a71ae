#include "http/way_in.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shouze {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

Request From(std::string peer, std::vector<Header> headers) {
  Request request;
  request.peer = std::move(peer);
  request.headers = std::move(headers);
  return request;
}

TrustedProxies Trusting(std::vector<std::string> items) {
  return std::move(*TrustedProxies::Parse(items));
}

std::string CodeOf(const std::optional<WayFault>& fault) { return fault ? fault->code : ""; }

TEST(Site, IsAHostOrAPathOfOne) {
  EXPECT_EQ(Site("https://oa.example.cn/shouze/").prefix(), "/shouze");
  EXPECT_EQ(Site("https://oa.example.cn/shouze/").url(), "https://oa.example.cn/shouze");
  EXPECT_EQ(Site("http://10.0.0.5:8080").prefix(), "");
  EXPECT_EQ(Site("https://oa.example.cn/a/b").prefix(), "/a/b");
  const Site site("https://oa.example.cn/shouze");
  const auto path = [&](std::string target) {
    Request request;
    request.target = std::move(target);
    return std::string(site.PathOf(request));
  };
  EXPECT_EQ(path("/shouze/api/v1/me?x=1"), "/api/v1/me");
  EXPECT_EQ(path("/api/v1/me"), "/api/v1/me");
  EXPECT_EQ(path("/shouze"), "/");
  EXPECT_EQ(path("/shouze.svg"), "/shouze.svg");
}

TEST(WayIn, ThePagesAddressMustBeOneThatMayWrite) {
  const auto none = From("127.0.0.1", {{"host", "127.0.0.1:8080"}});
  const auto lost = FaultOfAddress(none, Site(), "https://oa.example.cn/login");
  ASSERT_EQ(CodeOf(lost), "address");
  EXPECT_THAT(lost->message, HasSubstr("127.0.0.1:8080"));
  EXPECT_THAT(lost->message, HasSubstr("proxy_set_header Host $http_host"));
  const auto portless = From("127.0.0.1", {{"host", "oa.example.cn"}});
  EXPECT_EQ(CodeOf(FaultOfAddress(portless, Site(), "http://oa.example.cn:8080/")), "address");
  EXPECT_EQ(CodeOf(FaultOfAddress(portless, Site(), "http://oa.example.cn/")), "");

  const Site site("https://oa.example.cn/shouze");
  const auto other = FaultOfAddress(none, site, "https://10.0.0.5/");
  ASSERT_EQ(CodeOf(other), "address");
  EXPECT_THAT(other->message, HasSubstr("请改用 https://oa.example.cn/shouze 打开"));
  EXPECT_THAT(other->message, HasSubstr("http.public_url"));
  EXPECT_EQ(CodeOf(FaultOfAddress(none, site, "http://oa.example.cn/")), "address");
  EXPECT_EQ(CodeOf(FaultOfAddress(none, site, "https://oa.example.cn/shouze/login")), "");
  EXPECT_EQ(CodeOf(FaultOfAddress(none, site, "")), "");
  EXPECT_EQ(CodeOf(FaultOfAddress(none, site, "no address")), "");
}

TEST(WayIn, AProxyThatIsNotTrustedIsToldFromAStranger) {
  const auto proxies = Trusting({"127.0.0.1"});
  for (const std::string peer : {"10.0.0.5", "192.168.3.4", "::1", "172.20.0.2", "fd00::1"}) {
    const auto fault = FaultOfProxy(From(peer, {{"x-forwarded-for", "1.2.3.4"}}), proxies, true);
    ASSERT_EQ(CodeOf(fault), "proxy_untrusted") << peer;
    EXPECT_THAT(fault->message, HasSubstr(peer));
    EXPECT_THAT(fault->message, HasSubstr("http.trusted_proxies"));
  }
  for (const std::string peer : {"127.0.0.1", "203.0.113.9", "2001:db8::1"}) {
    EXPECT_EQ(CodeOf(FaultOfProxy(From(peer, {{"x-forwarded-for", "1.2.3.4"}}), proxies, true)), "")
        << peer;
  }
  const auto unnamed =
      FaultOfProxy(From("10.0.0.5", {{"x-forwarded-for", "1.2.3.4"}}), proxies, false);
  EXPECT_THAT(unnamed->message, Not(HasSubstr("10.0.0.5")));
}

TEST(WayIn, AProxyThatTellsNobodysAddressIsToldFromAVisitor) {
  const auto proxies = Trusting({"127.0.0.1", "10.0.0.5", "10.7.0.0/16"});
  const std::vector<Header> opened = {{"host", "oa.example.cn"}};
  EXPECT_EQ(CodeOf(FaultOfProxy(From("127.0.0.1", opened), proxies, true)), "proxy_silent");
  EXPECT_EQ(CodeOf(FaultOfProxy(From("10.0.0.5", opened), proxies, true)), "proxy_silent");
  EXPECT_EQ(CodeOf(FaultOfProxy(From("127.0.0.1", {{"host", "127.0.0.1:8080"},
                                                   {"origin", "https://oa.example.cn"}}),
                                proxies, true)),
            "proxy_silent");
  EXPECT_EQ(CodeOf(FaultOfProxy(From("10.7.0.9", opened), proxies, true)), "")
      << "whoever trusts a network has visitors in it";
  EXPECT_EQ(CodeOf(FaultOfProxy(From("10.8.0.9", opened), proxies, true)), "");
  for (const std::string host : {"127.0.0.1:8080", "localhost", "[::1]:8080", ""}) {
    EXPECT_EQ(CodeOf(FaultOfProxy(From("127.0.0.1", {{"host", host}}), proxies, true)), "") << host;
  }
  EXPECT_EQ(CodeOf(FaultOfProxy(
                From("127.0.0.1", {{"host", "oa.example.cn"}, {"x-forwarded-for", "1.2.3.4"}}),
                proxies, true)),
            "");
}

TEST(WayWatch, RemembersEachOnceAndNotTooMany) {
  WayWatch watch;
  watch.Note({"address", "一", "one"}, {1000});
  watch.Note({"address", "一", "one"}, {2000});
  ASSERT_THAT(watch.Seen(), SizeIs(1));
  EXPECT_EQ(watch.Seen()[0].at, Instant{2000});
  for (int i = 0; i < 100; ++i) watch.Note({"address", std::to_string(i), ""}, {3000});
  EXPECT_THAT(watch.Seen(), SizeIs(32));
}

TEST(WayIn, NoOtherNameLeadsHere) {
  const Site site("https://oa.example.cn:8443/shouze");
  const TrustedProxies none;
  const TrustedProxies proxies = Trusting({"10.0.0.9"});
  const auto fault = [&](std::string peer, std::string host, const TrustedProxies& trusted) {
    return CodeOf(FaultOfHost(From(std::move(peer), {{"host", std::move(host)}}), site, trusted));
  };
  EXPECT_EQ(fault("10.1.2.3", "oa.example.cn:8443", none), "");
  EXPECT_EQ(fault("10.1.2.3", "OA.example.cn", none), "");
  EXPECT_EQ(fault("10.1.2.3", "evil.example", none), "misdirected");
  EXPECT_EQ(fault("127.0.0.1", "evil.example", none), "misdirected") << "rebound to this machine";
  EXPECT_EQ(fault("10.0.0.9", "evil.example", proxies), "misdirected") << "a proxy that takes all";
  EXPECT_EQ(fault("10.1.2.3", "10.0.0.5:8080", none), "misdirected");
  EXPECT_EQ(fault("10.1.2.3", "127.0.0.1:8080", none), "misdirected");
  EXPECT_EQ(fault("127.0.0.1", "127.0.0.1:8080", none), "");
  EXPECT_EQ(fault("127.0.0.1", "localhost:8080", none), "");
  EXPECT_EQ(fault("10.0.0.9", "10.0.0.5:8080", proxies), "");
  EXPECT_EQ(CodeOf(FaultOfHost(From("10.1.2.3", {{"host", "any"}}), Site(), none)), "");
}

TEST(WayIn, SettingsThatLeaveTheWayOpenAreTold) {
  const auto codes = [](std::string listen, std::string url) {
    Settings::Http settings;
    settings.listen = std::move(listen);
    settings.public_url = std::move(url);
    std::string all;
    for (const WayFault& fault : FaultsOfSettings(settings)) all += fault.code + " ";
    return all;
  };
  EXPECT_EQ(codes("127.0.0.1:8080", ""), "") << "a try on one's own machine";
  EXPECT_EQ(codes("127.0.0.1:8080", "https://oa.example.cn"), "");
  EXPECT_EQ(codes("127.0.0.1:8080", "http://oa.example.cn"), "plain ");
  EXPECT_EQ(codes("127.0.0.1:8080", "http://127.0.0.1:8080"), "");
  EXPECT_EQ(codes("0.0.0.0:8080", ""), "plain ");
  EXPECT_EQ(codes("[::]:8080", "https://oa.example.cn"), "open ");
  EXPECT_EQ(codes("10.0.0.5:8080", "http://oa.example.cn"), "plain open ");
}

}  // namespace
}  // namespace shouze
