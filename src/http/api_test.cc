#include "http/api.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/answer_cache.h"
#include "http/fake_school.h"

namespace shouze {

using testing::HasSubstr;
using testing::Not;

class ApiTest : public testing::Test {
 protected:
  Response Get(const std::string& target, const std::string& session = "office") {
    return api_.Handle(Ask("GET", target, session));
  }
  FakeSchool school_;
  FakeWork work_;
  Api api_{school_, {}, FakeRoutes(work_)};
};

TEST_F(ApiTest, AnswersWithSecurityHeaders) {
  const Response response = Get("/api/v1/units/07/echo?tag=a");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.bytes(), R"({"unit":"07","tag":["a"],"deep":false})");
  EXPECT_EQ(response.Get("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(response.Get("Cache-Control"), "private, no-cache");
  EXPECT_EQ(response.Get("X-Frame-Options"), "DENY");
  EXPECT_THAT(std::string(response.Get("Content-Security-Policy")),
              HasSubstr("default-src 'none'"));
  EXPECT_EQ(Get("/nowhere").Get("Cache-Control"), "no-store");
}

TEST_F(ApiTest, TellsTheServersTimeWithEveryAnswerAsItIsSent) {
  const auto time_of = [](const Response& response) { return response.Get("X-Server-Time"); };
  EXPECT_EQ(time_of(Get("/api/v1/self")), "1970-01-01T08:16:40+08:00");
  const Response first = Get("/api/v1/units/07/sheet");
  school_.now_ms += 1'234;  // What is kept is answered again, with the time as it is then.
  EXPECT_EQ(time_of(*api_.TryHandle(Ask("GET", "/api/v1/units/07/sheet"))),
            "1970-01-01T08:16:41.234+08:00");
  EXPECT_EQ(work_.reads, 1);
  Request again = Ask("GET", "/api/v1/units/07/sheet");
  again.headers.emplace_back("if-none-match", std::string(first.Get("ETag")));
  const Response unchanged = api_.Handle(again);
  EXPECT_EQ(unchanged.status, 304);
  EXPECT_EQ(time_of(unchanged), "1970-01-01T08:16:41.234+08:00");
  for (const Response& error :
       {Get("/api/v1/nowhere"), Get("/api/v1/self", ""), Get("/api/v1/broken"),
        api_.Refuse(431, "too_large", "太大", "too large")}) {
    EXPECT_EQ(time_of(error), "1970-01-01T08:16:41.234+08:00") << error.status;
  }
}

TEST_F(ApiTest, TellsUnknownPathsFromWrongMethods) {
  EXPECT_EQ(Get("/api/v1/nowhere").status, 404);
  const Response response = api_.Handle(Ask("DELETE", "/api/v1/units/07/echo"));
  EXPECT_EQ(response.status, 405);
  EXPECT_EQ(response.Get("Allow"), "GET, HEAD");
  EXPECT_EQ(api_.Handle(Ask("BREW", "/api/v1/self")).status, 405);
  EXPECT_EQ(api_.Handle(Ask("HEAD", "/api/v1/self")).status, 200);
}

TEST_F(ApiTest, ErrorsOfInputAreFields) {
  const Response response = Get("/api/v1/units/07/echo?count=x&at=y");
  EXPECT_EQ(response.status, 422);
  EXPECT_THAT(response.body, HasSubstr(R"({"code":"invalid_input","message":"有 2 处)"));
  EXPECT_THAT(response.body, HasSubstr(R"("pointer":"/count")"));
  EXPECT_THAT(response.body, HasSubstr(R"("pointer":"/at")"));
}

TEST_F(ApiTest, WhoIsNotLoggedInIsToldSo) {
  EXPECT_EQ(Get("/api/v1/self", "").status, 401);
  EXPECT_EQ(Get("/api/v1/self", "stolen").status, 401);
}

TEST_F(ApiTest, FirstPasswordComesFirst) {
  EXPECT_EQ(Get("/api/v1/self", "new").status, 200);
  const Response response = Get("/api/v1/units/07/sheet", "new");
  EXPECT_EQ(response.status, 403);
  EXPECT_THAT(response.body, HasSubstr("password_change_required"));
}

TEST_F(ApiTest, WritesNeedTheirOwnOriginAndJson) {
  const std::string body = R"({"title":"a","weight":1})";
  Request request = Ask("POST", "/api/v1/units/07/notes", "office", body);
  EXPECT_EQ(api_.Handle(request).status, 200);
  request.headers[1].second = "http://evil.example";
  EXPECT_EQ(api_.Handle(request).status, 403);
  request = Ask("POST", "/api/v1/units/07/notes", "office", body);
  request.headers.back().second = "text/plain";
  EXPECT_EQ(api_.Handle(request).status, 415);
  EXPECT_EQ(api_.Handle(Ask("POST", "/api/v1/units/07/notes", "office", "{")).status, 400);
  EXPECT_EQ(work_.notes, 1);
}

TEST_F(ApiTest, IdempotencyKeyReachesTheService) {
  Request request = Ask("POST", "/api/v1/units/07/notes", "office", R"({"title":"a","weight":1})");
  request.headers.emplace_back("idempotency-key", "k-1");
  EXPECT_EQ(api_.Handle(request).body, R"({"text":"07/a/k-1"})");
  for (const std::string& wrong : {std::string(), std::string(101, 'k'), std::string("a b")}) {
    request.headers.back().second = wrong;
    EXPECT_EQ(api_.Handle(request).status, 400) << wrong;
  }
}

TEST_F(ApiTest, CookiesOfTheHandlerGoOut) {
  const Response response = api_.Handle(Ask("POST", "/api/v1/door", ""));
  EXPECT_EQ(response.status, 200);
  EXPECT_THAT(std::string(response.Get("Set-Cookie")), HasSubstr("shouze_session=office"));
}

TEST_F(ApiTest, WhatBreaksIsOpaqueAndNumbered) {
  const Response response = Get("/api/v1/broken", "");
  EXPECT_EQ(response.status, 503);
  EXPECT_THAT(response.body, HasSubstr("log-1"));
  EXPECT_THAT(response.body, testing::Not(HasSubstr("fire")));
}

TEST_F(ApiTest, KeptReadIsMadeOnceUntilAnEntryComes) {
  EXPECT_FALSE(api_.TryHandle(Ask("GET", "/api/v1/units/07/sheet")).has_value());
  const Response first = Get("/api/v1/units/07/sheet");
  const auto second = api_.TryHandle(Ask("GET", "/api/v1/units/07/sheet?deep=false"));
  ASSERT_TRUE(second.has_value());
  EXPECT_EQ(second->bytes(), first.bytes());
  EXPECT_EQ(work_.reads, 1);
  ++school_.entry;  // Of another unit.
  EXPECT_EQ(Get("/api/v1/units/07/sheet").status, 200);
  EXPECT_EQ(work_.reads, 1);
  ++school_.entry_of_07;
  EXPECT_FALSE(api_.TryHandle(Ask("GET", "/api/v1/units/07/sheet")).has_value());
  Get("/api/v1/units/07/sheet");
  EXPECT_EQ(work_.reads, 2);
}

TEST_F(ApiTest, KeptReadEndsWithItsTime) {
  work_.holds_until = Instant{1'000'500};
  Get("/api/v1/units/07/sheet");
  school_.now_ms = 1'000'499;
  EXPECT_TRUE(api_.TryHandle(Ask("GET", "/api/v1/units/07/sheet")).has_value());
  school_.now_ms = 1'000'500;
  EXPECT_FALSE(api_.TryHandle(Ask("GET", "/api/v1/units/07/sheet")).has_value());
}

TEST_F(ApiTest, KeptReadIsShownToNobodyWithoutTheRight) {
  Get("/api/v1/units/07/sheet");
  Get("/api/v1/units/08/sheet");
  EXPECT_EQ(Get("/api/v1/units/07/sheet", "staff").status, 200);
  EXPECT_EQ(Get("/api/v1/units/08/sheet", "staff").status, 403);
  EXPECT_FALSE(api_.TryHandle(Ask("GET", "/api/v1/units/08/sheet", "staff")).has_value());
  EXPECT_EQ(Get("/api/v1/units/07/sheet", "").status, 401);
  EXPECT_EQ(work_.reads, 2);
}

TEST_F(ApiTest, WhoHasItAlreadyGetsNothingAgain) {
  const Response first = Get("/api/v1/units/07/sheet");
  Request again = Ask("GET", "/api/v1/units/07/sheet");
  again.headers.emplace_back("if-none-match", std::string(first.Get("ETag")));
  const Response second = api_.Handle(again);
  EXPECT_EQ(second.status, 304);
  EXPECT_EQ(second.bytes(), "");
  EXPECT_EQ(second.Get("ETag"), first.Get("ETag"));
}

TEST_F(ApiTest, CompressedForWhoTakesIt) {
  Request request = Ask("GET", "/api/v1/units/07/sheet");
  request.headers.emplace_back("accept-encoding", "br, gzip");
  const Response response = api_.Handle(request);
  EXPECT_EQ(response.Get("Content-Encoding"), "gzip");
  EXPECT_LT(response.bytes().size(), 1000);
  EXPECT_NE(response.Get("ETag"), Get("/api/v1/units/07/sheet").Get("ETag"));
  EXPECT_TRUE(api_.TryHandle(request).has_value());
  request.headers.back().second = "gzip;q=0";
  EXPECT_EQ(api_.Handle(request).Get("Content-Encoding"), "");
}

TEST_F(ApiTest, WholeUploadIsTakenToo) {
  const Response response = api_.Handle(Ask("PUT", "/api/v1/files", "office", "bytes"));
  EXPECT_EQ(response.status, 201);
  EXPECT_EQ(work_.uploaded, "bytes");
  EXPECT_EQ(api_.Handle(Ask("PUT", "/api/v1/files", "", "bytes")).status, 401);
}

TEST_F(ApiTest, MetricsAreForAdministratorsAndWhoHasTheToken) {
  EXPECT_EQ(Get("/metrics").status, 403);
  school_.Add("admin", {{Role::kEveryone, ""}, {Role::kSystemAdmin, ""}});
  const Response response = Get("/metrics", "admin");
  EXPECT_EQ(response.status, 200);
  EXPECT_THAT(response.body,
              HasSubstr("shouze_requests_total{route=\"metrics.read\",status=\"403\"} 1"));
  EXPECT_THAT(response.body, HasSubstr("shouze_vault_free_bytes 1048576\n"));
  EXPECT_THAT(response.body, HasSubstr("shouze_ledger_head_seq 10"));
  EXPECT_THAT(response.body, HasSubstr("process_resident_memory_bytes"));
  Request here = Ask("GET", "/metrics", "");
  here.peer = "127.0.0.1";
  EXPECT_EQ(api_.Handle(here).status, 403) << "a proxy on this machine would open it";
  here.headers.emplace_back("authorization", "Bearer ");
  EXPECT_EQ(api_.Handle(here).status, 403) << "no token is set";
}

TEST(ApiMetrics, AreReadWithTheToken) {
  FakeSchool school;
  FakeWork work;
  ApiOptions options;
  options.metrics_token = "a-token-of-the-collector";
  Api api(school, std::move(options), FakeRoutes(work));
  const auto status = [&](const char* sent) {
    Request request;
    request.method = "GET";
    request.target = "/metrics";
    request.headers = {{"host", "pc"}, {"authorization", sent}};
    return api.Handle(request).status;
  };
  EXPECT_EQ(status("Bearer a-token-of-the-collector"), 200);
  EXPECT_EQ(status("Bearer a-token-of-the-collectoR"), 403);
  EXPECT_EQ(status("Bearer "), 403);
  EXPECT_EQ(status("a-token-of-the-collector"), 403);
}

TEST(ApiSite, AnswersForItsOwnNameAlone) {
  FakeSchool school;
  FakeWork work;
  ApiOptions options;
  options.site = Site("https://oa.example.cn");
  Api api(school, std::move(options), FakeRoutes(work));
  const auto answer = [&](std::string target, std::string host, std::string accept) {
    Request request;
    request.method = "GET";
    request.target = std::move(target);
    request.peer = "10.1.2.3";
    request.headers = {{"host", std::move(host)}, {"accept", std::move(accept)}};
    return api.Handle(request);
  };
  const Response own = answer("/api/v1/openapi.json", "oa.example.cn", "*/*");
  EXPECT_EQ(own.status, 200);
  EXPECT_EQ(own.Get("Strict-Transport-Security"), "max-age=31536000");
  EXPECT_EQ(own.Get("Cross-Origin-Resource-Policy"), "same-origin");
  const Response other = answer("/api/v1/openapi.json", "evil.example", "*/*");
  EXPECT_EQ(other.status, 421);
  EXPECT_THAT(other.body, HasSubstr("\"code\":\"misdirected\""));
  const Response page = answer("/login", "evil.example", "text/html,*/*");
  EXPECT_EQ(page.status, 421);
  EXPECT_THAT(page.body, HasSubstr("<a href=\"https://oa.example.cn/\">"));
  EXPECT_EQ(answer("/healthz", "10.0.0.5:8080", "*/*").status, 200);
}

TEST(ApiHealth, FailsWithItsChecks) {
  FakeSchool school;
  FakeWork work;
  ApiOptions options;
  options.health.push_back({"store", [] { return std::optional<std::string>(); }});
  options.health.push_back({"migrations", [] { return std::optional<std::string>("0007"); }});
  Api api(school, std::move(options), FakeRoutes(work));
  const Response response = api.Handle(Ask("GET", "/healthz", ""));
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(response.body, R"({"checks":{"store":"ok","migrations":"failed"},"status":"failed"})");
}

TEST(ApiSecure, CookiesHaveThePrefixBehindTls) {
  FakeSchool school;
  FakeWork work;
  ApiOptions options;
  options.site = Site("https://wa.example.edu.cn");
  Api api(school, std::move(options), FakeRoutes(work));
  EXPECT_EQ(api.Handle(Ask("GET", "/api/v1/self")).status, 401);
  Request request = Ask("GET", "/api/v1/self", "");
  request.headers.emplace_back("cookie", "__Host-shouze_session=office");
  EXPECT_EQ(api.Handle(request).status, 200);
}

/// Below a path of a host that it shares, whether the proxy takes the path off or leaves it.
TEST(ApiBelowAPath, AnswersBothWaysWithItsOwnCookies) {
  FakeSchool school;
  FakeWork work;
  ApiOptions options;
  options.site = Site("https://oa.example.edu.cn/shouze");
  options.pages = std::make_shared<const Pages>(
      std::vector<PackedFile>{{"index.html", R"(<script src="./assets/a.js">)"}}, options.site);
  Api api(school, std::move(options), FakeRoutes(work));
  const auto ask = [](std::string_view target) {
    Request request = Ask("GET", std::string(target), "");
    request.headers[0].second = "oa.example.edu.cn";
    return request;
  };
  for (const char* target : {"/shouze/api/v1/self", "/api/v1/self"}) {
    Request request = ask(target);
    EXPECT_EQ(api.Handle(request).status, 401) << target;
    request.headers.emplace_back("cookie", "__Secure-shouze_session=office");
    EXPECT_EQ(api.Handle(request).status, 200) << target;
    EXPECT_EQ(api.PlanFor(request).bytes_max, 2 << 20);
  }
  for (const char* target : {"/shouze", "/shouze/", "/shouze/tasks/xxgc/5.1", "/tasks"}) {
    EXPECT_EQ(api.Handle(ask(target)).bytes(), R"(<script src="/shouze/assets/a.js">)") << target;
  }
  EXPECT_EQ(api.Handle(ask("/shouze/api/v1/nowhere")).status, 404);
  EXPECT_EQ(api.Handle(ask("/shouze.js")).status, 404) << "begins alike, is not below";
}

/// The right password from a page whose proxy loses the host is answered with what to put right.
TEST(ApiBehindAProxy, NamesTheWrongAddressAndTheProxyThatIsNotTrusted) {
  FakeSchool school;
  FakeWork work;
  ApiOptions options;
  options.site = Site("http://10.0.0.5:8080");
  Api api(school, std::move(options), FakeRoutes(work));
  Request write = Ask("POST", "/api/v1/units/07/notes", "office", R"({"title":"x"})");
  write.headers[0].second = "10.0.0.5:8080";
  write.headers[1].second = "https://oa.example.edu.cn";
  write.headers.emplace_back("x-forwarded-for", "10.2.3.4");
  const Response refused = api.Handle(write);
  EXPECT_EQ(refused.status, 403);
  for (const char* said : {R"("code":"wrong_address")", "https://oa.example.edu.cn",
                           "http://10.0.0.5:8080", "http.public_url"}) {
    EXPECT_THAT(refused.body, HasSubstr(said));
  }
  write.headers.emplace_back("sec-fetch-site", "cross-site");
  EXPECT_THAT(api.Handle(write).body, HasSubstr("foreign_origin")) << "of another site's page";

  Request asked = Ask("GET", "/api/v1/connection?page=https%3A%2F%2Foa.example.edu.cn%2Flogin", "");
  asked.headers[0].second = "10.0.0.5:8080";
  asked.headers.emplace_back("x-forwarded-for", "10.2.3.4");
  const std::string told(api.Handle(asked).bytes());
  EXPECT_THAT(told, HasSubstr(R"("code":"address")"));
  EXPECT_THAT(told, HasSubstr(R"("code":"proxy_untrusted")"));
  EXPECT_THAT(told, Not(HasSubstr("10.0.0.9"))) << "anybody may ask";
}

TEST(AnswerCache, DropsWhatWasNotAskedForLongest) {
  const auto office =
      *Permission::Of(std::vector<HeldRole>{{Role::kOffice, ""}}, Action::kReadSheet, "07");
  AnswerCache cache(10'000);
  const auto rendering = std::make_shared<const Rendering>(std::string(2'000, 'x'));
  cache.Keep("a", 1, {}, rendering);
  cache.Keep("b", 1, {}, rendering);
  EXPECT_TRUE(cache.Find(office, "a", 1, {}));
  cache.Keep("c", 1, {}, rendering);
  EXPECT_TRUE(cache.Find(office, "a", 1, {}));
  EXPECT_FALSE(cache.Find(office, "b", 1, {}));
  EXPECT_LE(cache.bytes(), 10'000);
  cache.Keep("d", 1, {}, std::make_shared<const Rendering>(std::string(20'000, 'x')));
  EXPECT_FALSE(cache.Find(office, "d", 1, {}));
}

}  // namespace shouze
