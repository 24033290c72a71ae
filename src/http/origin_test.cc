#include "http/origin.h"

#include <gtest/gtest.h>

#include "http/cookies.h"

namespace shouze {
namespace {

Request With(std::vector<Header> headers, std::string peer = "10.0.0.9") {
  Request request;
  request.peer = std::move(peer);
  request.headers = std::move(headers);
  return request;
}

TrustedProxies Proxies(std::vector<std::string> items) {
  return std::move(*TrustedProxies::Parse(items));
}

}  // namespace

TEST(Origin, OfTheSiteOrOfTheHostItself) {
  const std::string site = "https://wa.example.cn/";
  EXPECT_TRUE(IsOwnWrite(With({{"origin", "https://wa.example.cn"}}), site));
  EXPECT_TRUE(IsOwnWrite(With({{"origin", "https://wa.example.cn:443"}}), site));
  EXPECT_TRUE(IsOwnWrite(With({{"origin", "https://10.1.1.1"}, {"host", "10.1.1.1"}}), site));
  EXPECT_TRUE(IsOwnWrite(With({{"origin", "http://pc:8080"}, {"host", "PC:8080"}}), ""));
  EXPECT_FALSE(
      IsOwnWrite(With({{"origin", "http://wa.example.cn"}, {"host", "wa.example.cn"}}), site));
  EXPECT_FALSE(IsOwnWrite(With({{"origin", "https://evil.cn"}, {"host", "wa.example.cn"}}), site));
  EXPECT_FALSE(IsOwnWrite(With({{"origin", "null"}, {"host", "null"}}), ""));
  EXPECT_FALSE(IsOwnWrite(With({{"origin", "http://pc:8081"}, {"host", "pc:8080"}}), ""));
  EXPECT_FALSE(IsOwnWrite(With({{"origin", ""}, {"host", ""}}), ""));
}

TEST(Origin, WithoutOneTheBrowserSaysWhereItWas) {
  EXPECT_TRUE(IsOwnWrite(With({{"sec-fetch-site", "same-origin"}, {"cookie", "a=b"}}), ""));
  EXPECT_FALSE(IsOwnWrite(With({{"sec-fetch-site", "same-site"}}), ""));
  EXPECT_FALSE(IsOwnWrite(With({{"sec-fetch-site", "cross-site"}}), ""));
}

TEST(Origin, ProgramsWithoutBothMayNotSendCookies) {
  EXPECT_TRUE(IsOwnWrite(With({{"host", "pc"}}), ""));
  EXPECT_FALSE(IsOwnWrite(With({{"host", "pc"}, {"cookie", "x=y"}}), ""));
}

TEST(ClientAddress, ForwardedOnlyByTrustedProxies) {
  const Request told =
      With({{"x-forwarded-for", "6.6.6.6, 1.2.3.4"}, {"x-forwarded-for", "10.1.0.1"}});
  EXPECT_EQ(TrustedProxies().ClientOf(told), "10.0.0.9");
  EXPECT_EQ(Proxies({"10.0.0.9"}).ClientOf(told), "10.1.0.1");
  EXPECT_EQ(Proxies({"10.0.0.0/8"}).ClientOf(told), "1.2.3.4");
  EXPECT_EQ(Proxies({"0.0.0.0/0"}).ClientOf(told), "6.6.6.6");
  EXPECT_EQ(Proxies({"10.0.0.0/8"}).ClientOf(With({{"x-forwarded-for", "rubbish"}})), "10.0.0.9");
  EXPECT_EQ(Proxies({"::1", "fd00::/8"})
                .ClientOf(With({{"x-forwarded-for", "[2001:db8::1]:99"}}, "fd00::7")),
            "2001:db8::1");
  EXPECT_EQ(Proxies({"10.0.0.0/8"}).ClientOf(With({}, "::ffff:10.0.0.9")), "10.0.0.9");
}

TEST(ClientAddress, WrongProxiesAreNamed) {
  const std::vector<std::string> items{"10.0.0.0/8", "localhost"};
  const auto proxies = TrustedProxies::Parse(items);
  ASSERT_FALSE(proxies.has_value());
  EXPECT_NE(proxies.error().message.find("localhost"), std::string::npos);
}

TEST(Cookies, AreReadAndWritten) {
  const CookieNames plain{Site()};
  const CookieNames secure{Site("https://wa.example.cn")};
  const CookieNames shared{Site("https://oa.example.cn/shouze/")};
  EXPECT_EQ(SetCookie(plain, plain.session, "t").second,
            "shouze_session=t; Path=/; HttpOnly; SameSite=Strict");
  EXPECT_EQ(SetCookie(secure, secure.device, "t", 1).second,
            "__Host-shouze_device=t; Path=/; HttpOnly; SameSite=Strict; Max-Age=86400; Secure");
  EXPECT_EQ(SetCookie(shared, shared.session, "t").second,
            "__Secure-shouze_session=t; Path=/shouze; HttpOnly; SameSite=Strict; Secure");
  EXPECT_EQ(CookieOf(With({{"cookie", "a=1; shouze_session=xyz;b=2"}}), plain.session), "xyz");
  EXPECT_EQ(CookieOf(With({{"cookie", "xshouze_session=1"}}), plain.session), "");
  EXPECT_EQ(CookieOf(With({{"cookie", "shouze_session=1"}, {"cookie", "shouze_session=2"}}),
                     plain.session),
            "");
}

}  // namespace shouze
