#include "http/pages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shouze {

using testing::HasSubstr;
using testing::Not;

class PagesTest : public testing::Test {
 protected:
  std::optional<Response> Get(const std::string& target, const std::string& method = "GET",
                              std::vector<Header> headers = {}) {
    Request request;
    request.method = method;
    request.target = target;
    request.headers = std::move(headers);
    return pages_.Find(request, request.path());
  }
  const Pages pages_{{{"index.html", "<!doctype html>"},
                      {"assets/main-1a2b.js", std::string(4000, 'x')},
                      {"assets/heif.worker-1a2b.js", "x"},
                      {"assets/heif-1a2b.wasm", "x"},
                      {"shouze.svg", "<svg/>"}}};
};

TEST_F(PagesTest, FilesHaveTheirTypesAndThePolicy) {
  const auto page = Get("/");
  ASSERT_TRUE(page);
  EXPECT_EQ(page->Get("Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(page->Get("Cache-Control"), "no-cache");
  EXPECT_THAT(std::string(page->Get("Content-Security-Policy")), HasSubstr("script-src 'self';"));
  EXPECT_EQ(Get("/shouze.svg")->Get("Content-Type"), "image/svg+xml");
}

TEST_F(PagesTest, OnlyThePhotosDecoderMayBeWebAssembly) {
  const auto policy = [&](const std::string& path) {
    return std::string(Get(path)->Get("Content-Security-Policy"));
  };
  EXPECT_THAT(policy("/assets/heif.worker-1a2b.js"), HasSubstr("'wasm-unsafe-eval'"));
  EXPECT_THAT(policy("/assets/heif.worker-1a2b.js"), HasSubstr("default-src 'none'"));
  EXPECT_THAT(policy("/assets/main-1a2b.js"), Not(HasSubstr("wasm")));
  EXPECT_THAT(policy("/overview"), Not(HasSubstr("wasm")));
  EXPECT_EQ(Get("/assets/heif-1a2b.wasm")->Get("Content-Type"), "application/wasm");
}

TEST_F(PagesTest, WhatHasADigestInItsNameIsKeptForEver) {
  const auto script = Get("/assets/main-1a2b.js");
  ASSERT_TRUE(script);
  EXPECT_EQ(script->Get("Cache-Control"), "public, max-age=31536000, immutable");
}

TEST_F(PagesTest, AddressesOfTheApplicationGetItsFirstPage) {
  for (const char* address :
       {"/overview", "/sheet/xxgc?line=5.1", "/tasks/xxgc/5.1/fix/r12", "/policy/5.1", "/"}) {
    const auto page = Get(address);
    ASSERT_TRUE(page) << address;
    EXPECT_EQ(page->bytes(), "<!doctype html>");
  }
}

TEST_F(PagesTest, WhatIsNoPageIsNotFound) {
  EXPECT_FALSE(Get("/assets/gone.js"));
  EXPECT_FALSE(Get("/api/v1/nowhere"));
  EXPECT_FALSE(Get("/api"));
  EXPECT_FALSE(Get("/../etc/passwd.txt"));
  EXPECT_FALSE(Get("/overview", "POST"));
  Request first;
  first.method = "GET";
  first.target = "/";
  EXPECT_FALSE(Pages({}).Find(first, "/"));
}

TEST_F(PagesTest, ComesCompressedAndOnlyOnce) {
  const auto zipped = Get("/assets/main-1a2b.js", "GET", {{"accept-encoding", "gzip, br"}});
  ASSERT_TRUE(zipped);
  EXPECT_EQ(zipped->Get("Content-Encoding"), "gzip");
  EXPECT_LT(zipped->bytes().size(), 400u);
  const auto again = Get("/", "GET", {{"if-none-match", std::string(Get("/")->Get("ETag"))}});
  EXPECT_EQ(again->status, 304);
  EXPECT_TRUE(again->bytes().empty());
}

}  // namespace shouze
